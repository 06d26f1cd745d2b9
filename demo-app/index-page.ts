import type { Route } from 'express-pages-api';
import { html, page, type Html } from './html.js';

interface Example {
  readonly shows: string;
  /** URLs relative to the mount path. */
  readonly links: readonly string[];
}

/** The examples of each route, by its `path`. */
const examples: Readonly<Record<string, Example>> = {
  '/posts': {
    shows: 'Posts with pages, newest first. POST adds one. A page that is not a number gets 400.',
    links: ['/posts', '/posts?page=3', '/posts?page=none'],
  },
  '/posts/create': {
    shows: 'A form for a new post. A static name takes precedence over [pid].',
    links: ['/posts/create'],
  },
  '/posts/[pid]': {
    shows: 'One post, 404 if there is none, or 400 for something that is not a number.',
    links: ['/posts/1', '/posts/999999', '/posts/first'],
  },
  '/docs/[...path]': {
    shows: 'A catch-all: a document in a tree, with the path to it.',
    links: ['/docs/routing', '/docs/routing/catch-all/optional'],
  },
  '/archive/[[...date]]': {
    shows: 'An optional catch-all: the posts of all time, of a year, a month or a day.',
    links: ['/archive', '/archive/2023', '/archive/2023/01', '/archive/2023/01/26', '/archive/2023/02/30'],
  },
  '/user': {
    shows: 'Who you are. Anonymous in a browser; with a token, the user it belongs to.',
    links: ['/user'],
  },
  '/method': { shows: 'One handler that switches on the method.', links: ['/method'] },
  '/env': { shows: 'Whether DEMO_SECRET is set in the environment, without showing it.', links: ['/env'] },
  '/secret': { shows: 'A quote from an external service, whose address and key stay hidden.', links: ['/secret'] },
};

/** Returns one URL of each route, to click in a terminal. */
export function firstLinks(origin: string, mountPath: string): string[] {
  return Object.values(examples).map(({ links }) => `${origin}${mountPath}${links[0] ?? ''}`);
}

/** Returns command lines for requests that a link cannot make. */
export function curlLines(origin: string, mountPath: string): string[] {
  const base = `${origin}${mountPath}`;
  return [
    `curl ${base}/posts -H 'Content-Type: application/json' -d '{"title":"Hello","body":"From curl"}'`,
    `curl ${base}/user -H 'Authorization: Bearer ada-token'`,
    `curl -i -X DELETE ${base}/method`,
  ];
}

/** Returns a page that lists the routes, with example URLs and what they show. */
export function indexPage(
  routes: readonly Route[],
  mountPath: string,
  origin: string,
  explorerAt: string | undefined,
): string {
  const commands = curlLines(origin, mountPath).join('\n');
  return page(
    'express-pages-api: the demo',
    html`<p>
        Every URL here is answered by the file of <code>demo-app/api</code> above it: ${routes.length} files, and no
        other routing.
      </p>
      ${
        explorerAt === undefined
          ? html``
          : html`<p><a href="${explorerAt}">The explorer</a> shows which file answers a URL, and why.</p>`
      }
      <dl>${routes.map((route) => describe(route, mountPath))}</dl>
      <h2>From a terminal</h2>
      <pre>${commands}</pre>`,
  );
}

function describe({ path, file }: Route, mountPath: string): Html {
  const { shows, links } = examples[path] ?? { shows: 'A route without an example yet.', links: [] };
  const anchors = links.map((link) => html`<li><a href="${mountPath}${link}">${mountPath}${link}</a></li>`);
  return html`<dt><code>${file}</code></dt>
    <dd>
      ${shows}
      <ul>
        ${anchors}
      </ul>
    </dd>`;
}

import { afterAll, expect } from '@jest/globals';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import type { FsRoutesOptions } from '../../lib/index.js';
import { patternSyntax } from '../../lib/serving/express-version.js';
import { canonicalSpelling } from '../../lib/routing/static-name.js';
import {
  listenForPipelines,
  type PipelinedRequest,
  type PipelinedResponse,
  type PipelinedServer,
} from './pipelined-requests.js';

// An Express developer guards a path: `app.use('/api/admin', guard)`. Whatever a client sends, a file below that path
// must not answer unless the guard has seen the request.

export type Guarded = Request & { isGuarded?: boolean };

export const guard: RequestHandler = (req: Guarded, _res, next) => {
  req.isGuarded = true;
  next();
};

/** Answers with headers that say that a guarded file has answered, and whether the guard has seen the request. */
export function secret(req: Guarded, res: Response): void {
  res.setHeader('x-secret', 'yes');
  res.setHeader('x-guarded', req.isGuarded ? 'yes' : 'no');
  res.end();
}

const plainNames = ['admin', 'a.b-c_d~e', "it's,ok;=&@"];
/** The names that a URL has to escape. */
const escapedNames = ['café', '日本', 'ÄÖ', 'e\u0301', 'a b', 'a"b', 'x}{', 'a#b', 'a>b<', '\u{1f44b}', 'ﬁ'];
/** The names that Next.js serves by a URL that does not escape them. */
export const unescapedNames = ['a|b', 'a^b', '100%', 'c%20d', 'a%c3%a9'];

/** Starts an app with guards. It answers what falls through itself, at less cost than Express's final handler. */
export function listenGuarded(app: Express): Promise<PipelinedServer> {
  app.use((_req, res) => void res.status(404).end());
  app.use(((_error, _req, res, _next) => void res.status(400).end()) as ErrorRequestHandler);
  return listenForPipelines(app);
}

/** Returns the files of a route folder that has four routes below each name. */
export function filesOf(names: readonly string[]): string[] {
  const below = ['index.js', 'secret.js', 'users/[id].js', 'all/[...path].js'];
  return names.flatMap((name) => below.map((file) => `${name}/${file}`));
}

/** Escapes a path so that Express 5 or 4 reads nothing in it as a pattern. */
export function escapedForExpress(path: string): string {
  return path.replace(patternSyntax() === 'express4' ? /[()[\]+?*:$^|{}\\]/g : /[()[\]+?!*:{}\\]/g, '\\$&');
}

/** Returns the bytes of a text with one character for each: so Node.js reads and writes a request target. */
function bytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function lower(text: string): string {
  return text.replace(/%[\dA-F]{2}/g, (escape) => escape.toLowerCase());
}

/** Returns spellings that some part of a server may take for the name. */
function spellingsOf(name: string): string[] {
  const forms = [name, name.normalize('NFC'), name.normalize('NFD'), name.normalize('NFKC'), name.toUpperCase()];
  const encoded = [...forms.map(encodeURIComponent), ...forms.map(encodeURI), ...forms.map(canonicalSpelling)];
  const escapedLetter = `%${name.charCodeAt(0).toString(16).padStart(2, '0')}${canonicalSpelling(name.slice(1))}`;
  const sent = [...forms.map(bytes), ...encoded, ...encoded.map(lower), escapedLetter].filter((one) => !/\s/.test(one));
  const canonical = canonicalSpelling(name);
  return [
    ...new Set([
      ...sent,
      encodeURIComponent(canonical),
      `${canonical};x`,
      `${canonical}%00`,
      `${canonical}.`,
      `%20${canonical}`,
    ]),
  ];
}

/** Returns paths that some part of a server may take for that of a guarded file. */
function pathsOf(mount: string, name: string, rest: string): string[] {
  const [, first = '', ...others] = mount.split('/');
  const path = `${mount}/${name}${rest}`;
  return [
    path,
    `${path}/`,
    `${path}?a=/../b`,
    `${path}#x`,
    path.toUpperCase(),
    `/${path}`,
    `//${first}/${[...others, name].join('/')}${rest}`,
    `${mount}//${name}${rest}`,
    `${mount}///${name}${rest}`,
    `${mount}/${name}/${rest}`,
    `/${first}//${[...others, name].join('/')}${rest}`,
    `${mount}/./${name}${rest}`,
    `${mount}/%2e/${name}${rest}`,
    `${mount}/%2E/${name}${rest}`,
    `${mount}/x/../${name}${rest}`,
    `${mount}/x/%2e%2E/${name}${rest}`,
    `${mount}/x/.%2e/${name}${rest}`,
    `${mount}/.x/../${name}${rest}`,
    `/.${path}`,
    `/${first}/../${first}${path.slice(first.length + 1)}`,
    `/x/..${path}`,
    `${path}/.`,
    `${path}/x/..`,
    `${mount}/${name}/.${rest}`,
    `${mount}\\${name}${rest}`,
    `${mount}/\\${name}${rest}`,
    `${mount}\\/${name}${rest}#x`,
    `${mount}/\\${name}${rest}#x`,
    `${mount}\\\\${name}${rest}#x`,
    `http://h${mount}\\/${name}${rest}`,
    `http://h\\${mount}/${name}${rest}`,
    `${mount}%2f${name}${rest}`,
    `${mount}/%2f${name}${rest}`,
    `${mount}%5c${name}${rest}`,
    `http://h${path}`,
    `http://h${mount}//${name}${rest}`,
    `http://h${mount}/./${name}${rest}`,
    `http://h/x/..${path}`,
    `HTTP://user@h:1${path}`,
    `foo://h${path}`,
    `http://@${path}`,
    `http:///${path}`,
    `http://h?${path}`,
  ];
}

const methods = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'PROPFIND'];
const figures = { requests: 0, answered: 0, bypasses: 0 };

/**
 * Returns the request targets of an attack: all paths for a name that a URL spells as it is, and one path in six for
 * each other spelling, another sixth each time.
 */
function targetsOf(mount: string, names: readonly string[]): string[] {
  const spelled = names.flatMap((name) => spellingsOf(name).map((spelling) => ({ name, spelling })));
  return spelled.flatMap(({ name, spelling }, turn) => {
    const isCanonical = spelling === canonicalSpelling(name);
    const rests = isCanonical ? ['', '/secret', '/users/1', '/all/a/b'] : ['/secret'];
    const paths = rests.flatMap((rest) => pathsOf(mount, spelling, rest));
    return spelling === name ? paths : paths.filter((_path, index) => index === 0 || index % 6 === turn % 6);
  });
}

/**
 * Requests each target, and returns those that a guarded file answered without the guard. Expects a plain URL of each
 * file to be answered behind the guard, or the attack would prove nothing.
 */
export async function attack(server: PipelinedServer, mount: string, names: readonly string[]): Promise<string[]> {
  const requests = targetsOf(mount, names).map((target) => {
    const method = methods[figures.requests % methods.length]!;
    figures.requests += 1;
    return { method, target };
  });
  const unanswered: string[] = [];
  for (const name of names) {
    const plain = [canonicalSpelling(name), bytes(name)];
    const targets = plain.map((spelling) => ({ method: 'GET', target: `${mount}/${spelling}/secret` }));
    const answers = await requestFollowing(server, targets);
    if (!answers.some(({ headers }) => headers['x-guarded'] === 'yes')) unanswered.push(name);
  }
  expect(unanswered).toEqual([]);

  const answers = await requestFollowing(server, requests);
  const answered = requests.flatMap((request, index) => {
    const { headers } = answers[index]!;
    return headers['x-secret'] === undefined ? [] : [{ ...request, isGuarded: headers['x-guarded'] === 'yes' }];
  });
  const bypasses = answered.filter(({ isGuarded }) => !isGuarded);
  figures.answered += answered.length;
  figures.bypasses += bypasses.length;
  return bypasses.map(({ method, target }) => `${method} ${target}`);
}

/** Sends requests and follows redirects, as clients do. */
export async function requestFollowing(
  server: PipelinedServer,
  requests: readonly PipelinedRequest[],
  maxRedirects = 3,
): Promise<PipelinedResponse[]> {
  const responses = await server.requestAll(requests);
  const redirected = responses.flatMap((response, index) => (response.status === 308 ? [{ ...response, index }] : []));
  if (redirected.length === 0) return responses;
  if (maxRedirects === 0) throw new Error(`${requests[redirected[0]!.index]!.target} is redirected again and again.`);
  // A redirect says nothing of the file, and leads no client to another host.
  expect(redirected.filter(({ headers }) => 'x-secret' in headers)).toEqual([]);
  expect(redirected.filter(({ headers }) => !/^\/(?![/\\])/.test(headers['location'] ?? ''))).toEqual([]);
  const next = redirected.map(({ index, headers }) => ({
    method: requests[index]!.method,
    target: headers['location']!,
  }));
  const answers = await requestFollowing(server, next, maxRedirects - 1);
  for (const [position, { index }] of redirected.entries()) responses[index] = answers[position]!;
  return responses;
}

export const modes: [string, FsRoutesOptions, readonly string[]][] = [
  ['default mode', {}, [...plainNames, ...escapedNames, ...unescapedNames]],
  ['default mode, case-sensitive', { caseSensitive: true }, [...plainNames, ...escapedNames]],
  ['default mode, strict', { strict: true }, plainNames],
  // Next.js serves the other names by two spellings, which Express compares as different paths: `_middleware` guards
  // them.
  ["compat: 'next'", { compat: 'next' }, [...plainNames, ...escapedNames]],
];

afterAll(() => {
  process.stderr.write(
    `guards on ${patternSyntax()}: ${figures.requests} requests, ${figures.answered} answered by a guarded file, ${figures.bypasses} past the guard\n`,
  );
});

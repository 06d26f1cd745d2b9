/** A page of the documentation, with the pages below it. */
export interface Document {
  readonly slug: string;
  readonly title: string;
  readonly text: string;
  readonly children?: readonly Document[];
}

const documents: readonly Document[] = [
  {
    slug: 'routing',
    title: 'Routing',
    text: 'Every file below api/ answers at its own URL.',
    children: [
      { slug: 'static', title: 'Names', text: 'user.ts answers at /user, posts/index.ts at /posts.' },
      { slug: 'dynamic', title: 'Params', text: '[pid].ts takes one segment of the URL: req.query.pid.' },
      {
        slug: 'catch-all',
        title: 'Catch-alls',
        text: '[...path].ts takes the rest of the URL, as an array. It answered this request.',
        children: [
          { slug: 'optional', title: 'Optional ones', text: '[[...date]].ts also answers if nothing follows.' },
        ],
      },
    ],
  },
  {
    slug: 'errors',
    title: 'Errors',
    text: 'What a handler throws or rejects with reaches the error handler of the app.',
  },
];

/** Returns the pages from the top down to the page of the path, or `undefined` if there is no such page. */
export function findDocument(path: readonly string[]): Document[] | undefined {
  const trail: Document[] = [];
  let level = documents;
  for (const slug of path) {
    const next = level.find((document) => document.slug === slug);
    if (!next) return undefined;
    trail.push(next);
    level = next.children ?? [];
  }
  return trail;
}

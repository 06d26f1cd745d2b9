import type { RecordedRequest } from './recordings.js';

/**
 * The requests that `compat: 'next'` answers differently from Next.js, each with the reason. docs/next-differences.md
 * has
 * the same list in words. `place` is the group of a handler or the id of a tree.
 */
const exceptions: readonly { place: RegExp; path?: RegExp; kind?: RegExp; type?: RegExp; reason: string }[] = [
  { place: /^own-pages$/, reason: 'pages that are not routes are the app’s' },
  {
    place: /^own-(?:exports|commonjs)$/,
    path: /default-(?:missing|null|text|property)|wrapped|object|array|promise|empty/,
    reason: 'a default export that is not a function: the app’s error page',
  },
  { place: /^own-env$/, reason: '.env files are read by node --env-file, not here' },
  { place: /./, kind: /^internal/, reason: 'query keys and headers that Next.js reserves' },
  {
    place: /^own-query$/,
    path: /\/all(?:\?|\/(?:index|%69ndex))|\/\[id\]\/show/,
    reason: 'an optional catch-all that caught "index" or an empty query',
  },
  {
    place: /^optional$/,
    kind: /^optional-(?:index|name|query)$/,
    reason: 'an optional catch-all that caught "index" or an empty query',
  },
  { place: /^internals$/, kind: /^ending$/, path: /\[id\]/, reason: 'a page that is requested by its file name' },
  {
    place: /^own-request$/,
    kind: /^(?:property|header|forwarded|assign)$/,
    reason: 'Express’s own properties and headers',
  },
  { place: /^own-response$/, kind: /^(?:method|express|replaced)$/, reason: 'Express’s own properties and methods' },
  {
    place: /^own-body$/,
    path: /\/(?:api-null|limit-(?:empty|false|null|true|word)|parser-(?:0|null|text))/,
    reason: 'a bad config, refused at start-up',
  },
  { place: /^own-exports$/, path: /throws-at-load/, reason: 'a file that throws, refused at start-up' },
  { place: /^own-exports$/, path: /async-generator/, reason: 'no answer, in Next.js either' },
  { place: /^own-body$/, kind: /^charset$/, type: /utf-32/, reason: 'charsets of another version of iconv-lite' },
  {
    place: /^own-/,
    path: /length-short|after\?v=length$|v=(?:encoded|none)&preset=1|message\?m=%E2%82%AC/,
    reason: 'longer than its content-length: where it is cut depends on the client',
  },
  { place: /^b-rest/, path: /^\/(?:1\/x2\/3|a\/bx\/1)$/, reason: 'a catch-all with text around it' },
  { place: /^b-two$/, path: /\?a=2$/, reason: 'a page that is requested by its file name' },
  { place: /^names$/, path: /\/_middleware/, reason: 'the middleware of a folder' },
  { place: /^escapes$/, path: /^\/%2e%2e$/, reason: 'recorded below another path' },
  // Node 20 and 22 leave `^` as it is; then Next.js finds `caret^.js` at `/caret^`, and so does `compat: 'next'`.
  ...(new URL('http://n/^').pathname === '/^'
    ? []
    : [{ place: /^escapes$/, path: /^\/caret%5E$/, reason: 'a static name that Next.js cannot reach' }]),
];

/**
 * Returns `true` if Next.js resolves dot segments and answers, while `compat: 'next'` redirects to the resolved path,
 * because a guard of the app has not seen it. The answer after the redirect must be the recorded one.
 */
export function isRedirectedFirst({ path, expect }: RecordedRequest): boolean {
  return expect.status !== 308 && /\/(?:\.|%2e){1,2}(?:[/?]|$)/i.test(path.replace(/\?.*/s, ''));
}

/** Returns why a request is not compared, or `undefined` if its answer must be identical. */
export function exceptionFor(
  place: string,
  { path, kind = '', headers, quirk, expect }: RecordedRequest,
): string | undefined {
  if (quirk !== undefined) return 'quirk of Next.js';
  if (expect.failed !== undefined || expect.aborted) return 'no complete answer, in Next.js either';
  const found = exceptions.find(
    (exception) =>
      exception.place.test(place) &&
      (exception.path?.test(path) ?? true) &&
      (exception.kind?.test(kind) ?? true) &&
      (exception.type?.test(String(headers?.['content-type'])) ?? true),
  );
  return found?.reason;
}

/** The handler files that are refused at start-up here, by design. */
export const refusedHandlers = [
  'api-null.js',
  'limit-empty.js',
  'limit-false.js',
  'limit-null.js',
  'limit-true.js',
  'limit-word.js',
  'parser-0.js',
  'parser-null.js',
  'parser-text.js',
  'throws-at-load.js',
];

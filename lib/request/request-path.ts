import type { Request } from 'express';

/** The pattern for a URL that is a path with or without a query string, as nearly all are. */
const plainUrlPattern = /^\/[^#\s]*$/;

/** The pattern for any other URL whose path has no character that the URL parser of Express changes. */
const unchangedByParser = /^(?:[a-z][a-z\d+.-]*:\/\/[\w.~:@[\]-]*)?(?:\/[^\s"'<>\\^`{|}?#]*)?(?:[?#]|$)/i;

/**
 * Returns the value of `req.path`, but faster: Express parses the URL again below each mount path.
 *
 * @returns `undefined` if the URL has no path for Express (`req.path` is `null` for `foo://host`), or if Express has
 *   removed something other than the mount path from it
 */
export function pathnameOf(req: Request): string | undefined {
  const { url } = req;
  if (!plainUrlPattern.test(req.originalUrl) && hasWrongMountPath(req)) return undefined;
  if (plainUrlPattern.test(url)) return stripQuery(url);
  // Express's types say that it is always a string.
  const path = req.path as string | null;
  return path ?? undefined;
}

/**
 * Returns `true` if Express has removed something other than the mount path from the URL. If a URL is not a plain path,
 * Express compares the parsed path, with `\` as `/` and `"` as `%22`, but removes as many characters from the URL as
 * the client sent it. For `/api\/admin#`, a Router of Express 4 at `/api` sees `/admin`, but a guard at `/api/admin`
 * does not run.
 */
function hasWrongMountPath({ originalUrl, baseUrl, url }: Request): boolean {
  return !unchangedByParser.test(originalUrl) && stripOrigin(originalUrl) !== baseUrl + stripOrigin(url);
}

/**
 * Returns `true` if the path that the client sent has an empty segment (`//`). Express 4 removes one of several slashes
 * after a mount path: for `/api//admin`, a Router at `/api` sees `/admin`, but a guard at `/api/admin` does not run.
 * Express 5 leaves them, and such a path matches nothing.
 */
export function hasEmptySegment({ originalUrl }: Request): boolean {
  return originalUrl.includes('//') && /^[^?#]*\/\//.test(stripOrigin(originalUrl));
}

/** Splits a URL into path and query string, without a fragment (`#`). */
export function splitUrl(url: string): { path: string; search: string } {
  const [beforeHash = ''] = url.split('#', 1);
  const queryStart = beforeHash.indexOf('?');
  if (queryStart === -1) return { path: beforeHash, search: '' };
  return { path: beforeHash.slice(0, queryStart), search: beforeHash.slice(queryStart + 1) };
}

/** Removes the scheme and the host from a request target in absolute form (`http://host/path`). */
export function stripOrigin(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^[^/?#]*:\/\/[^/?#]*/, '');
}

function stripQuery(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** Replaces the pathname of a URL such as `req.url`, and keeps the query string. */
export function replacePathname(url: string, pathname: string): string {
  const query = url.indexOf('?');
  return query === -1 ? pathname : pathname + url.slice(query);
}

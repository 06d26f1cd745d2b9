import type { Request } from 'express';

/** A URL that is a path, and perhaps a query string: nearly all are. */
const plainUrlPattern = /^\/[^#\s]*$/;

/** Any other URL whose path stands in it as Express reads it: without characters that its parser changes. */
const unchangedByParser = /^(?:[a-z][a-z\d+.-]*:\/\/[\w.~:@[\]-]*)?(?:\/[^\s"'<>\\^`{|}?#]*)?(?:[?#]|$)/i;

/**
 * Returns the same as `req.path`, which parses the URL anew each time that a mount path was taken off it.
 *
 * @returns `undefined` for a URL in which Express finds no path, such as `foo://host`: there `req.path` is `null`;
 *   and for one of which Express has taken off something else than the mount path
 */
export function pathnameOf(req: Request): string | undefined {
  const { url } = req;
  if (!plainUrlPattern.test(req.originalUrl) && hasWrongMountPath(req)) return undefined;
  if (plainUrlPattern.test(url)) return stripQuery(url);
  // Its type says that it is a string.
  const path = req.path as string | null;
  return path ?? undefined;
}

/**
 * Whether the mount path is not what was taken off the URL. Of a URL that is no plain path, Express compares the
 * path as parsed, with `\` as `/` and `"` as `%22`, and takes as many characters off the URL as it is. A guard at
 * `/api/admin` does not see `/api\/admin#`, of which Express 4 leaves `/admin`.
 */
function hasWrongMountPath({ originalUrl, baseUrl, url }: Request): boolean {
  return !unchangedByParser.test(originalUrl) && stripOrigin(originalUrl) !== baseUrl + stripOrigin(url);
}

/**
 * Whether the path that the client sent has an empty segment (`//`). Express 4 takes one of several slashes off
 * behind a mount path: of `/api//admin`, a Router at `/api` sees `/admin`, and a guard at `/api/admin` sees
 * nothing. Express 5 leaves them, and such a path matches nothing.
 */
export function hasEmptySegment({ originalUrl }: Request): boolean {
  return originalUrl.includes('//') && /^[^?#]*\/\//.test(stripOrigin(originalUrl));
}

/** Returns path and query string of a URL, without what follows a `#`. */
export function splitUrl(url: string): { path: string; search: string } {
  const [beforeHash = ''] = url.split('#', 1);
  const queryStart = beforeHash.indexOf('?');
  if (queryStart === -1) return { path: beforeHash, search: '' };
  return { path: beforeHash.slice(0, queryStart), search: beforeHash.slice(queryStart + 1) };
}

/** Returns a request target without the scheme and host of its absolute form. */
export function stripOrigin(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^[^/?#]*:\/\/[^/?#]*/, '');
}

function stripQuery(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

/** A URL as in `req.url`, with another pathname and the query string that it has. */
export function replacePathname(url: string, pathname: string): string {
  const query = url.indexOf('?');
  return query === -1 ? pathname : pathname + url.slice(query);
}

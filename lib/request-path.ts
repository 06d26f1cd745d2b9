import type { Request } from 'express';

/** A URL that is a path, and perhaps a query string: nearly all are. */
const plainUrl = /^\/[^#\s]*$/;

/**
 * Returns the same as `req.path`, which parses the URL anew each time that a mount path was taken off it.
 *
 * @returns `undefined` for a URL in which Express finds no path, such as `foo://host`: there `req.path` is `null`
 */
export function pathOf(req: Request): string | undefined {
  const { url } = req;
  if (plainUrl.test(url)) return withoutQuery(url);
  // Its type says that it is a string.
  const path = req.path as string | null;
  return path ?? undefined;
}

/**
 * Whether the path that the client sent has an empty segment (`//`). Express 4 takes one of several slashes off
 * behind a mount path: of `/api//admin`, a Router at `/api` sees `/admin`, and a guard at `/api/admin` sees
 * nothing. Express 5 leaves them, and such a path matches nothing.
 */
export function hadEmptySegment({ originalUrl }: Request): boolean {
  return originalUrl.includes('//') && withoutQuery(withoutOrigin(originalUrl)).includes('//');
}

/** Returns a request target without the scheme and host of its absolute form. */
export function withoutOrigin(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^[^/?#]*:\/\/[^/?#]*/, '');
}

function withoutQuery(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

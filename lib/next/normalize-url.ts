import { parse, stringify, type ParsedUrlQuery } from 'node:querystring';
import type { Request, Response } from 'express';
import { isStream } from '../request/consumed-body.js';
import { unmatchable, type ResolvedPathname, type ResolvedUrl } from '../serving/conventions.js';
import { paramNames } from '../routing/parse-segment.js';
import { hasEmptySegment, pathnameOf, splitUrl, stripOrigin } from '../request/request-path.js';
import type { Route } from '../types/index.js';

/** The pattern for a dot segment: `.` or `..`, plain or percent-encoded. */
const dotSegmentPattern = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** The characters of a pathname that a URL has to escape. */
const unescapedPattern = /[^\x21-\x7e]|["<>`{}^]/;

/**
 * Returns the pathname of a URL, or the URL to redirect to if Next.js would redirect or resolve it.
 *
 * Next.js resolves dot segments and serves the result. Here such a path is redirected and never served: Express matches
 * the path as the client sent it, so a guard at `/api/export` does not run for `/api/./export`. It runs for the request
 * that follows the redirect.
 *
 * @param url the full URL, from the first slash on: mount path, path and query string
 * @example normalizeUrl('/api//posts?a') // { redirect: '/api/posts?a' }
 */
export function normalizeUrl(url: string): ResolvedUrl {
  const { path, search } = splitUrl(url);
  if (/\\|\/\//.test(path)) return { redirect: collapseSlashes(url) };
  const resolved = dotSegmentPattern.test(path) ? resolveDotSegments(path) : path;
  const endsWithSlash = resolved.endsWith('/') && resolved !== '/';
  if (!endsWithSlash)
    return resolved === path ? { pathname: path } : { redirect: escapePath(resolved) + (search && `?${search}`) };
  const query = parse(search);
  delete query['__proto__'];
  const text = stringify(query);
  return { redirect: escapePath(resolved.slice(0, -1)) + (text && `?${text}`) };
}

/** Collapses repeated slashes as `normalizeRepeatedSlashes` of Next.js does. The query string stays as it is. */
function collapseSlashes(url: string): string {
  const [path = '', ...query] = url.split('?');
  const single = path.replace(/\\/g, '/').replace(/\/\/+/g, '/');
  const { pathname, search, hash } = parseUrl(single + (query[0] ? `?${query.join('?')}` : ''));
  return pathname + search + hash;
}

/** Resolves dot segments. Does not use the URL parser, because that of Node.js 20 and 22 leaves `/.a/..` unresolved. */
function resolveDotSegments(path: string): string {
  const segments: string[] = [];
  const sentSegments = path.slice(1).split('/');
  for (const [index, segment] of sentSegments.entries()) {
    const dots = segment.replace(/%2e/gi, '.');
    if (dots === '..') segments.pop();
    if (dots !== '.' && dots !== '..') segments.push(segment);
    else if (index === sentSegments.length - 1) segments.push('');
  }
  return `/${segments.join('/')}`;
}

/** Escapes a path as the URL parser of the running Node.js does. */
function escapePath(path: string): string {
  return unescapedPattern.test(path) ? parseUrl(path).pathname : path;
}

/** Parses a URL. Escapes tabs and line breaks first: the parser drops them, so `/\t/evil.com` would name a host. */
function parseUrl(url: string): URL {
  return new URL(url.replace(/[\t\n\r]/g, encodeURIComponent), 'http://n');
}

/**
 * Returns `req.url` as a handler of Next.js sees it: the query string is built again from the parsed query, without the
 * keys that are params of the route.
 */
export function nextUrl(path: string, query: ParsedUrlQuery, { segments }: Route): string {
  const paramKeys = new Set(['__proto__', ...paramNames(segments)]);
  const search = new URLSearchParams();
  for (const [name, value = ''] of Object.entries(query)) {
    if (!paramKeys.has(name)) for (const item of [value].flat()) search.append(name, item);
  }
  const text = search.toString();
  return escapePath(path) + (text && `?${text}`);
}

/** Resolves the pathname to match, or redirects the request if Next.js would: see `RequestConventions`. */
export function resolvePathname(req: Request, res: Response): ResolvedPathname {
  const pathname = pathnameOf(req);
  if (pathname === undefined) return unmatchable;
  const normalized = normalizeUrl(fullUrl(req));
  if ('pathname' in normalized) return { kind: 'pathname', pathname };
  sendRedirect(res, normalized.redirect);
  return { kind: 'answered' };
}

/**
 * Returns the full URL, from the first slash on: as the client sent it, or as a middleware of the app has rewritten it.
 * Express removes the mount path from `req.url` and puts a slash before the remainder. Express 4 also removes a slash.
 */
export function fullUrl(req: Request): string {
  const { baseUrl } = req;
  const sent = stripOrigin(req.originalUrl);
  // In node-mocks-http, `baseUrl` is the full URL.
  if (!isStream(req)) return sent;
  const remainder = stripOrigin(req.url);
  return sent === baseUrl + remainder.slice(1) || hasEmptySegment(req) ? sent : baseUrl + remainder;
}

function sendRedirect(res: Response, location: string): void {
  res.statusCode = 308;
  res.setHeader('Location', location);
  res.setHeader('Refresh', `0;url=${location}`);
  res.end(location);
}

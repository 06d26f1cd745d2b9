import { parse, stringify, type ParsedUrlQuery } from 'node:querystring';
import type { Request, Response } from 'express';
import { isStream } from '../request/consumed-body.js';
import { unmatchable, type ResolvedPathname, type ResolvedUrl } from '../serving/conventions.js';
import { paramNames } from '../routing/parse-segment.js';
import { hasEmptySegment, pathnameOf, splitUrl, stripOrigin } from '../request/request-path.js';
import type { Route } from '../types/index.js';

/** A segment that resolving a URL takes away: `.`, `..`, and both with escaped dots. */
const dotSegmentPattern = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** Characters of a pathname that a URL has to escape. */
const unescapedPattern = /[^\x21-\x7e]|["<>`{}^]/;

/**
 * Tells whether Next.js would serve a URL as it is.
 *
 * Next.js resolves dot segments and serves what it finds. Here a path that resolving changes is redirected, and
 * never served: Express has compared the path as it came, so a guard at `/api/export` has not seen
 * `/api/./export`. It sees the request that follows the redirect.
 *
 * @param url the whole of it, from the first slash on: mount path, path and query string
 * @example tidyUrl('/api//posts?a') // { redirect: '/api/posts?a' }
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

/** `normalizeRepeatedSlashes`, and then as a URL: the query string keeps its form. */
function collapseSlashes(url: string): string {
  const [path = '', ...query] = url.split('?');
  const single = path.replace(/\\/g, '/').replace(/\/\/+/g, '/');
  const { pathname, search, hash } = parseUrl(single + (query[0] ? `?${query.join('?')}` : ''));
  return pathname + search + hash;
}

/** Not by the URL parser: that of Node.js 20 and 22 leaves `/.a/..` as it is. */
function resolveDotSegments(path: string): string {
  const segments: string[] = [];
  const sent = path.slice(1).split('/');
  for (const [index, segment] of sent.entries()) {
    const dots = segment.replace(/%2e/gi, '.');
    if (dots === '..') segments.pop();
    if (dots !== '.' && dots !== '..') segments.push(segment);
    else if (index === sent.length - 1) segments.push('');
  }
  return `/${segments.join('/')}`;
}

/** The path as the URL parser of this Node.js writes it. */
function escapePath(path: string): string {
  return unescapedPattern.test(path) ? parseUrl(path).pathname : path;
}

/** Tabs and line breaks are escaped before: the URL parser drops them, and of `/\t/evil.com` a host would be left. */
function parseUrl(url: string): URL {
  return new URL(url.replace(/[\t\n\r]/g, encodeURIComponent), 'http://n');
}

/**
 * What `req.url` is in a handler of Next.js: put together again from the query, without the keys that
 * are names of the route's params.
 */
export function nextUrl(path: string, query: ParsedUrlQuery, { segments }: Route): string {
  const paramKeys = new Set(['__proto__', ...paramNames(segments)]);
  const search = new URLSearchParams();
  for (const [name, value = ''] of Object.entries(query)) {
    if (!paramKeys.has(name)) for (const one of [value].flat()) search.append(name, one);
  }
  const text = search.toString();
  return escapePath(path) + (text && `?${text}`);
}

/** Redirects what Next.js redirects; else finds the pathname to match: see `RequestConventions`. */
export function resolvePathname(req: Request, res: Response): ResolvedPathname {
  const pathname = pathnameOf(req);
  if (pathname === undefined) return unmatchable;
  const normalized = normalizeUrl(fullUrl(req));
  if ('pathname' in normalized) return { kind: 'pathname', pathname };
  sendRedirect(res, normalized.redirect);
  return { kind: 'answered' };
}

/**
 * Returns the URL as the client sent it, from the first slash on, unless something before us rewrote it: Express
 * takes the mount path off `req.url`, puts a slash before what is left, and in version 4 takes a slash along.
 */
export function fullUrl(req: Request): string {
  const { baseUrl } = req;
  const sent = stripOrigin(req.originalUrl);
  // node-mocks-http has the whole URL as `baseUrl`.
  if (!isStream(req)) return sent;
  const left = stripOrigin(req.url);
  return sent === baseUrl + left.slice(1) || hasEmptySegment(req) ? sent : baseUrl + left;
}

function sendRedirect(res: Response, location: string): void {
  res.statusCode = 308;
  res.setHeader('Location', location);
  res.setHeader('Refresh', `0;url=${location}`);
  res.end(location);
}

import { parse, stringify, type ParsedUrlQuery } from 'node:querystring';
import type { Request, Response } from 'express';
import { paramNames } from '../parse-segment.js';
import type { Route } from '../types.js';

/** What Next.js makes of a URL before it looks for a route: a redirect to a tidier one, or a pathname. */
export type NextUrl = { readonly redirect: string } | { readonly pathname: string };

/** Where URL parsing may change a pathname: dot segments, and characters that a URL has to escape (`^` since Node 24). */
const changedByParsing = /\/(?:\.|%2e)|[^\x21-\x7e]|["<>^`{}]/i;

/**
 * @param url the whole of it, from the first slash on: mount path, path and query string
 * @example tidyUrl('/api//posts?a') // { redirect: '/api/posts?a' }
 */
export function tidyUrl(url: string): NextUrl {
  const { path, search } = splitUrl(url);
  if (/\\|\/\//.test(path)) return { redirect: withSingleSlashes(url) };
  const pathname = resolveDots(path);
  if (!pathname.endsWith('/') || pathname === '/') return { pathname };
  const query = parse(search);
  delete query['__proto__'];
  const text = stringify(query);
  return { redirect: pathname.slice(0, -1) + (text && `?${text}`) };
}

/** `normalizeRepeatedSlashes`, and then as a URL: the query string keeps its form. */
function withSingleSlashes(url: string): string {
  const [path = '', ...query] = url.split('?');
  const single = path.replace(/\\/g, '/').replace(/\/\/+/g, '/');
  const { pathname, search, hash } = new URL(single + (query[0] ? `?${query.join('?')}` : ''), 'http://n');
  return pathname + search + hash;
}

export function splitUrl(url: string): { path: string; search: string } {
  const [beforeHash = ''] = url.split('#', 1);
  const queryStart = beforeHash.indexOf('?');
  if (queryStart === -1) return { path: beforeHash, search: '' };
  return { path: beforeHash.slice(0, queryStart), search: beforeHash.slice(queryStart + 1) };
}

function resolveDots(path: string): string {
  return changedByParsing.test(path) ? new URL(path, 'http://n').pathname : path;
}

/**
 * What `req.url` is in a handler of Next.js: put together again from the query, without the keys that
 * are names of the route's params.
 */
export function urlInNext(path: string, query: ParsedUrlQuery, { segments }: Route): string {
  const taken = new Set(['__proto__', ...paramNames(segments)]);
  const search = new URLSearchParams();
  for (const [name, value = ''] of Object.entries(query)) {
    if (!taken.has(name)) for (const one of [value].flat()) search.append(name, one);
  }
  const text = search.toString();
  return resolveDots(path) + (text && `?${text}`);
}

/**
 * Answers what Next.js redirects; else the pathname to match, relative to the mount path, `undefined`
 * where dot segments lead out of it, `null` where it has answered.
 */
export function locateInNext(req: Request, res: Response): string | undefined | null {
  const tidied = tidyUrl(wholeUrl(req));
  if ('redirect' in tidied) {
    redirectTo(res, tidied.redirect);
    return null;
  }
  const { pathname } = tidied;
  if (!pathname.startsWith(req.baseUrl)) return undefined;
  const rest = pathname.slice(req.baseUrl.length);
  return rest === '' ? '/' : rest.startsWith('/') ? rest : undefined;
}

/**
 * The URL as it came, unless something before us rewrote it: Express takes the mount path off `req.url`,
 * puts a slash before what is left, and in version 4 takes one of several slashes along.
 */
export function wholeUrl(req: Request): string {
  const { originalUrl, baseUrl, url } = req;
  const rest = originalUrl.startsWith(baseUrl) ? originalUrl.slice(baseUrl.length) : undefined;
  return rest !== undefined && [rest, `/${rest}`, rest.slice(1)].includes(url) ? originalUrl : baseUrl + url;
}

function redirectTo(res: Response, location: string): void {
  res.statusCode = 308;
  res.setHeader('Location', location);
  res.setHeader('Refresh', `0;url=${location}`);
  res.end(location);
}

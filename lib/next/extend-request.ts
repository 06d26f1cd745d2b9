import { parse } from 'node:querystring';
import type { Request } from 'express';
import { parseCookies } from '../request/cookies.js';
import { defineQuery } from '../serving/define-query.js';
import type { RouteVisit } from '../serving/route-visit.js';
import { splitUrl } from '../request/request-path.js';
import { nextUrl, fullUrl } from './normalize-url.js';

/**
 * Sets the properties that a handler of Next.js expects: `req.url` is the full URL, and `req.query` and `req.cookies`
 * are parsed as in Next.js, even if the app has set others.
 */
export function extendRequest(visit: RouteVisit): void {
  const { req } = visit;
  const { path, search } = splitUrl(fullUrl(req));
  const query = { ...parse(search) };
  visit.urlForHandlers = { url: nextUrl(path, query, visit.route), baseUrl: '' };
  defineQuery(visit, query);
  if (Object.getOwnPropertyDescriptor(req, 'cookies')?.configurable !== false) visit.onExit(defineCookies(req));
}

/**
 * Defines `req.cookies`, parsed when it is first read.
 *
 * @returns a function that restores the original property
 */
function defineCookies(req: Request): () => void {
  const original = Object.getOwnPropertyDescriptor(req, 'cookies');
  const define = (value: unknown): void => {
    Object.defineProperty(req, 'cookies', { value, configurable: true, enumerable: true, writable: true });
  };
  Object.defineProperty(req, 'cookies', {
    configurable: true,
    enumerable: true,
    get() {
      const cookies = parseCookies(req.headers.cookie);
      define(cookies);
      return cookies;
    },
    set: define,
  });
  return () => {
    if (original) Object.defineProperty(req, 'cookies', original);
    else Reflect.deleteProperty(req, 'cookies');
  };
}

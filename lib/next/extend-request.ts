import { parse } from 'node:querystring';
import type { Request } from 'express';
import { parseCookies } from '../request/cookies.js';
import { defineQuery } from '../serving/define-query.js';
import type { RouteVisit } from '../serving/route-visit.js';
import { splitUrl } from '../request/request-path.js';
import { urlInNext, wholeUrl } from './tidy-url.js';

/** A request as the handlers of Next.js know it: the whole URL, and query and cookies of the request's own. */
export function extendRequest(visit: RouteVisit): void {
  const { req } = visit;
  const { path, search } = splitUrl(wholeUrl(req));
  const sent = { ...parse(search) };
  visit.urlForHandlers = { url: urlInNext(path, sent, visit.route), baseUrl: '' };
  defineQuery(visit, sent);
  if (Object.getOwnPropertyDescriptor(req, 'cookies')?.configurable !== false) visit.onExit(defineCookies(req));
}

/** Cookies that are parsed when they are first read, whether or not the app has parsed them. */
function defineCookies(req: Request): () => void {
  const before = Object.getOwnPropertyDescriptor(req, 'cookies');
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
    if (before) Object.defineProperty(req, 'cookies', before);
    else Reflect.deleteProperty(req, 'cookies');
  };
}

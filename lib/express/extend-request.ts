import type { Request } from 'express';
import { parseCookies } from '../request/cookies.js';
import { replaceProperty } from '../request/replace-property.js';
import { showQuery, withParams } from '../serving/show-query.js';
import { unread, visitOf, type RouteVisit } from '../serving/route-visit.js';

/**
 * Shows the handlers of a route what they are promised: `req.query` with the params, `req.cookies`, and
 * `req.route`; query and cookies are made when they are first read.
 *
 * The three stand on an object between the request and its prototype, one for all requests of an app (as
 * `app.request` is Express's): properties of the request's own would each cost more than finding the
 * route. What the request has of its own, such as a cookie-parser's `cookies`, goes before them.
 */
export function extendRequest(visit: RouteVisit): void {
  const { req } = visit;
  // Express 4 has it there.
  if (Object.hasOwn(req, 'query')) showQuery(visit, req.query);
  else visit.dropsOwnQuery = true;
  // From a route that the request fell through from.
  if (Object.hasOwn(req, 'route')) Reflect.deleteProperty(req, 'route');

  const prototype = Object.getPrototypeOf(req) as object;
  const view = views.get(prototype) ?? createView(prototype);
  if (view === prototype) return;
  Object.setPrototypeOf(req, view);
  visit.view = view;
}

/**
 * Makes properties of the request's own of them: for a handler that is an Express app, which puts a
 * prototype of its own in the place of ours.
 */
export function makeViewOwn(req: Request): void {
  for (const name of ['query', 'cookies', 'route']) {
    const value: unknown = Reflect.get(req, name);
    if (!Object.hasOwn(req, name) && value !== undefined) replaceProperty(req, name, value);
  }
}

/** By the prototype that each stands on, and by itself. */
const views = new WeakMap<object, object>();

type Read = (req: Request, visit: RouteVisit | undefined) => unknown;

function createView(prototype: object): object {
  const query: Read = (req, visit) => {
    if (!visit) return Reflect.get(prototype, 'query', req);
    if (visit.query === unread) visit.query = withParams(query(visit.req, visit.outer), visit);
    return visit.query;
  };
  const cookies: Read = (req, visit) => {
    if (visit?.cookies === unread) visit.cookies = parseCookies(req.headers.cookie);
    return visit?.cookies;
  };
  const view = Object.create(prototype, {
    ...accessor('query', 'query', query),
    ...accessor('route', 'expressRoute', (_req, visit) => visit?.expressRoute),
    // Where the app's requests have cookies from their prototype, they are the app's.
    ...(!('cookies' in prototype) && accessor('cookies', 'cookies', cookies)),
  }) as object;
  views.set(prototype, view).set(view, view);
  return view;
}

function accessor(name: string, key: 'query' | 'cookies' | 'expressRoute', read: Read) {
  const descriptor: PropertyDescriptor & ThisType<Request> = {
    configurable: true,
    enumerable: true,
    get() {
      return read(this, visitOf(this));
    },
    set(value: unknown) {
      const visit = visitOf(this);
      if (visit) visit[key] = value;
      else Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
    },
  };
  return { [name]: descriptor };
}

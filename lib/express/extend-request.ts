import type { Request } from 'express';
import { parseCookies } from '../request/cookies.js';
import { notComputed, visitOf, type RouteVisit } from '../serving/route-visit.js';
import { defineQuery, withParams } from '../serving/define-query.js';

/**
 * Gives the request what the handlers of a route may expect: `req.query` with the params, and `req.cookies`. Both are
 * made when they are first read. What the request has of its own, such as a cookie-parser's `cookies`, stays.
 */
export function extendRequest(visit: RouteVisit): void {
  const { req } = visit;
  if (!Object.hasOwn(req, 'query')) {
    Object.defineProperty(req, 'query', query);
    visit.ownsQuery = visit.hasLazyQuery = true;
  } else if (visit.parent?.hasLazyQuery && Object.getOwnPropertyDescriptor(req, 'query')?.get === query.get) {
    visit.hasLazyQuery = true;
  } else {
    // Express 4 has it there.
    defineQuery(visit, req.query);
  }
  if (!('cookies' in req)) {
    Object.defineProperty(req, 'cookies', cookies);
    visit.ownsCookies = true;
  }
}

function readQuery(visit: RouteVisit): unknown {
  if (visit.query === notComputed) visit.query = withParams(queryBefore(visit), visit);
  return visit.query;
}

/** Returns what `req.query` was before a visit: where Routers are within each other, with the params of the outer ones. */
function queryBefore({ req, parent: outer }: RouteVisit): unknown {
  return outer?.hasLazyQuery ? readQuery(outer) : inherited(req, 'query');
}

function readCookies(visit: RouteVisit): unknown {
  const { req, parent: outer, ownsCookies } = visit;
  if (visit.cookies === notComputed) {
    visit.cookies = ownsCookies || !outer ? parseCookies(req.headers.cookie) : readCookies(outer);
  }
  return visit.cookies;
}

/** One descriptor for all requests: a property that is defined so costs nearly nothing. */
const query = accessor('query', readQuery);
const cookies = accessor('cookies', readCookies);

function accessor(name: 'query' | 'cookies', read: (visit: RouteVisit) => unknown) {
  const descriptor: PropertyDescriptor & ThisType<Request> = {
    configurable: true,
    enumerable: true,
    get() {
      const visit = visitOf(this);
      return visit ? read(visit) : inherited(this, name);
    },
    set(value: unknown) {
      const visit = visitOf(this);
      if (visit) visit[name] = value;
      else Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
    },
  };
  return descriptor;
}

function inherited(req: Request, name: string): unknown {
  return Reflect.get(Object.getPrototypeOf(req) as object, name, req);
}

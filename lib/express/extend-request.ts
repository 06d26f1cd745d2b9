import type { Request } from 'express';
import { parseCookies } from '../request/cookies.js';
import { notComputed, visitOf, type RouteVisit } from '../serving/route-visit.js';
import { defineQuery, withParams } from '../serving/define-query.js';

/**
 * Adds `req.query` with the params, and `req.cookies`, to the request. Both are computed when they are first read.
 * Cookies that the request already has, such as those of cookie-parser, stay as they are.
 */
export function extendRequest(visit: RouteVisit): void {
  const { req } = visit;
  if (!Object.hasOwn(req, 'query')) {
    Object.defineProperty(req, 'query', queryDescriptor);
    visit.ownsQuery = visit.hasLazyQuery = true;
  } else if (visit.parent?.hasLazyQuery && Object.getOwnPropertyDescriptor(req, 'query')?.get === queryDescriptor.get) {
    visit.hasLazyQuery = true;
  } else {
    // Express 4, or a middleware of the app, has set it on the request itself.
    defineQuery(visit, req.query);
  }
  if (!('cookies' in req)) {
    Object.defineProperty(req, 'cookies', cookiesDescriptor);
    visit.ownsCookies = true;
  }
}

function readQuery(visit: RouteVisit): unknown {
  if (visit.query === notComputed) visit.query = withParams(queryBefore(visit), visit);
  return visit.query;
}

/** Returns the value of `req.query` before a visit, with the params of the visits around it. */
function queryBefore({ req, parent }: RouteVisit): unknown {
  return parent?.hasLazyQuery ? readQuery(parent) : readInherited(req, 'query');
}

function readCookies(visit: RouteVisit): unknown {
  const { req, parent, ownsCookies } = visit;
  if (visit.cookies === notComputed) {
    visit.cookies = ownsCookies || !parent ? parseCookies(req.headers.cookie) : readCookies(parent);
  }
  return visit.cookies;
}

/** The descriptor of `req.query`. All requests share it, because that makes it cheap to define the property. */
const queryDescriptor = createDescriptor('query', readQuery);
const cookiesDescriptor = createDescriptor('cookies', readCookies);

function createDescriptor(name: 'query' | 'cookies', read: (visit: RouteVisit) => unknown) {
  const descriptor: PropertyDescriptor & ThisType<Request> = {
    configurable: true,
    enumerable: true,
    get() {
      const visit = visitOf(this);
      return visit ? read(visit) : readInherited(this, name);
    },
    set(value: unknown) {
      const visit = visitOf(this);
      if (visit) visit[name] = value;
      else Object.defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
    },
  };
  return descriptor;
}

function readInherited(req: Request, name: string): unknown {
  return Reflect.get(Object.getPrototypeOf(req) as object, name, req);
}

import type { Request } from 'express';
import { FsRoutesError } from '../reporting/errors.js';
import { copyParams, mergeQuery } from '../request/merge-query.js';
import { replaceProperty } from '../request/replace-property.js';
import type { Route } from '../types/index.js';
import type { RouteVisit } from './route-visit.js';

/**
 * Returns what a handler sees as `req.query`: the values of the query string with the params on top. A parser's
 * object of another kind (`URLSearchParams`, say) stays what it is, and gets the params as properties.
 *
 * @throws {FsRoutesError} `FSR_QUERY_FIXED` if the params cannot be written there
 */
export function withParams(query: unknown, visit: RouteVisit): unknown {
  const merged = mergeQuery(query, visit);
  // A parser of the app's may return a text, which has no place for params and none that a client could choose.
  if (merged === query && typeof query === 'object') writeParams(query, visit);
  return merged;
}

/**
 * Gives the request a `query` of its own with the params on top, until the visit is over.
 *
 * A middleware of the app may have fixed the property: `Object.defineProperty(req, 'query', { value })` is a common
 * way around the getter of Express 5. Then the params are written into the object that is there, or the client's
 * query string would take their place.
 *
 * @param query the values of the query string
 * @throws {FsRoutesError} `FSR_QUERY_FIXED` if the params cannot be written there either
 */
export function defineQuery(visit: RouteVisit, query: unknown): void {
  const { req } = visit;
  const shown = withParams(query, visit);
  visit.onExit(replaceProperty(req, 'query', shown));
  if (req.query !== shown || (typeof shown !== 'object' && isFixed(req))) writeParams(req.query, visit);
}

/** Which response a query object was written for. One that several requests share cannot hold their params. */
const owners = new WeakMap<object, unknown>();

function writeParams(query: unknown, visit: RouteVisit): void {
  const { req, route } = visit;
  const params = Object.entries(copyParams(visit.params));
  if (params.length === 0) return;
  if (typeof query !== 'object' || query === null) throw queryFixed(route);
  if ((owners.get(query) ?? req.res) !== req.res) throw queryFixed(route);
  owners.set(query, req.res);
  for (const [name, value] of params) {
    const before = Object.getOwnPropertyDescriptor(query, name);
    const isWritten = Reflect.defineProperty(query, name, { ...plain, value });
    if (!isWritten) throw queryFixed(route);
    visit.onExit(() => {
      if (before) Object.defineProperty(query, name, before);
      else Reflect.deleteProperty(query, name);
    });
  }
  // A getter may parse the query string anew each time.
  if (isFixed(req) && req.query !== query) throw queryFixed(route);
}

const plain = { configurable: true, enumerable: true, writable: true };

function isFixed(req: Request): boolean {
  return Object.getOwnPropertyDescriptor(req, 'query')?.configurable === false;
}

function queryFixed({ file }: Route): FsRoutesError {
  const message =
    'A middleware of the app has fixed `req.query`, and the params of the route cannot be written to what it holds.';
  const help =
    "let that middleware define the property as { value, configurable: true, writable: true }, with a new object for each request; or change the query parser with app.set('query parser', …).";
  return new FsRoutesError([{ code: 'FSR_QUERY_FIXED', message, help, files: [file] }], { status: 500 });
}

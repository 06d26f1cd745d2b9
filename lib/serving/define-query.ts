import type { Request } from 'express';
import { FsRoutesError } from '../reporting/errors.js';
import { copyParams, mergeQuery } from '../request/merge-query.js';
import { replaceProperty } from '../request/replace-property.js';
import type { Route } from '../types/index.js';
import type { RouteVisit } from './route-visit.js';

/**
 * Returns the value of `req.query` for handlers: the values of the query string and the params, which win. If the app's
 * query parser returns another kind of object, such as `URLSearchParams`, the params are added to it as properties.
 *
 * @throws {FsRoutesError} `FSR_QUERY_FIXED` if the params cannot be written to that object
 */
export function withParams(query: unknown, visit: RouteVisit): unknown {
  const merged = mergeQuery(query, visit);
  // The app's query parser may return a string. It cannot hold params, so a client cannot choose them in it either.
  if (merged === query && typeof query === 'object') writeParams(query, visit);
  return merged;
}

/**
 * Defines `req.query` with the params until the visit exits.
 *
 * A middleware of the app may have made the property non-configurable: `Object.defineProperty(req, 'query', { value })`
 * is a common way around the getter of Express 5. Then the params are written into the existing object. If they were
 * missing there, a client could choose their values in the query string.
 *
 * @param query the values of the query string
 * @throws {FsRoutesError} `FSR_QUERY_FIXED` if the params cannot be written to the existing object either
 */
export function defineQuery(visit: RouteVisit, query: unknown): void {
  const { req } = visit;
  const merged = withParams(query, visit);
  visit.onExit(replaceProperty(req, 'query', merged));
  if (req.query !== merged || (typeof merged !== 'object' && isFixed(req))) writeParams(req.query, visit);
}

/** The response that params were written for, by query object. An object can hold the params of one request only. */
const owners = new WeakMap<object, unknown>();

function writeParams(query: unknown, visit: RouteVisit): void {
  const { req, route } = visit;
  const params = Object.entries(copyParams(visit.params));
  if (params.length === 0) return;
  if (typeof query !== 'object' || query === null) throw queryFixed(route);
  if ((owners.get(query) ?? req.res) !== req.res) throw queryFixed(route);
  owners.set(query, req.res);
  for (const [name, value] of params) {
    const original = Object.getOwnPropertyDescriptor(query, name);
    const isWritten = Reflect.defineProperty(query, name, { ...plain, value });
    if (!isWritten) throw queryFixed(route);
    visit.onExit(() => {
      if (original) Object.defineProperty(query, name, original);
      else Reflect.deleteProperty(query, name);
    });
  }
  // A getter may return a new object each time.
  if (isFixed(req) && req.query !== query) throw queryFixed(route);
}

const plain = { configurable: true, enumerable: true, writable: true };

function isFixed(req: Request): boolean {
  return Object.getOwnPropertyDescriptor(req, 'query')?.configurable === false;
}

function queryFixed({ file }: Route): FsRoutesError {
  const message =
    'A middleware of the app has defined `req.query` so that the params of the route cannot be written to it.';
  const help =
    "let the middleware define the property as { value, configurable: true, writable: true }, with a new object for each request; or change the query parser with app.set('query parser', …).";
  return new FsRoutesError([{ code: 'FSR_QUERY_FIXED', message, help, files: [file] }], { status: 500 });
}

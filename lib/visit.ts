import type { Request, RequestParamHandler } from 'express';
import type { Params, RouteMatch } from './types.js';

/** One call of `router.param`. */
export interface ParamCallback {
  readonly name: string;
  readonly callback: RequestParamHandler;
}

/** What a callback of `router.param` made of a value. */
export interface ParamOutcome {
  readonly value: string;
  readonly error: unknown;
}

/** One request on its way through one route. */
export interface Visit {
  /** What `req.params` is in the handlers. */
  readonly params: Params;
  /** The request's own URL, where Express was given another spelling of it to match. */
  readonly url: string | undefined;
  /** Of the routes that this one fell through from, too: Express calls each callback once per value. */
  readonly paramOutcomes: Map<ParamCallback, ParamOutcome>;
  /** Whether the handlers, or callbacks of `router.param`, have been reached. */
  hasArrived: boolean;
  /** Whether a handler called `next('router')`. */
  leavesRouter: boolean;
  /** Puts back what `enter` changed. */
  leave(): void;
}

const currentVisit = Symbol('express-pages-api: visit');

type VisitingRequest = Request & { [currentVisit]?: Visit | undefined };

export interface VisitStart {
  readonly match: RouteMatch;
  /** What `req.params` becomes: the same, or merged with those of the mount path. */
  readonly allParams: Params;
  /** Given where Express would not recognise the URL as the client spelled it. */
  readonly urlForExpress: string | undefined;
  /** The visit to the route that this one fell through from. */
  readonly previous: Visit | undefined;
}

/** Begins a visit: `req.query` gets the params. What `visit.leave()` puts back is exactly what was there. */
export function enter(req: VisitingRequest, { match, allParams, urlForExpress, previous }: VisitStart): Visit {
  const outer = req[currentVisit];
  const restoreQuery = replaceQuery(req, mergeQuery(req.query, match));
  const visit: Visit = {
    params: allParams,
    url: urlForExpress === undefined ? undefined : req.url,
    paramOutcomes: previous?.paramOutcomes ?? new Map<ParamCallback, ParamOutcome>(),
    hasArrived: false,
    leavesRouter: false,
    leave() {
      restoreUrl(req, visit);
      req[currentVisit] = outer;
      restoreQuery();
    },
  };
  req[currentVisit] = visit;
  if (urlForExpress !== undefined) req.url = urlForExpress;
  return visit;
}

/**
 * Called before the first code of the user's in a route: from here on `req.params` and `req.url` are
 * the route's and the client's, whatever Express made of them while it matched.
 */
export function arrive(req: VisitingRequest): Visit {
  const visit = req[currentVisit]!;
  if (!visit.hasArrived) {
    req.params = visit.params as Request['params'];
    restoreUrl(req, visit);
  }
  return visit;
}

function restoreUrl(req: Request, visit: Visit): void {
  if (!visit.hasArrived && visit.url !== undefined) req.url = visit.url;
  visit.hasArrived = true;
}

/**
 * Sets `req.query`, and returns what puts back the property that was there: Express 5 has a getter on
 * the prototype, Express 4 a value of the request's own, and apps on Express 5 often a value that they
 * defined themselves and that cannot be defined again.
 */
function replaceQuery(req: Request, query: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(req, 'query');
  if (own?.configurable === false) {
    const before: unknown = req.query;
    Reflect.set(req, 'query', query);
    return () => void Reflect.set(req, 'query', before);
  }
  Object.defineProperty(req, 'query', { value: query, configurable: true, enumerable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(req, 'query', own);
    else delete (req as Partial<Request>).query;
  };
}

/**
 * The query string's values with the params on top. A parser of the app's own that returns something
 * other than a plain object (`URLSearchParams`, say) is left alone.
 */
function mergeQuery(query: unknown, { route, params }: RouteMatch): unknown {
  if (query === undefined || query === null) return { ...params };
  const prototype: unknown = Object.getPrototypeOf(query);
  if (typeof query !== 'object' || (prototype !== Object.prototype && prototype !== null)) return query;

  const merged = Object.create(prototype) as Record<string, unknown>;
  const last = route.segments.at(-1);
  for (const [name, value] of Object.entries(query)) {
    // An assignment to it would change the prototype; Next.js drops it too.
    if (name === '__proto__') continue;
    // Next.js takes an empty value for "no segments" where an optional catch-all has the same name.
    if (value === '' && last?.kind === 'optional-catch-all' && last.name === name) continue;
    merged[name] = value;
  }
  return Object.assign(merged, params);
}

import type { Request, RequestParamHandler } from 'express';
import { defineCookies } from './cookies.js';
import type { RequestView } from './mode.js';
import type { Params, RouteMatch } from './types.js';

/** One call of `router.param`. */
export interface ParamCallback {
  readonly name: string;
  readonly callback: RequestParamHandler;
}

/** What a callback of `router.param` made of a value. */
export interface ParamOutcome {
  readonly matched: string;
  /** `req.params[name]` after it: a callback may put a record in the place of its id. */
  readonly value: unknown;
  readonly error: unknown;
}

/** One request on its way through one route. */
export interface Visit {
  readonly match: RouteMatch;
  /** Of the routes that this one fell through from, too: Express calls each callback once per value. */
  readonly paramOutcomes: Map<ParamCallback, ParamOutcome>;
  /** Whether a handler called `next('router')`. */
  leavesRouter: boolean;
  /** Called before the first code of the user's, after Express has set what it thinks right. */
  arrive(): void;
  /** Puts back everything as it was before `enter`. Answers false when that was done before. */
  leave(): boolean;
}

const currentVisit = Symbol('express-pages-api: visit');

type VisitingRequest = Request & { [currentVisit]?: Visit | undefined };

export interface VisitStart {
  readonly match: RouteMatch;
  readonly view: RequestView;
  /** What `req.params` becomes: the route's, merged with those of the mount path where that is asked for. */
  readonly params: Params;
  /** Given where Express would not recognise the URL as the client spelled it. */
  readonly urlForExpress: string | undefined;
  /** The visit to the route that this one fell through from. */
  readonly previous: Visit | undefined;
}

/** Begins a visit, and gives the request what the handlers see of it. */
export function enter(req: VisitingRequest, { match, view, params, urlForExpress, previous }: VisitStart): Visit {
  const { url, baseUrl } = req;
  const outer = req[currentVisit];
  const restoreQuery = replaceQuery(req, view.query);
  const restoreCookies = defineCookies(req, view.ownCookies);
  let isOver = false;

  if (urlForExpress !== undefined) req.url = urlForExpress;
  const visit: Visit = {
    match,
    paramOutcomes: previous?.paramOutcomes ?? new Map<ParamCallback, ParamOutcome>(),
    leavesRouter: false,
    arrive() {
      req.params = params as Request['params'];
      req.url = view.url;
      req.baseUrl = view.baseUrl;
    },
    leave() {
      if (isOver) return false;
      isOver = true;
      restoreQuery();
      restoreCookies();
      req.url = url;
      req.baseUrl = baseUrl;
      if (outer) req[currentVisit] = outer;
      else delete req[currentVisit];
      return true;
    },
  };
  req[currentVisit] = visit;
  return visit;
}

/** The visit under way; none once a handler that goes on twice has left the route. */
export function visitOf(req: VisitingRequest): Visit | undefined {
  return req[currentVisit];
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

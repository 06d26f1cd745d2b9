import type { NextFunction, Request, Response } from 'express';
import type { RouteSource, RouteSnapshot } from './route-source.js';
import { copyParams } from '../request/merge-query.js';
import type { RequestConventions, ResolvedPathname } from './conventions.js';
import { RouteVisit } from './route-visit.js';

/** One request, and the ways to go on with it. */
export interface RequestContext {
  readonly req: Request;
  readonly res: Response;
  readonly next: NextFunction;
  /** What `next('router')` of a handler means: to go on after the Router that the app mounted. */
  readonly leaveRouter: () => void;
  /** Whether handlers may be called without an Express Router around them. */
  readonly isDirect: boolean;
}

export interface ServeSettings {
  readonly conventions: RequestConventions;
  readonly source: RouteSource;
  readonly mergeParams: boolean;
}

export type Serve = (exchange: RequestContext) => void;

/** The way of a request. */
export function serveRequests({ conventions, source, mergeParams }: ServeSettings): Serve {
  function serve(exchange: RequestContext): void {
    if (source.pendingReload) void serveAfter(source.pendingReload, exchange);
    else serveFrom(source.current, exchange, 0);
  }

  async function serveAfter(awaited: Promise<void>, exchange: RequestContext): Promise<void> {
    try {
      await awaited;
    } catch (error) {
      return exchange.next(error);
    }
    serve(exchange);
  }

  /** Gives the request to the `nth` best of the routes that match it. */
  function serveFrom(table: RouteSnapshot, exchange: RequestContext, nth: number, previous?: RouteVisit): void {
    const { req, res, next } = exchange;
    let resolved: ResolvedPathname;
    let found: ReturnType<typeof table.match>;
    // Also called by timers and promises, where nobody would catch.
    try {
      resolved = conventions.resolvePathname(req, res);
      if (resolved.kind === 'answered') return;
      if (resolved.kind === 'pathname') found = table.match(resolved.pathname, nth);
    } catch (error) {
      return next(error);
    }
    if (!found || resolved.kind === 'unmatchable') return next();
    const { pathname } = resolved;
    const { entry, params } = found;
    const pending = table.pending ?? table.pendingRoutes?.get(entry.route.file);
    // A request that a route of this table has had already is not served from the start again.
    if (pending && previous) return serveFrom(table, exchange, nth + 1, previous);
    if (pending) return void serveAfter(pending, exchange);
    const seenParams = mergeParams ? { ...req.params, ...copyParams(params) } : copyParams(params);
    const visit = new RouteVisit(req, entry.route, params, seenParams, previous);

    const finish = (error?: unknown): void => {
      if (!visit.exit()) return;
      if (error && error !== 'route') return next(error);
      if (visit.leavesRouter) return exchange.leaveRouter();
      serveFrom(table, exchange, nth + 1, visit);
    };
    // A request leaves an Express Router in a later turn: what a handler does after `next()` is done before.
    const done: NextFunction = exchange.isDirect ? (error?: unknown) => void setImmediate(finish, error) : finish;
    try {
      if (exchange.isDirect) entry.dispatch(visit, res, done);
      else entry.dispatchThroughRouter(visit, pathname, res, done);
    } catch (error) {
      done(error);
    }
  }

  return serve;
}

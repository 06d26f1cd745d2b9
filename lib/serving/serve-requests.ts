import type { NextFunction, Request, Response } from 'express';
import type { RouteSource, RouteSnapshot } from './route-source.js';
import { copyParams } from '../request/merge-query.js';
import type { RequestConventions, ResolvedPathname } from './conventions.js';
import { takesMethod } from '../routing/route-table.js';
import { RouteVisit } from './route-visit.js';
import type { Settings } from './settings.js';

/** A request with its response and the callbacks to call when no route has answered it. */
export interface RequestContext {
  readonly req: Request;
  readonly res: Response;
  readonly next: NextFunction;
  /** Leaves the Router that the app mounted, as `next('router')` in a handler does. */
  readonly leaveRouter: () => void;
  /** Is `true` if handlers may be called without a Router of Express around them. */
  readonly isDirect: boolean;
}

export interface ServeSettings {
  readonly conventions: RequestConventions;
  readonly source: RouteSource;
  readonly settings: Settings;
}

export type Serve = (context: RequestContext) => void;

/**
 * Returns a function that serves a request. It finds the best route that matches and visits it. If the handlers call
 * `next()`, it visits the next route that matches. After the last one, it calls the `next()` of the app.
 */
export function serveRequests({ conventions, source, settings }: ServeSettings): Serve {
  const { mergeParams, fallThrough405 } = settings;
  const { mountsRouters } = settings.conventions;
  function serve(context: RequestContext): void {
    if (source.pendingReload) void serveAfter(source.pendingReload, context);
    else serveFrom(source.current, context, 0);
  }

  async function serveAfter(pending: Promise<void>, context: RequestContext): Promise<void> {
    try {
      await pending;
    } catch (error) {
      return context.next(error);
    }
    serve(context);
  }

  /**
   * Dispatches the request to the best route that matches.
   *
   * @param skip the number of better routes to skip, because the request fell through them
   */
  function serveFrom(snapshot: RouteSnapshot, context: RequestContext, skip: number, previous?: RouteVisit): void {
    const { req, res, next } = context;
    let resolved: ResolvedPathname;
    let found: ReturnType<typeof snapshot.match>;
    // Timers and promises call this function too, and would not catch an error that it throws.
    try {
      resolved = conventions.resolvePathname(req, res);
      if (resolved.kind === 'answered') return;
      if (resolved.kind === 'pathname') {
        const isLoading = mountsRouters && snapshot.pending !== undefined;
        found = snapshot.match(resolved.pathname, skip, isLoading);
      }
    } catch (error) {
      return next(error);
    }
    if (!found || resolved.kind === 'unmatchable') return next();
    const { pathname } = resolved;
    const { entry, params } = found;
    const pending = snapshot.pending ?? snapshot.pendingRoutes?.get(entry.route.file);
    // A request that has visited a route of this snapshot does not start again: it skips routes that are pending.
    if (pending && previous) return serveFrom(snapshot, context, skip + 1, previous);
    if (pending) return void serveAfter(pending, context);
    // As in Express, a route that does not have the method is passed by, and none of its middleware runs.
    if (fallThrough405 && !takesMethod(entry.route, req.method))
      return serveFrom(snapshot, context, skip + 1, previous);
    const paramsForHandlers = mergeParams ? { ...req.params, ...copyParams(params) } : copyParams(params);
    const visit = new RouteVisit(req, entry.route, params, paramsForHandlers, previous);

    const finish = (error?: unknown): void => {
      if (!visit.exit()) return;
      if (error && error !== 'route') return next(error);
      if (visit.leavesRouter) return context.leaveRouter();
      serveFrom(snapshot, context, skip + 1, visit);
    };
    // As with an Express Router, the request leaves in a later turn: first, the handler finishes what it does after
    // `next()`.
    const done: NextFunction = context.isDirect ? (error?: unknown) => void setImmediate(finish, error) : finish;
    try {
      if (context.isDirect) entry.dispatch(visit, res, done);
      else entry.dispatchThroughRouter(visit, pathname, res, done);
    } catch (error) {
      done(error);
    }
  }

  return serve;
}

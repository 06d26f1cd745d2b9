import express from 'express';
import type { NextFunction, Request, RequestHandler, RequestParamHandler, Response, Router } from 'express';
import { detectTracing, hasListeners } from './detect-tracing.js';
import type { RouteSource } from './route-source.js';
import type { Settings } from './settings.js';
import { createListedRouter, routeLister } from './list-routes.js';
import type { Serve } from './serve-requests.js';
import type { FsRouter } from '../types/index.js';
import type { ParamCallback } from './route-visit.js';

export interface FsRouterParts extends Pick<FsRouter, 'ready' | 'close'> {
  readonly serve: Serve;
  readonly source: RouteSource;
  readonly settings: Settings;
  /** The list to which `router.param` adds the callbacks of the app. */
  readonly paramCallbacks: ParamCallback[];
}

/** Creates the Router that `fsRoutes` returns: that of `createRouter`, with `routes`, `match`, `ready` and `close`. */
export function createFsRouter({ serve, source, settings, paramCallbacks, ready, close }: FsRouterParts): FsRouter {
  const router = createRouter(serve, source, settings);
  const routerParam = router.param.bind(router);
  function param(name: string, callback: RequestParamHandler): FsRouter {
    // For routes that the app adds to this Router, and for those of the files.
    routerParam(name, callback);
    paramCallbacks.push({ name, callback });
    return fsRouter;
  }
  const match: FsRouter['match'] = (pathname) => {
    const found = source.current.match(pathname);
    return found && { route: found.entry.route, params: found.params };
  };
  const routes = { get: () => source.current.routes, enumerable: true, configurable: true };
  const own = Object.defineProperty({ ready, match, close, param }, 'routes', routes);
  const fsRouter = Object.defineProperties(router, Object.getOwnPropertyDescriptors(own)) as FsRouter;
  return fsRouter;
}

/** A Router with `handle`: an app, and tools that wrap it, call a mounted Router by that name. */
type HandlingRouter = Router & { handle: (...args: Parameters<RequestHandler>) => void };

/** Creates the Router that the app mounts. It passes requests to `serve`. */
function createRouter(serve: Serve, source: RouteSource, settings: Settings): Router {
  const isTraced = settings.tracing ?? detectTracing(express.Router);
  const isDirect = () => !isTraced && !hasListeners();
  const router = express.Router(settings) as HandlingRouter;
  // A property, because bundlers rename functions and tracing tools show the name.
  const middleware = {
    fsRoutes: (req: Request, res: Response, next: NextFunction): void => {
      serve({ req, res, next, leaveRouter: () => next('router'), isDirect: isDirect() });
    },
  };
  router.use(middleware.fsRoutes);
  // Not for tools that were detected: each request without a route would have one span more than with routes written
  // by hand.
  if (settings.tracing) router.use(createListedRouter(source.current));
  Object.assign(router, routeLister(router, source, settings.tracing === true));

  // While the app has added nothing to this Router, to go through it costs more than to find the file. This replaces
  // `handle`, and does not put a function in front of the Router, because tools wrap `handle` of what is mounted, and
  // name the mount path by that. `stack` is only counted: it grows with each public method that adds to a Router.
  const { handle } = router;
  const ownLayers = countLayers(router);
  router.handle = (req, res, next) => {
    // Outside an Express app, a Router also sets what an app would have set.
    const needsExpress = countLayers(router) !== ownLayers || (req.baseUrl as string | undefined) === undefined;
    if (needsExpress) handle.call(router, req, res, next);
    else serve({ req, res, next, leaveRouter: next, isDirect: isDirect() });
  };
  return router;
}

function countLayers({ stack }: Router): number {
  return stack.length;
}

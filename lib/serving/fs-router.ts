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

/** Creates the Router that `fsRoutes` returns, with `routes`, `match`, `ready` and `close`. */
export function createFsRouter({ serve, source, settings, paramCallbacks, ready, close }: FsRouterParts): FsRouter {
  const router = createRouter(serve, source, settings);
  const routerParam = router.param.bind(router);
  function param(name: string, callback: RequestParamHandler): FsRouter {
    // Once for routes that the app adds to this Router, and once for those of the files.
    routerParam(name, callback);
    paramCallbacks.push({ name, callback });
    return fsRouter;
  }
  const match: FsRouter['match'] = (pathname) => {
    const found = source.current.match(pathname);
    return found && { route: found.entry.route, params: found.params };
  };
  const routes = { get: () => source.current.routes, enumerable: true, configurable: true };
  const ownProperties = Object.defineProperty({ ready, match, close, param }, 'routes', routes);
  const fsRouter = Object.defineProperties(router, Object.getOwnPropertyDescriptors(ownProperties)) as FsRouter;
  return fsRouter;
}

/** A Router with `handle`, the method that an app, and tools that wrap it, call on a mounted Router. */
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
  // Not for tools that were detected: each request without a route would have one span more than in an app whose routes
  // are written by hand.
  if (settings.tracing) router.use(createListedRouter(source.current.routes));
  Object.assign(router, routeLister(router, source, settings.tracing === true));

  // Going through this Router costs more than finding the file, and is only needed if the app has added something to
  // it. `handle` is replaced, instead of a function in front of the Router, because tools wrap `handle` of what is
  // mounted, and name the mount path with it. `stack` is only counted: it grows with each public method that adds a
  // layer.
  const { handle } = router;
  const ownLayers = countLayers(router);
  router.handle = (req, res, next) => {
    // Outside an Express app, only the Router sets `req.baseUrl` and the like.
    const needsExpress = countLayers(router) !== ownLayers || (req.baseUrl as string | undefined) === undefined;
    if (needsExpress) handle.call(router, req, res, next);
    else serve({ req, res, next, leaveRouter: next, isDirect: isDirect() });
  };
  return router;
}

function countLayers({ stack }: Router): number {
  return stack.length;
}

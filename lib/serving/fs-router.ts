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
  /** Gets what the app registers with `param`. */
  readonly paramCallbacks: ParamCallback[];
}

/** The Router that the app gets, with what it tells of the routes. */
export function createFsRouter({ serve, source, settings, paramCallbacks, ready, close }: FsRouterParts): FsRouter {
  const router = createRouter(serve, source, settings);
  const routerParam = router.param.bind(router);
  function param(name: string, callback: RequestParamHandler): FsRouter {
    // For routes that the app itself adds to this Router, and for ours.
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

/** `handle` by its name is what an app, and tools that wrap it, call of a mounted Router. */
type HandlingRouter = Router & { handle: (...args: Parameters<RequestHandler>) => void };

/** The Router that the app mounts. */
function createRouter(serve: Serve, source: RouteSource, settings: Settings): Router {
  const isTraced = settings.tracing ?? detectTracing(express.Router);
  const isDirect = () => !isTraced && !hasListeners();
  const router = express.Router(settings) as HandlingRouter;
  // A method, because bundlers rename functions and tracing tools show the name.
  const gate = {
    fsRoutes(req: Request, res: Response, next: NextFunction): void {
      serve({ req, res, next, leaveRouter: () => next('router'), isDirect: isDirect() });
    },
  };
  router.use(gate.fsRoutes);
  // Not for tools that were found: each miss would have a span more than with routes written by hand.
  if (settings.tracing) router.use(createListedRouter(source.current.routes));
  Object.assign(router, routeLister(router, source, settings.tracing === true));

  // As long as it holds nothing but the files, the way through Express's Router costs more than to find the file. No
  // function in front of it: tools wrap `handle` of what is mounted, and name the mount path by that. `stack` is only
  // counted, as the one thing that grows with each public method that adds to a Router.
  const { handle } = router;
  const ownLayers = layersOf(router);
  router.handle = (req, res, next) => {
    // Outside of an Express app, a Router also sets what an app would have set.
    const needsExpress = layersOf(router) !== ownLayers || (req.baseUrl as string | undefined) === undefined;
    if (needsExpress) handle.call(router, req, res, next);
    else serve({ req, res, next, leaveRouter: next, isDirect: isDirect() });
  };
  return router;
}

function layersOf({ stack }: Router): number {
  return stack.length;
}

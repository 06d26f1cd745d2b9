import { METHODS } from 'node:http';
import express from 'express';
import type { IRoute, NextFunction, Request, RequestHandler, Response, Router } from 'express';
import type { Route } from '../types/index.js';

/**
 * Creates a Router that has every route by its path but handles no request. Tools that list the routes of an app look
 * into its Routers.
 */
export function createListedRouter(routes: readonly Route[]): Router {
  const router = express.Router();
  // A property, because bundlers rename functions and tracing tools show the name.
  const middleware = {
    fsRoutes: (_req: Request, _res: Response, next: NextFunction): void => {
      next('router');
    },
  };
  router.use(middleware.fsRoutes);
  for (const { expressPath, methods } of routes) addMethods(router.route(expressPath), methods);
  return router;
}

function addMethods(route: IRoute, methods: readonly string[]): void {
  const callNext: RequestHandler = (_req, _res, next) => next();
  // While files are still loading, their methods are not known.
  if (methods.length === 0 || methods.includes('*')) route.all(callNext);
  else {
    // Express has a method for QUERY only where Node.js knows it.
    for (const method of methods) if (METHODS.includes(method)) route[method.toLowerCase() as 'get'](callNext);
  }
}

/** One path in the list that `router.listRoutes()` of Express returns. */
interface ListedRoute {
  readonly path: string | RegExp;
  /** The methods of the path, `*` for every method, or `undefined` for a mounted Router. */
  readonly methods: readonly string[] | undefined;
  readonly router: Router | undefined;
}

type ListingRouter = Router & { listRoutes?: () => ListedRoute[] };

/**
 * Returns an object with the method `listRoutes` for the Router, which lists the files and the routes that the app has
 * added. Express has that method from version 5.3 on; for other versions, the object is empty.
 *
 * @param router the Router that `fsRoutes` returns
 * @param source the source of the current routes
 * @param hasListedRouter `true` if the first Router in it is that of `createListedRouter`
 */
export function routeLister(
  router: ListingRouter,
  source: { readonly current: { readonly routes: readonly Route[] } },
  hasListedRouter: boolean,
): Partial<Pick<ListingRouter, 'listRoutes'>> {
  const listAll = router.listRoutes?.bind(router);
  if (!listAll) return {};
  return {
    listRoutes(): ListedRoute[] {
      const files = source.current.routes.map(({ expressPath, methods }) => ({
        path: expressPath,
        methods,
        router: undefined,
      }));
      // Express lists the Router of `createListedRouter` first. Tools wrap it, so it cannot be compared by identity.
      return [...files, ...listAll().slice(hasListedRouter ? 1 : 0)];
    },
  };
}

import express from 'express';
import type { IRoute, NextFunction, Request, RequestHandler, Response, Router } from 'express';
import type { Route } from '../types/index.js';

/**
 * A Router that holds every route by its path and takes no request: for tools that list what an app has
 * by looking into its Routers.
 */
export function createListedRouter(routes: readonly Route[]): Router {
  const router = express.Router();
  // A method, because bundlers rename functions and tracing tools show the name.
  const nobody = {
    fsRoutes(_req: Request, _res: Response, next: NextFunction): void {
      next('router');
    },
  };
  router.use(nobody.fsRoutes);
  for (const { expressPath, methods } of routes) listMethods(router.route(expressPath), methods);
  return router;
}

function listMethods(route: IRoute, methods: readonly string[]): void {
  const goOn: RequestHandler = (_req, _res, next) => next();
  // None are known while files are still loading.
  if (methods.length === 0 || methods.includes('*')) route.all(goOn);
  else for (const method of methods) route[method.toLowerCase() as 'get'](goOn);
}

/** What `router.listRoutes()` of Express has for one path. */
interface ListedRoute {
  readonly path: string | RegExp;
  /** `*` for every method; none for a mounted Router. */
  readonly methods: readonly string[] | undefined;
  readonly router: Router | undefined;
}

type ListingRouter = Router & { listRoutes?: () => ListedRoute[] };

/**
 * `listRoutes` for a Router of files: those, and what the app has added. Express has it from 5.3 on.
 *
 * @param table has the routes as they are now
 * @param hasListed whether the first Router within it is that of `createListedRouter`
 */
export function routeLister(
  router: ListingRouter,
  table: { readonly current: { readonly routes: readonly Route[] } },
  hasListed: boolean,
) {
  const listAll = router.listRoutes?.bind(router);
  if (!listAll) return {};
  return {
    listRoutes(): ListedRoute[] {
      const files = table.current.routes.map(({ expressPath, methods }) => ({
        path: expressPath,
        methods,
        router: undefined,
      }));
      // The listed Router is the first that Express has here; compared by itself it would not be, for tools wrap it.
      return [...files, ...listAll().slice(hasListed ? 1 : 0)];
    },
  };
}

import express from 'express';
import type { NextFunction, Request, RequestHandler, RequestParamHandler, Response, Router } from 'express';
import { throwIfAny, type Problem } from './errors.js';
import { expressMode } from './express-mode.js';
import { loadModules, type LoadedModules } from './load-module.js';
import { createMatcher, type Matcher } from './match-route.js';
import type { Mode } from './mode.js';
import { nextMode } from './next/next-mode.js';
import { readNextModule } from './next/read-module.js';
import { resolveOptions } from './options.js';
import { readRouteModule } from './read-route-module.js';
import { patternSyntax, RouteRouters } from './route-routers.js';
import { createRouteTable } from './route-table.js';
import { resolveDirectory, scanRoutes } from './scan-routes.js';
import { nextSpellings, spellings } from './static-name.js';
import type { FsRouter, FsRoutesOptions, RouteMatch } from './types.js';
import { enter, type Visit } from './visit.js';
import { warn } from './warn.js';

/**
 * Serves a folder of route files. Every file answers at its own URL, by the conventions of Next.js API
 * routes; a request that no file answers goes on to the next middleware.
 *
 * Scans, checks and loads at once, so that whatever is wrong with the folder fails at start-up. Only
 * files that need `import()` (top-level await) are still loading when it returns: see `ready`.
 *
 * @param source the folder: a path relative to `process.cwd()`, an absolute path, or a `file:` URL
 * @throws {FsRoutesError} one error with everything that is wrong; the README explains each code
 * @example app.use('/api', fsRoutes('./api'))
 * @example app.use('/api', fsRoutes(new URL('./api', import.meta.url), { caseSensitive: true }))
 */
export function fsRoutes(source: string | URL, options: FsRoutesOptions = {}): FsRouter {
  const settings = resolveOptions(options);
  const directory = resolveDirectory(source);
  const isNext = settings.compat === 'next';
  const mode = isNext ? nextMode(settings.body, settings.onError) : expressMode(settings.body);
  const readModule = isNext ? readNextModule : readRouteModule;

  const problems: Problem[] = [];
  const files = scanRoutes(directory, settings, problems);
  const syntax = patternSyntax();
  const routes = createRouteTable(files, { caseSensitive: settings.caseSensitive, syntax, isNext }, problems);
  const loaded = loadModules(files, { directory, importModule: settings.importModule, readModule }, problems);
  throwIfAny(problems, directory);
  if (files.length === 0) {
    warn('FSR_NO_ROUTES', `There is no route file in ${directory} (endings: ${settings.extensions.join(' ')}).`);
  }

  const match = createMatcher(routes, {
    caseSensitive: settings.caseSensitive,
    strict: settings.strict,
    spellings: isNext ? nextSpellings : spellings,
  });
  const routeRouters = new RouteRouters(mode.handlers);
  const router = express.Router(settings);
  router.use(serveRoutes({ mode, match, routeRouters, loaded, mergeParams: settings.mergeParams }));
  return asFsRouter(router, routeRouters, {
    routes: Object.freeze(routes),
    ready: loaded.pending ?? Promise.resolve(),
    match: (pathname) => match(pathname),
  });
}

interface Serving {
  readonly mode: Mode;
  readonly match: Matcher;
  readonly routeRouters: RouteRouters;
  readonly loaded: LoadedModules;
  readonly mergeParams: boolean;
}

/** The way of a request. */
function serveRoutes({ mode, match, routeRouters, loaded, mergeParams }: Serving): RequestHandler {
  let isLoading = loaded.pending !== undefined;
  loaded.pending?.then(
    () => (isLoading = false),
    (error: unknown) => warn('FSR_LOAD_FAILED', String(error)),
  );

  /** Gives the request to the `nth` best of the routes that match it. */
  function serve(req: Request, res: Response, next: NextFunction, nth: number, previous?: Visit): void {
    // Also called by timers and promises, where nobody would catch.
    try {
      const pathname = mode.locate(req, res);
      if (pathname === null) return;
      const found = pathname === undefined ? undefined : match(pathname, nth);
      if (!found) return next();
      if (isLoading) void serveWhenLoaded(req, res, next);
      else visit(found, pathname!, req, res, next, nth, previous);
    } catch (error) {
      next(error);
    }
  }

  async function serveWhenLoaded(req: Request, res: Response, next: NextFunction): Promise<void> {
    try {
      await loaded.pending;
    } catch (error) {
      return next(error);
    }
    serve(req, res, next, 0);
  }

  function visit(
    found: RouteMatch,
    pathname: string,
    req: Request,
    res: Response,
    next: NextFunction,
    nth: number,
    previous?: Visit,
  ): void {
    const { route, params } = found;
    const { router, spell } = routeRouters.get(route, loaded.modules.get(route.file)!);
    const spelled = spell(pathname);
    const visit = enter(req, {
      match: found,
      view: mode.view(req, found),
      params: mergeParams ? { ...req.params, ...params } : { ...params },
      urlForExpress: spelled === req.path ? undefined : spelled,
      previous,
    });
    router(req, res, function done(error?: unknown) {
      if (!visit.leave()) return;
      if (error) return next(error);
      if (visit.leavesRouter) return next('router');
      serve(req, res, next, nth + 1, visit);
    });
  }

  return function fsRoutes(req, res, next) {
    serve(req, res, next, 0);
  };
}

/** Adds to an Express Router what an `FsRouter` has more. */
function asFsRouter(
  router: Router,
  routeRouters: RouteRouters,
  own: Pick<FsRouter, 'routes' | 'ready' | 'match'>,
): FsRouter {
  const routerParam = router.param.bind(router);
  function param(name: string, callback: RequestParamHandler): FsRouter {
    // For routes that the app itself adds to this Router, and for ours.
    routerParam(name, callback);
    routeRouters.param(name, callback);
    return fsRouter;
  }
  const fsRouter = Object.assign(router, own, { param }) as FsRouter;
  return fsRouter;
}

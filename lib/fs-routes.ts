import express from 'express';
import type { NextFunction, Request, RequestParamHandler, Response, Router } from 'express';
import { throwIfAny, type Problem } from './errors.js';
import { expressMode } from './express-mode.js';
import { findTracing, hasListeners } from './find-tracing.js';
import { loadModules, type LoadedModules } from './load-module.js';
import { createMatcher, type Matcher } from './match-route.js';
import { copyParams } from './merge-query.js';
import type { Mode } from './mode.js';
import { nextMode } from './next/next-mode.js';
import { readNextModule } from './next/read-module.js';
import { resolveOptions, type Settings } from './options.js';
import { readMiddleware } from './read-middleware.js';
import { readRouteModule } from './read-route-module.js';
import { createListedRouter, routeLister } from './route-lists.js';
import { completeRoutes, createRouteTable } from './route-table.js';
import { resolveDirectory, scanRoutes, type ScannedFiles } from './scan-routes.js';
import { patternSyntax, ServedRoute } from './served-route.js';
import { withShortcut, type Exchange } from './shortcut.js';
import { nextSpellings, spellings } from './static-name.js';
import type { FsRouter, FsRoutesOptions, Route } from './types.js';
import { Visit, type ParamCallback } from './visit.js';
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
  const problems: Problem[] = [];
  const files = scanRoutes(directory, settings, problems);
  if (files.routeFiles.length === 0) {
    warn('FSR_NO_ROUTES', `There is no route file in ${directory} (endings: ${settings.extensions.join(' ')}).`);
  }
  return serveFiles(directory, files, settings, problems);
}

/**
 * Serves files of a folder, all that the scan found or some of them.
 *
 * @param problems what the scan found wrong; thrown together with what is wrong with the files
 */
export function serveFiles(
  directory: string,
  files: ScannedFiles,
  settings: Settings,
  problems: Problem[] = [],
): FsRouter {
  const isNext = settings.compat === 'next';
  const { routes, loaded } = readFiles(directory, files, settings, problems);

  const mode = isNext ? nextMode(settings.body, settings.onError) : expressMode(settings.body);
  const paramCallbacks: ParamCallback[] = [];
  const serving = { mode, modules: loaded.modules, paramCallbacks };
  const match = createMatcher(
    routes.map((route) => new ServedRoute(route, serving)),
    {
      caseSensitive: settings.caseSensitive,
      strict: settings.strict,
      spellings: isNext ? nextSpellings : spellings,
    },
  );
  const serve = serveRoutes({ mode, match, loaded, mergeParams: settings.mergeParams });
  return asFsRouter(createRouter(serve, routes, settings), paramCallbacks, {
    routes: Object.freeze(routes),
    ready: loaded.pending ?? Promise.resolve(),
    match(pathname) {
      const found = match(pathname);
      return found && { route: found.entry.route, params: found.params };
    },
  });
}

/** Checks and loads; throws everything that is wrong as one error. */
function readFiles(directory: string, files: ScannedFiles, settings: Settings, problems: Problem[]) {
  const { caseSensitive, importModule } = settings;
  const isNext = settings.compat === 'next';
  const routes = createRouteTable(files, { caseSensitive, syntax: patternSyntax(), isNext }, problems);
  const readRoute = isNext ? readNextModule : readRouteModule;
  const { modules, pending } = loadModules(files, { directory, importModule, readRoute, readMiddleware }, problems);
  throwIfAny(problems, directory);
  const complete = () => completeRoutes(routes, modules);
  if (!pending) complete();
  return { routes, loaded: { modules, pending: pending?.then(complete) } };
}

type Serve = (exchange: Exchange) => void;

/** The Router that the app mounts, and where no tracing tool is there a way past it. */
function createRouter(serve: Serve, routes: readonly Route[], settings: Settings): Router {
  const isTraced = settings.tracing ?? findTracing(express.Router);
  const isDirect = () => !isTraced && !hasListeners();
  const router = express.Router(settings);
  // A method, because bundlers rename functions and tracing tools show the name.
  const gate = {
    fsRoutes(req: Request, res: Response, next: NextFunction): void {
      serve({ req, res, next, leaveRouter: () => next('router'), isDirect: isDirect() });
    },
  };
  router.use(gate.fsRoutes);
  // Not for tools that were found: each miss would have a span more than with routes written by hand.
  if (settings.tracing) router.use(createListedRouter(routes));
  Object.assign(router, routeLister(router, routes, settings.tracing === true));
  return isTraced ? router : withShortcut(router, serve, isDirect);
}

interface ServeSettings {
  readonly mode: Mode;
  readonly match: Matcher<ServedRoute>;
  readonly loaded: LoadedModules;
  readonly mergeParams: boolean;
}

/** The way of a request. */
function serveRoutes({ mode, match, loaded, mergeParams }: ServeSettings): Serve {
  let isLoading = loaded.pending !== undefined;
  loaded.pending?.then(
    () => (isLoading = false),
    (error: unknown) => warn('FSR_LOAD_FAILED', String(error)),
  );

  /** Gives the request to the `nth` best of the routes that match it. */
  function serve(exchange: Exchange, nth = 0, previous?: Visit): void {
    const { req, res, next } = exchange;
    let pathname: string | undefined | null;
    let found: ReturnType<typeof match>;
    // Also called by timers and promises, where nobody would catch.
    try {
      pathname = mode.locate(req, res);
      if (pathname === null) return;
      if (pathname !== undefined) found = match(pathname, nth);
    } catch (error) {
      return next(error);
    }
    if (!found || pathname === undefined) return next();
    if (isLoading) return void serveWhenLoaded(exchange);
    const { entry, params } = found;
    const seenParams = mergeParams ? { ...req.params, ...copyParams(params) } : copyParams(params);
    visit(new Visit(req, entry.route, params, seenParams, previous), entry, pathname, exchange, nth);
  }

  async function serveWhenLoaded(exchange: Exchange): Promise<void> {
    try {
      await loaded.pending;
    } catch (error) {
      return exchange.next(error);
    }
    serve(exchange);
  }

  function visit(visit: Visit, route: ServedRoute, pathname: string, exchange: Exchange, nth: number): void {
    const { res, next, leaveRouter, isDirect } = exchange;

    function done(error?: unknown): void {
      if (!visit.leave()) return;
      if (error && error !== 'route') return next(error);
      if (visit.leavesRouter) return leaveRouter();
      serve(exchange, nth + 1, visit);
    }
    try {
      if (isDirect) route.dispatch(visit, res, done);
      else route.dispatchThroughRouter(visit, pathname, res, done);
    } catch (error) {
      done(error);
    }
  }

  return serve;
}

/** Adds to an Express Router what an `FsRouter` has more. */
function asFsRouter(
  router: Router,
  paramCallbacks: ParamCallback[],
  own: Pick<FsRouter, 'routes' | 'ready' | 'match'>,
): FsRouter {
  const routerParam = router.param.bind(router);
  function param(name: string, callback: RequestParamHandler): FsRouter {
    // For routes that the app itself adds to this Router, and for ours.
    routerParam(name, callback);
    paramCallbacks.push({ name, callback });
    return fsRouter;
  }
  const fsRouter = Object.assign(router, own, { param }) as FsRouter;
  return fsRouter;
}

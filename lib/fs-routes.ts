import { FsRoutesError, throwIfAny } from './reporting/errors.js';
import type { Problem } from './types/problem.js';
import { messageOf } from './reporting/thrown.js';
import { expressMode } from './express/express-mode.js';
import { createFsRouter } from './serving/fs-router.js';
import { createServedTable, type LiveTable, type ServedTable } from './serving/route-source.js';
import { createLoader, type Load, type LoadedModules } from './files/load-modules.js';
import { nextMode } from './next/next-mode.js';
import { resolveOptions, type Settings } from './options.js';
import { printable } from './reporting/printable.js';
import { readFolder } from './serving/read-folder.js';
import { routeLines } from './reporting/format-routes.js';
import { completeRoutes } from './routing/route-table.js';
import { noRouteFile, resolveDirectory, scanRoutes } from './files/scan-routes.js';
import type { ScannedFiles } from './types/index.js';
import { serveRequests } from './serving/serve-requests.js';
import { patternSyntax } from './serving/route-endpoint.js';
import { FolderNow, tellServedFolder, type RouteFolder } from './serving/route-folder.js';
import { trace } from './reporting/trace.js';
import type { FsRouter, FsRoutesOptions, Route } from './types/index.js';
import type { ParamCallback } from './serving/route-visit.js';
import { warn } from './reporting/warn.js';
import { loadWatch } from './load-watch.js';

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
  const files = scanRoutes(directory, settings);
  if (files.routeFiles.length === 0) {
    warn('FSR_NO_ROUTES', noRouteFile(directory, settings));
  }
  const [first, ...others] = files.warnings;
  if (first) warn(first.code, new FsRoutesError([first, ...others], { directory }).message);
  return serveFiles(directory, files, settings, files.problems);
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
  problems: readonly Problem[] = [],
): FsRouter {
  const load = createLoader(directory, settings.importModule);
  const watch = settings.watch ? loadWatch()?.createWatch(directory, settings, load) : undefined;
  const { routes, loaded } = readAll(directory, files, settings, watch?.load ?? load, [...problems]);

  const mode =
    settings.compat === 'next'
      ? nextMode(settings.body, settings.onError)
      : expressMode(settings.body, patternSyntax());
  const paramCallbacks: ParamCallback[] = [];
  const createTable = (routes: readonly Route[], loaded: LoadedModules, waiting?: ServedTable['waiting']) =>
    createServedTable(routes, loaded, { mode, paramCallbacks }, settings, waiting);
  const live: LiveTable = { current: createTable(routes, loaded), next: undefined };
  const ready = loaded.pending ?? Promise.resolve();
  const serve = serveRequests({ mode, live, mergeParams: settings.mergeParams });

  const folder = new FolderNow(directory, settings, live);
  watch?.begin({
    files,
    pending: loaded.pending,
    replace({ routes, modules, problems, waiting }) {
      live.current = createTable(routes, { modules, pending: undefined }, waiting);
      folder.tellChange(problems);
    },
    hold(until) {
      live.next = until;
    },
  });
  // Nobody has to wait for what is still loading when this returns; `watch` tells of it by itself.
  if (!watch) loaded.pending?.catch((error: unknown) => warn('FSR_LOAD_FAILED', messageOf(error)));
  if (trace.enabled)
    void ready.then(
      () => traceRoutes(folder),
      () => undefined,
    );

  const close = async (): Promise<void> => watch?.close();
  const router = createFsRouter({ serve, live, settings, paramCallbacks, ready, close });
  tellServedFolder(router, folder);
  return router;
}

/** Checks and loads; throws everything that is wrong as one error. */
function readAll(directory: string, files: ScannedFiles, settings: Settings, load: Load, problems: Problem[]) {
  const { routes, loaded } = readFolder(directory, files, settings, load, problems);
  throwIfAny(problems, directory);
  const { modules, pending } = loaded;
  const complete = () => completeRoutes(routes, modules);
  if (!pending) complete();
  return { routes, loaded: { modules, pending: pending?.then(complete) } };
}

/** For `DEBUG=express-pages-api`. */
function traceRoutes({ directory, routes }: RouteFolder): void {
  trace('%d routes in %s\n%s', routes.length, printable(directory), routeLines(routes).join('\n'));
}

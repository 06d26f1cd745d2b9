import { createLoader, type Load } from './files/load-modules.js';
import { readFolder } from './files/read-folder.js';
import { noRouteFile, resolveDirectory, scanRoutes } from './files/scan-routes.js';
import { loadWatch } from './load-watch.js';
import { resolveOptions } from './options.js';
import { FsRoutesError, throwIfAny } from './reporting/errors.js';
import { formatRoutes } from './reporting/format-routes.js';
import { printable } from './reporting/printable.js';
import { messageOf } from './reporting/thrown.js';
import { trace } from './reporting/trace.js';
import { warn } from './reporting/warn.js';
import { completeRoutes } from './routing/route-table.js';
import { patternSyntax } from './serving/express-version.js';
import { createFsRouter } from './serving/fs-router.js';
import type { ParamCallback } from './serving/route-visit.js';
import { CurrentFolder, attachFolder, type RouteFolder } from './serving/route-folder.js';
import { createSnapshot, type LoadedFolder, type RouteSource } from './serving/route-source.js';
import { serveRequests } from './serving/serve-requests.js';
import type { Settings } from './serving/settings.js';
import type { FsRouter, FsRoutesOptions, ScannedFiles } from './types/index.js';
import type { Problem } from './types/problem.js';

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
 * @param problems those of the scan, to be thrown together with those of the files
 */
export function serveFiles(
  directory: string,
  files: ScannedFiles,
  settings: Settings,
  problems: readonly Problem[] = [],
): FsRouter {
  const load = createLoader(directory, settings.importModule);
  const watch = settings.watch ? loadWatch()?.createWatch(directory, settings, load) : undefined;
  const reading = readAll(directory, files, settings, watch?.load ?? load, problems);

  const conventions = settings.conventions.forRequests(settings, patternSyntax());
  const paramCallbacks: ParamCallback[] = [];
  const snapshotOf = (one: LoadedFolder) => createSnapshot(one, { conventions, paramCallbacks }, settings);
  const source: RouteSource = { current: snapshotOf(reading), pendingReload: undefined };
  const ready = reading.pending ?? Promise.resolve();
  const serve = serveRequests({ conventions, source, mergeParams: settings.mergeParams });

  const folder = new CurrentFolder(directory, settings, source);
  watch?.begin({
    files,
    pending: reading.pending,
    replace({ problems, ...newer }) {
      source.current = snapshotOf({ ...newer, pending: undefined });
      folder.update(problems);
    },
    hold(until) {
      source.pendingReload = until;
    },
  });
  // Nobody has to wait for what is still loading when this returns; `watch` reports failures itself.
  if (!watch) reading.pending?.catch((error: unknown) => warn('FSR_LOAD_FAILED', messageOf(error)));
  if (trace.enabled)
    void ready.then(
      () => traceRoutes(folder),
      () => undefined,
    );

  const close = async (): Promise<void> => watch?.close();
  const router = createFsRouter({ serve, source, settings, paramCallbacks, ready, close });
  attachFolder(router, folder);
  return router;
}

/** Checks and loads; throws everything that is wrong as one error. */
function readAll(
  directory: string,
  files: ScannedFiles,
  settings: Settings,
  load: Load,
  problemsOfScan: readonly Problem[],
): LoadedFolder {
  const { routes, modules, problems, pending } = readFolder(files, { ...settings, syntax: patternSyntax() }, load);
  throwIfAny([...problemsOfScan, ...problems], directory);
  const complete = (late: readonly Problem[] = []): void => {
    throwIfAny(late, directory);
    completeRoutes(routes, modules);
  };
  if (!pending) complete();
  return { routes, modules, pending: pending?.then(complete), pendingRoutes: undefined };
}

/** For `DEBUG=express-pages-api`. */
function traceRoutes({ directory, routes }: RouteFolder): void {
  trace('%d routes in %s\n%s', routes.length, printable(directory), formatRoutes(routes).join('\n'));
}

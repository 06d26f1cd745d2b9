import { createLoader, type Load } from './files/load-modules.js';
import { loadRoutes } from './files/load-routes.js';
import { noRoutesMessage, resolveDirectory, scanRoutes } from './files/scan-routes.js';
import { loadWatch } from './load-watch.js';
import { resolveOptions } from './options.js';
import { FsRoutesError, throwIfAny, throwToCaller } from './reporting/errors.js';
import { findUncalled } from './reporting/find-uncalled.js';
import { formatCount } from './reporting/format-count.js';
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
 * Returns an Express Router that serves a folder of route files. Every file answers at its own URL, as in Next.js API
 * routes. If no file matches a request, the router calls `next()`.
 *
 * The folder is scanned, checked and loaded synchronously, so every problem is thrown at start-up. Only files that need
 * `import()`, such as those with top-level await, are still loading when `fsRoutes` returns: see `FsRouter.ready`.
 *
 * @param source the route folder: a path relative to `process.cwd()`, an absolute path, or a `file:` URL
 * @throws {FsRoutesError} one error with all problems; docs/errors.md explains each code
 * @example app.use('/api', fsRoutes('./api'))
 * @example app.use('/api', fsRoutes(new URL('./api', import.meta.url), { caseSensitive: true }))
 */
export function fsRoutes(source: string | URL, options: FsRoutesOptions = {}): FsRouter {
  return throwToCaller(fsRoutes, () => serveFolder(source, options));
}

function serveFolder(source: string | URL, options: FsRoutesOptions): FsRouter {
  // First, because Express passes a request and a response to a function that nobody has called.
  throwIfAny(findUncalled('fsRoutes', "app.use('/api', fsRoutes('./api'))", source), undefined);
  const settings = resolveOptions(options);
  const directory = resolveDirectory(source);
  const files = scanRoutes(directory, settings);
  if (files.routeFiles.length === 0) {
    warn('FSR_NO_ROUTES', `${noRoutesMessage(directory, settings)} Add one, or correct the path.`);
  }
  for (const code of new Set(files.warnings.map((warning) => warning.code))) {
    const [first, ...others] = files.warnings.filter((warning) => warning.code === code);
    if (first) warn(code, new FsRoutesError([first, ...others], { directory }).message);
  }
  return serveFiles(directory, files, settings, files.problems);
}

/**
 * Creates the Router for files of a folder: for all that the scan found, or for some of them.
 *
 * @param problems the problems of the scan, which are thrown together with those of the files
 * @throws {FsRoutesError} one error with all problems
 */
export function serveFiles(
  directory: string,
  files: ScannedFiles,
  settings: Settings,
  problems: readonly Problem[] = [],
): FsRouter {
  const load = createLoader(directory, settings.importModule);
  const watch = settings.watch ? loadWatch()?.createWatch(directory, settings, load) : undefined;
  const loaded = loadFolder(directory, files, settings, watch?.load ?? load, problems);

  const conventions = settings.conventions.forRequests(settings, patternSyntax());
  const paramCallbacks: ParamCallback[] = [];
  const snapshotOf = (folder: LoadedFolder) => createSnapshot(folder, { conventions, paramCallbacks }, settings);
  const source: RouteSource = { current: snapshotOf(loaded), pendingReload: undefined };
  const ready = loaded.pending ?? Promise.resolve();
  const serve = serveRequests({ conventions, source, settings });

  const folder = new CurrentFolder(directory, settings, source);
  watch?.start({
    files,
    modules: loaded.modules,
    pending: loaded.pending,
    replace({ problems, ...reloaded }) {
      source.current = snapshotOf({ ...reloaded, pending: undefined });
      folder.update(problems);
    },
    delayRequests(until) {
      source.pendingReload = until;
    },
  });
  // The app may not wait for `ready`, so a failure is reported here. With `watch`, `dev/watch` reports it.
  if (!watch) loaded.pending?.catch((error: unknown) => warn('FSR_LOAD_FAILED', messageOf(error)));
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

/**
 * Checks and loads the files.
 *
 * @throws {FsRoutesError} one error with all problems
 */
function loadFolder(
  directory: string,
  files: ScannedFiles,
  settings: Settings,
  load: Load,
  scanProblems: readonly Problem[],
): LoadedFolder {
  const { routes, modules, problems, pending } = loadRoutes(files, { ...settings, syntax: patternSyntax() }, load);
  throwIfAny([...scanProblems, ...problems], directory);
  const complete = (lateProblems: readonly Problem[] = []): void => {
    // Its stack has no frame of the app: nothing of it is on the stack by now.
    throwToCaller(complete, () => throwIfAny(lateProblems, directory));
    completeRoutes(routes, modules);
  };
  if (!pending) complete();
  return { routes, modules, pending: pending?.then(complete), pendingRoutes: undefined };
}

/** Prints the routes if `DEBUG=express-pages-api` is set. */
function traceRoutes({ directory, routes }: RouteFolder): void {
  trace('%s in %s\n%s', formatCount(routes.length, 'route'), printable(directory), formatRoutes(routes).join('\n'));
}

import { createRequire, findSourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Problem } from '../types/problem.js';
import { isThenable } from '../reporting/inspect-value.js';
import { stringProperty } from '../reporting/thrown.js';
import { exportsAsRequired } from './commonjs-exports.js';
import { isRegistered, isTypeScript } from './load-advice.js';
import { codeOf, loadProblem } from './load-problem.js';
import { moduleIdentity } from './module-identity.js';
import { readMiddleware } from './read-middleware.js';
import { removeFromRequireStack } from './require-stack.js';
import { hasFrameIn, requireWithDeepStack } from './stack-frames.js';
import type { ImportModule, RouteFile, RouteModule, ScannedFiles } from '../types/index.js';

/** A function that checks the exports of a file. It returns the problems if there are any. */
export type ReadModule = (file: string, exported: unknown, absolutePath: string) => RouteModule | Problem[];

export interface LoadedModules {
  /**
   * The modules of route files and `_middleware` files, by `RouteFile.file`. All are there once `pending` is fulfilled.
   */
  readonly modules: ReadonlyMap<string, RouteModule>;
  /** The problems of the files that were loaded synchronously. */
  readonly problems: readonly Problem[];
  /**
   * A promise of the problems of the other files, which is fulfilled when all are loaded. It never rejects. It is
   * `undefined` if every file was loaded synchronously.
   */
  readonly pending: Promise<readonly Problem[]> | undefined;
}

/** The error codes of modules that only `import()` can load: top-level await, ES modules in jest, import cycles. */
const importOnly = new Set(['ERR_REQUIRE_ASYNC_MODULE', 'ERR_REQUIRE_ESM', 'ERR_REQUIRE_CYCLE_MODULE']);

/**
 * Loads every file and checks its exports: synchronously if the loader can. The other files load at the same time.
 *
 * @param readRouteModule checks the exports of a route file
 */
export function loadModules(files: ScannedFiles, load: Load, readRouteModule: ReadModule): LoadedModules {
  const modules = new Map<string, RouteModule>();
  const problems: Problem[] = [];
  const pendingFiles: Promise<Problem[]>[] = [];

  /** Stores the module of a file, or returns its problems. */
  function accept({ file, absolutePath }: RouteFile, exported: unknown, read: ReadModule): Problem[] {
    const result = read(file, exported, absolutePath);
    if (Array.isArray(result)) return result;
    modules.set(file, result);
    return [];
  }
  async function acceptAsync(routeFile: RouteFile, loading: Promise<Exported>, read: ReadModule): Promise<Problem[]> {
    try {
      return accept(routeFile, (await loading).exported, read);
    } catch (thrown) {
      return [loadProblem(routeFile, thrown)];
    }
  }
  function loadFile(routeFile: RouteFile, read: ReadModule): void {
    try {
      const loaded = load(routeFile.absolutePath);
      if (loaded instanceof Promise) pendingFiles.push(acceptAsync(routeFile, loaded, read));
      else problems.push(...accept(routeFile, loaded.exported, read));
    } catch (thrown) {
      problems.push(loadProblem(routeFile, thrown));
    }
  }
  for (const file of files.middlewareFiles) loadFile(file, readMiddleware);
  for (const file of files.routeFiles) loadFile(file, readRouteModule);

  const pending = pendingFiles.length === 0 ? undefined : Promise.all(pendingFiles).then((found) => found.flat());
  return { modules, problems, pending };
}

/**
 * The exports of a file. They are in an object, because a promise would call the `then` of a module that exports one.
 */
export interface Exported {
  readonly exported: unknown;
}

/**
 * A function that loads a file and returns its exports or a promise of them. The result of `require` is never taken for
 * a promise, even if it has a `then`.
 */
export type Load = (absolutePath: string) => Exported | Promise<Exported>;

/**
 * Creates a loader from the caller's `import` option. Without one, the loader is synchronous for files that `require`
 * can load (CommonJS, ES modules, and files that ts-node or jest compile in `require`), and uses `import()` for others.
 */
export function createLoader(directory: string, importModule: ImportModule | undefined): Load {
  return importModule ? customLoader(importModule) : requireOrImport(directory);
}

function customLoader(importModule: ImportModule): Load {
  return (absolutePath) => {
    const result: unknown = importModule(absolutePath, pathToFileURL(absolutePath).href);
    return isThenable(result) ? Promise.resolve(result).then((exported) => ({ exported })) : { exported: result };
  };
}

function requireOrImport(directory: string): Load {
  // Created for the route folder, not for this package: a test runner's `require` applies mocks by its location, and
  // Node distinguishes warnings about the app's code from warnings about installed packages.
  const caller = path.join(directory, 'index.js');
  const require = createRequire(caller);
  const importModule = createImport();
  if (!requireSharesModules()) return importModule;
  return (absolutePath) => {
    try {
      return { exported: requireWithDeepStack(require, absolutePath) };
    } catch (thrown) {
      removeFromRequireStack(thrown, caller);
      const mayImport = importOnly.has(codeOf(thrown)) || needsImportHook(absolutePath, thrown);
      if (!mayImport || wasRunning(require.resolve(absolutePath), thrown)) throw thrown;
      return importModule(absolutePath);
    }
  };
}

/** The error codes of files that `require` cannot compile, or whose imports it does not find. */
const notCompiled = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_INVALID_TYPESCRIPT_SYNTAX',
  'ERR_MODULE_NOT_FOUND',
  'ERR_UNSUPPORTED_DIR_IMPORT',
]);

/** Matches the flags of Node.js that can register a loader. */
const loaderFlags = /(?:^|\s)--(?:import|loader|experimental-loader)(?:[\s=]|$)/;

/**
 * Returns `true` if `import()` may load what `require` could not: a loader such as `node --import tsx/esm` hooks only
 * into `import`. This is for TypeScript alone, because a file that `import()` loads cannot fail synchronously.
 */
function needsImportHook(file: string, thrown: unknown): boolean {
  const code = codeOf(thrown);
  const isNotCompiled = notCompiled.has(code) || stringProperty(thrown, 'name') === 'SyntaxError';
  const flags = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  const isTyped = isTypeScript(file) || code === 'ERR_UNKNOWN_FILE_EXTENSION';
  return isTyped && isNotCompiled && loaderFlags.test(flags);
}

/**
 * Returns `true` if the file itself was running when it threw, because it required a module that only `import()` can
 * load. Such a file must not run again.
 *
 * @param file the real path, which Node uses
 */
function wasRunning(file: string, thrown: unknown): boolean {
  // With `node --enable-source-maps`, frames are in the sources of the file.
  const sources = findSourceMap(file)?.payload.sources ?? [];
  const paths = [file, ...sources.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url))];
  const places = paths.flatMap((place) => [place, pathToFileURL(place).href]);
  const { stack, message } = thrown as { readonly stack?: unknown; readonly message?: unknown };
  return hasFrameIn(places, stack, String(message));
}

/**
 * Returns `true` if `require` and `import` of an ES module give the same instance, as in plain Node. With tsx they do
 * not, and a module that both the app and a route file import would exist twice: two database pools, and errors that
 * fail `instanceof`. Then route files are loaded like the app, by `import()`.
 */
function requireSharesModules(): boolean {
  // The CommonJS build has no such URL. The app is CommonJS then, so route files are loaded by `require`.
  const here: unknown = import.meta.url;
  if (typeof here !== 'string') return true;
  try {
    const required = createRequire(here)('./module-identity.js') as { moduleIdentity: symbol };
    return required.moduleIdentity === moduleIdentity;
  } catch {
    // In jest, `require` cannot load ES modules, and throws for each file that is one.
    return true;
  }
}

function createImport(): (absolutePath: string) => Promise<Exported> {
  let retries: Promise<unknown> = Promise.resolve();
  return async function importModule(absolutePath) {
    const url = pathToFileURL(absolutePath).href;
    try {
      return { exported: exportsAsRequired(await import(url), absolutePath) };
    } catch (thrown) {
      // jest fails to link modules that several `import()` calls load at the same time (jestjs/jest#11434).
      if (codeOf(thrown) !== 'ERR_VM_MODULE_LINK_FAILURE') throw thrown;
      const retry = retries.then(() => import(url) as Promise<unknown>);
      retries = retry.catch(() => undefined);
      return { exported: await retry };
    }
  };
}

/**
 * Returns `true` if files with an extension such as `.tsx` can be loaded: a loader is registered, or tsx is installed.
 */
export function hasLoaderFor(extension: string, directory: string): boolean {
  if (isRegistered(extension)) return true;
  try {
    return createRequire(path.join(directory, 'index.js')).resolve('tsx') !== '';
  } catch {
    return false;
  }
}

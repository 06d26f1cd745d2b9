import { createRequire, findSourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Problem } from '../types/problem.js';
import { isThenable } from '../reporting/inspect-value.js';
import { codeOf, loadProblem } from './load-problem.js';
import { moduleIdentity } from './module-identity.js';
import type { ScannedFiles } from '../types/index.js';
import { readMiddleware } from './read-middleware.js';
import { requireWithDeepStack, hasFrameIn } from './stack-frames.js';
import type { ImportModule, RouteFile, RouteModule } from '../types/index.js';

/** Reads what a file exports; an array holds what is wrong with it. */
export type ReadModule = (file: string, exported: unknown, absolutePath: string) => RouteModule | Problem[];

export interface LoadedModules {
  /** Of routes and of folders, by `RouteFile.file`; complete once `pending` is fulfilled. */
  readonly modules: ReadonlyMap<string, RouteModule>;
  /** The problems of the files that were loaded synchronously. */
  readonly problems: readonly Problem[];
  /**
   * There only when some file could not be loaded synchronously. Fulfilled with what is wrong with these, once all
   * are loaded; never rejects.
   */
  readonly pending: Promise<readonly Problem[]> | undefined;
}

/** What `require` cannot load and `import()` can: top-level await, ES modules under jest, import cycles. */
const importOnly = new Set(['ERR_REQUIRE_ASYNC_MODULE', 'ERR_REQUIRE_ESM', 'ERR_REQUIRE_CYCLE_MODULE']);

/**
 * Loads every file and checks what it exports: synchronously where its loader can, all others at once.
 *
 * @param readRouteModule reads the exports of a route file
 */
export function loadModules(files: ScannedFiles, load: Load, readRouteModule: ReadModule): LoadedModules {
  const modules = new Map<string, RouteModule>();
  const problems: Problem[] = [];
  const pendingFiles: Promise<Problem[]>[] = [];

  /** Returns what is wrong with the file. */
  function accept({ file, absolutePath }: RouteFile, exported: unknown, read: ReadModule): Problem[] {
    const result = read(file, exported, absolutePath);
    if (Array.isArray(result)) return result;
    modules.set(file, result);
    return [];
  }
  async function acceptAsync(one: RouteFile, loading: Promise<Exported>, read: ReadModule): Promise<Problem[]> {
    try {
      return accept(one, (await loading).exported, read);
    } catch (thrown) {
      return [loadProblem(one.file, thrown)];
    }
  }
  function loadOne(one: RouteFile, read: ReadModule): void {
    try {
      const loaded = load(one.absolutePath);
      if (loaded instanceof Promise) pendingFiles.push(acceptAsync(one, loaded, read));
      else problems.push(...accept(one, loaded.exported, read));
    } catch (thrown) {
      problems.push(loadProblem(one.file, thrown));
    }
  }
  for (const one of files.middlewareFiles) loadOne(one, readMiddleware);
  for (const one of files.routeFiles) loadOne(one, readRouteModule);

  const pending = pendingFiles.length === 0 ? undefined : Promise.all(pendingFiles).then((found) => found.flat());
  return { modules, problems, pending };
}

/** What a file exports. In an object, because a promise of a module that exports a `then` would call it. */
export interface Exported {
  readonly exported: unknown;
}

/**
 * Gives what a file exports, or a promise of it. Which of the two never depends on the exports: what `require`
 * returns is a module, even if it has a `then`.
 */
export type Load = (absolutePath: string) => Exported | Promise<Exported>;

/**
 * The caller's loader; else one that loads synchronously where `require` can (CommonJS, ES modules, whatever
 * ts-node or jest hook into `require`), and by `import()` where it cannot.
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
  // From the route folder, not from this package: a `require` that a test runner hands out applies its
  // mocks, and Node tells warnings about the caller's code from those about installed packages.
  const require = createRequire(path.join(directory, 'index.js'));
  const importModule = createImport();
  if (!requireSharesModules()) return importModule;
  return (absolutePath) => {
    try {
      return { exported: requireWithDeepStack(require, absolutePath) };
    } catch (thrown) {
      if (!importOnly.has(codeOf(thrown)) || wasRunning(require.resolve(absolutePath), thrown)) throw thrown;
      return importModule(absolutePath);
    }
  };
}

/**
 * Returns whether the file itself was running when it threw, by requiring such a module: it must not run again.
 *
 * @param file as Node names it, which follows links
 */
function wasRunning(file: string, thrown: unknown): boolean {
  // With `node --enable-source-maps`, frames are where the file was compiled from.
  const sources = findSourceMap(file)?.payload.sources ?? [];
  const paths = [file, ...sources.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url))];
  const places = paths.flatMap((one) => [one, pathToFileURL(one).href]);
  const { stack, message } = thrown as { readonly stack?: unknown; readonly message?: unknown };
  return hasFrameIn(places, stack, String(message));
}

/**
 * Whether `require` and `import` of one ES module give the same instance, as in plain Node. Under tsx
 * they do not, and a module that both the app and a route file import would exist twice: two database
 * pools, errors that are no `instanceof`. Then route files load as the app does, by `import()`.
 */
function requireSharesModules(): boolean {
  // The CommonJS build belongs to a CommonJS app, and loads as that does: it has no such URL.
  const here: unknown = import.meta.url;
  if (typeof here !== 'string') return true;
  try {
    const required = createRequire(here)('./module-identity.js') as { moduleIdentity: symbol };
    return required.moduleIdentity === moduleIdentity;
  } catch {
    // jest has a `require` without ES modules: then it says so for each file that is one.
    return true;
  }
}

function createImport(): (absolutePath: string) => Promise<Exported> {
  let retries: Promise<unknown> = Promise.resolve();
  return async function importModule(absolutePath) {
    const url = pathToFileURL(absolutePath).href;
    try {
      return { exported: (await import(url)) as unknown };
    } catch (thrown) {
      // jest (jestjs/jest#11434) fails to link modules that several import() calls load at the same time.
      if (codeOf(thrown) !== 'ERR_VM_MODULE_LINK_FAILURE') throw thrown;
      const retry = retries.then(() => import(url) as Promise<unknown>);
      retries = retry.catch(() => undefined);
      return { exported: await retry };
    }
  };
}

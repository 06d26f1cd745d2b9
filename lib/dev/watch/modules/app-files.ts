import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { callSites } from '../../../serving/call-sites.js';
import { realPath } from './file-state.js';
import { importersOf, type ModuleGraph } from './module-graph.js';

/** The files that the app itself imports, and not only its routes. */
export interface AppFiles {
  /**
   * The file that Node.js was started with, the one that called `fsRoutes`, and those in between. Loading one of them
   * again would start the app a second time, so their changes need a restart.
   */
  readonly startup: ReadonlySet<string>;
  /** All files that the app imports. Node.js may have loaded them before a route imported them. */
  readonly all: ReadonlySet<string>;
}

/**
 * Finds the files of the app in the import graph.
 *
 * @param caller the file that called `fsRoutes`
 */
export async function findAppFiles(graph: ModuleGraph, caller: string | undefined): Promise<AppFiles> {
  const main = mainFile();
  const app = await graph.reachableFrom(main === undefined ? [] : [main]);
  const between = caller === undefined ? [] : [...importersOf([caller], app)].filter((file) => app.has(file));
  const startup = new Set([main, caller, ...between].filter((file) => file !== undefined));
  return { startup, all: new Set(app.keys()) };
}

/** Returns the file that Node.js was started with, even if the command names it without extension, or by its folder. */
function mainFile(): string | undefined {
  const [, argument] = process.argv;
  if (argument === undefined) return undefined;
  try {
    return realPath(createRequire(path.resolve('_')).resolve(path.resolve(argument)));
  } catch {
    return realPath(argument);
  }
}

/** Returns the first file in the call stack that does not belong to this package. */
export function findCaller(): string | undefined {
  const names = callSites().map((site) => site.getFileName() ?? '');
  const files = names.map((name) => (name.startsWith('file:') ? fileURLToPath(name.replace(/[?#].*$/, '')) : name));
  const caller = files.find((file) => path.isAbsolute(file) && path.dirname(file) !== __dirname);
  return caller === undefined ? undefined : realPath(caller);
}

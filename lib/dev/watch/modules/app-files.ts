import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { callSites } from '../../../serving/call-sites.js';
import { realPath } from './file-state.js';
import { importersOf, type ModuleGraph } from './module-graph.js';

/** The modules of the app around the routes. */
export interface AppFiles {
  /**
   * Those that make the app: the one that Node was started with, the one that called `fsRoutes`, and those in
   * between. To load one of them again would start the app a second time, so that is left to a restart.
   */
  readonly startup: ReadonlySet<string>;
  /** All that the app imports: what Node may have loaded before any route did. */
  readonly all: ReadonlySet<string>;
}

/** @param caller the file that called `fsRoutes` */
export async function findAppFiles(graph: ModuleGraph, caller: string | undefined): Promise<AppFiles> {
  const main = mainFile();
  const app = await graph.reachableFrom(main === undefined ? [] : [main]);
  const between = caller === undefined ? [] : [...importersOf([caller], app)].filter((file) => app.has(file));
  const makers = new Set([main, caller, ...between].filter((file) => file !== undefined));
  return { startup: makers, all: new Set(app.keys()) };
}

/** What Node was started with; it may be named without its extension, or by its folder. */
function mainFile(): string | undefined {
  const [, argument] = process.argv;
  if (argument === undefined) return undefined;
  try {
    return realPath(createRequire(path.resolve('_')).resolve(path.resolve(argument)));
  } catch {
    return realPath(argument);
  }
}

/** The first file in the call stack that is not one of this package's. */
export function findCaller(): string | undefined {
  const names = callSites().map((site) => site.getFileName() ?? '');
  const files = names.map((name) => (name.startsWith('file:') ? fileURLToPath(name.replace(/[?#].*$/, '')) : name));
  const caller = files.find((file) => path.isAbsolute(file) && path.dirname(file) !== __dirname);
  return caller === undefined ? undefined : realPath(caller);
}

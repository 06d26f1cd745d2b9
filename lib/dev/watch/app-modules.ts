import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { realPath } from './file-state.js';
import { importersOf, type ModuleGraph } from './module-graph.js';

/**
 * The modules that make the app: the one that Node was started with, the one that called `fsRoutes`, and those
 * in between. To load one of them again would start the app a second time, so that is left to a restart.
 *
 * @param caller the file that called `fsRoutes`
 */
export async function findAppModules(graph: ModuleGraph, caller: string | undefined): Promise<ReadonlySet<string>> {
  const [, argument] = process.argv;
  const main = argument === undefined ? undefined : realPath(argument);
  const known = [main, caller].filter((file) => file !== undefined);
  if (main === undefined || caller === undefined) return new Set(known);
  const app = await graph.below([main]);
  const between = [...importersOf([caller], app)].filter((file) => app.has(file));
  return new Set([...known, ...between]);
}

/** The first file in the call stack that is not one of this package's. */
export function findCaller(): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 50;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  const files = Array.from(stack.matchAll(place), ([, written]) => pathOf(written!));
  const caller = files.find((file) => path.dirname(file) !== __dirname);
  return caller === undefined ? undefined : realPath(caller);
}

/** Of a line in a call stack: `at call (file:///srv/app.js:1:2)`. */
const place = /(?<=\(|at )(?:async )?((?:file:\/\/|\/|[A-Za-z]:\\)[^\n]*?):\d+:\d+\)?$/gm;

function pathOf(written: string): string {
  return written.startsWith('file:') ? fileURLToPath(written.replace(/[?#].*$/, '')) : written;
}

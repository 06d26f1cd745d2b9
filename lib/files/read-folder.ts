import type { Problem } from '../types/problem.js';
import type { PatternSyntax } from '../routing/express-pattern.js';
import { loadModules, type Load, type LoadedModules } from './load-modules.js';
import { readNextModule } from '../next/read-module.js';
import type { Settings } from '../options.js';
import { readMiddleware } from './read-middleware.js';
import { readRouteModule } from './read-route-module.js';
import { createRouteTable, type RouteDraft } from '../routing/route-table.js';
import type { ScannedFiles } from '../types/index.js';

/**
 * Makes routes of the names that the scan found.
 *
 * @param problems gets everything that is wrong with a name or with the tree
 * @returns routes that are still without their methods: see `completeRoutes`
 */
export function readNames(
  files: ScannedFiles,
  { caseSensitive, compat }: Settings,
  syntax: PatternSyntax,
  problems: Problem[],
): RouteDraft[] {
  return createRouteTable(files, { caseSensitive, syntax, compat }, problems);
}

/**
 * Loads files, and reads what they export.
 *
 * @param problems gets every file that failed
 */
export function loadFiles(
  directory: string,
  files: ScannedFiles,
  { compat }: Settings,
  load: Load,
  problems: Problem[],
): LoadedModules {
  const readRoute = compat === 'next' ? readNextModule : readRouteModule;
  return loadModules(files, { directory, load, readRoute, readMiddleware }, problems);
}

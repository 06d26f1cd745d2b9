import type { Problem } from './errors.js';
import { loadModules, type Load, type LoadedModules } from './load-module.js';
import { readNextModule } from './next/read-module.js';
import type { Settings } from './options.js';
import { readMiddleware } from './read-middleware.js';
import { readRouteModule } from './read-route-module.js';
import { createRouteTable, type RouteDraft } from './route-table.js';
import type { ScannedFiles } from './scan-routes.js';
import { patternSyntax } from './served-route.js';

/**
 * Makes routes of the files that the scan found, and loads them.
 *
 * @param problems gets everything that is wrong: with names and the tree at once, with files once they are loaded
 * @returns routes that are still without their methods: see `completeRoutes`
 */
export function readFolder(
  directory: string,
  files: ScannedFiles,
  settings: Settings,
  load: Load,
  problems: Problem[],
): { readonly routes: RouteDraft[]; readonly loaded: LoadedModules } {
  const isNext = settings.compat === 'next';
  const table = { caseSensitive: settings.caseSensitive, syntax: patternSyntax(), isNext };
  const routes = createRouteTable(files, table, problems);
  const readRoute = isNext ? readNextModule : readRouteModule;
  return { routes, loaded: loadModules(files, { directory, load, readRoute, readMiddleware }, problems) };
}

import type { Problem } from '../types/problem.js';
import type { Load, LoadedModules } from '../files/load-modules.js';
import type { Settings } from '../options.js';
import { loadFiles, readNames } from '../files/read-folder.js';
import type { RouteDraft } from '../routing/route-table.js';
import type { ScannedFiles } from '../types/index.js';
import { patternSyntax } from './route-endpoint.js';

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
  const routes = readNames(files, settings, patternSyntax(), problems);
  return { routes, loaded: loadFiles(directory, files, settings, load, problems) };
}

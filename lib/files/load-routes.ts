import { createRouteTable, type RouteTable, type TableSettings } from '../routing/route-table.js';
import type { ScannedFiles } from '../types/index.js';
import { loadModules, type Load, type LoadedModules, type ReadModule } from './load-modules.js';

export interface LoadSettings extends TableSettings {
  readonly conventions: TableSettings['conventions'] & { readonly readModule: ReadModule };
}

/** Makes routes of the files that the scan found, and loads them; `problems` has what is wrong with names and files. */
export function loadRoutes(files: ScannedFiles, settings: LoadSettings, load: Load): RouteTable & LoadedModules {
  const { routes, problems } = createRouteTable(files, settings);
  const loaded = loadModules(files, load, settings.conventions.readModule);
  return { ...loaded, routes, problems: [...problems, ...loaded.problems] };
}

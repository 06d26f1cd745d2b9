import { createRouteTable, type RouteTable, type TableSettings } from '../routing/route-table.js';
import type { ScannedFiles } from '../types/index.js';
import { loadModules, type Load, type LoadedModules, type ReadModule } from './load-modules.js';

export interface LoadSettings extends TableSettings {
  readonly conventions: TableSettings['conventions'] & { readonly readModule: ReadModule };
}

/** Creates the routes of the scanned files and loads the files. `problems` has those of names and of loaded files. */
export function loadRoutes(files: ScannedFiles, settings: LoadSettings, load: Load): RouteTable & LoadedModules {
  const { routes, problems } = createRouteTable(files, settings);
  const loaded = loadModules(files, load, settings.conventions.readModule);
  return { ...loaded, routes, problems: [...problems, ...loaded.problems] };
}

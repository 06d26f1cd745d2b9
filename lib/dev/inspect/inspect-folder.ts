import { sortByFile } from '../../reporting/errors.js';
import { createLoader, loadModules, type Load } from '../../files/load-modules.js';
import type { Settings } from '../../serving/settings.js';
import { completeRoutes, createRouteTable } from '../../routing/route-table.js';
import { scanRoutes } from '../../files/scan-routes.js';
import type { ScannedFiles } from '../../types/index.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { RouteFile } from '../../types/index.js';
import { installedSyntax } from './installed-express.js';

export interface Inspection {
  /**
   * Which files to load, routes' and middleware's, by what the names alone tell of the folder.
   * Default: all of them.
   */
  readonly filesToLoad?: (named: RouteFolder) => Iterable<string>;
  /** Called once, before the first file is loaded. What it throws is thrown. */
  readonly beforeLoading?: (files: readonly RouteFile[]) => unknown;
  readonly onLoading?: LoadListener;
}

/** Is told of each file that is loaded. */
export interface LoadListener {
  begin(absolutePath: string): void;
  end(absolutePath: string): void;
}

/**
 * Reads a folder as `fsRoutes` does, and throws nothing for what is wrong within it: that is in `problems`,
 * and routes whose file could not be loaded, or was not to be, have no methods.
 *
 * @throws {FsRoutesError} where there is no such folder
 */
export async function inspectFolder(
  directory: string,
  settings: Settings,
  { filesToLoad, beforeLoading, onLoading }: Inspection = {},
): Promise<RouteFolder> {
  const files = scanRoutes(directory, settings);
  const { routes, problems: problemsOfNames } = createRouteTable(files, { ...settings, syntax: installedSyntax() });
  const problems = [...files.problems, ...files.warnings, ...problemsOfNames];
  const named = { directory, settings, routes, modules: new Map<string, never>(), problems: sortByFile(problems) };

  const wanted = filesToLoad ? only(files, new Set(filesToLoad(named))) : files;
  const all = [...wanted.middlewareFiles, ...wanted.routeFiles];
  if (all.length === 0) return named;
  await beforeLoading?.(all);
  // After that, which may have put a loader in place.
  const load = createLoader(directory, settings.importModule);
  const listened = onLoading ? withListener(load, onLoading) : load;
  const loaded = loadModules(wanted, listened, settings.conventions.readModule);
  const { modules } = loaded;
  const problemsOfFiles = [...loaded.problems, ...((await loaded.pending) ?? [])];
  completeRoutes(
    routes.filter(({ file }) => modules.has(file)),
    modules,
  );
  return { directory, settings, routes, modules, problems: sortByFile([...problems, ...problemsOfFiles]) };
}

function only({ routeFiles, middlewareFiles }: ScannedFiles, wanted: ReadonlySet<string>): ScannedFiles {
  const isWanted = ({ file }: RouteFile): boolean => wanted.has(file);
  return { routeFiles: routeFiles.filter(isWanted), middlewareFiles: middlewareFiles.filter(isWanted) };
}

function withListener(load: Load, listener: LoadListener): Load {
  return (absolutePath) => {
    listener.begin(absolutePath);
    let loaded: ReturnType<Load>;
    try {
      loaded = load(absolutePath);
    } catch (thrown) {
      listener.end(absolutePath);
      throw thrown;
    }
    if (loaded instanceof Promise) return loaded.finally(() => listener.end(absolutePath));
    listener.end(absolutePath);
    return loaded;
  };
}

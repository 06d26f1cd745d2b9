import { sortByFile } from '../../reporting/errors.js';
import { createLoader, loadModules, type Load } from '../../files/load-modules.js';
import type { Settings } from '../../serving/settings.js';
import { completeRoutes, createRouteTable } from '../../routing/route-table.js';
import { scanRoutes } from '../../files/scan-routes.js';
import type { ScannedFiles } from '../../types/index.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { RouteFile } from '../../types/index.js';
import { installedSyntax } from './installed-express.js';

export interface InspectOptions {
  /**
   * Returns the route and middleware files to load. The folder that it gets has no loaded files. Default: all files.
   */
  readonly filesToLoad?: ((unloaded: RouteFolder) => Iterable<string>) | undefined;
  /**
   * Runs once before the first file is loaded, if there is one. If it throws an error, `inspectFolder` rejects with it.
   */
  readonly beforeLoad?: (files: readonly RouteFile[]) => unknown;
  readonly loadListener?: LoadListener;
}

/** A listener for the start and the end of the loading of each file. */
export interface LoadListener {
  onStart(absolutePath: string): void;
  onEnd(absolutePath: string): void;
}

/**
 * Reads a folder as `fsRoutes` does, but returns the problems of the folder instead of throwing them. Routes whose file
 * was not loaded, or could not be loaded, have no methods.
 *
 * @throws {FsRoutesError} if the folder does not exist or cannot be read
 */
export async function inspectFolder(
  directory: string,
  settings: Settings,
  { filesToLoad, beforeLoad, loadListener }: InspectOptions = {},
): Promise<RouteFolder> {
  const files = scanRoutes(directory, settings);
  const { routes, problems: tableProblems } = createRouteTable(files, { ...settings, syntax: installedSyntax() });
  const problems = [...files.problems, ...files.warnings, ...tableProblems];
  const unloaded = {
    directory,
    settings,
    routes,
    modules: new Map<string, never>(),
    problems: sortByFile(problems),
  };

  const selected = filesToLoad ? selectFiles(files, new Set(filesToLoad(unloaded))) : files;
  const selectedFiles = [...selected.middlewareFiles, ...selected.routeFiles];
  if (selectedFiles.length === 0) return unloaded;
  await beforeLoad?.(selectedFiles);
  // Must come after `beforeLoad`, which may register a loader.
  const load = createLoader(directory, settings.importModule);
  const loaded = loadModules(
    selected,
    loadListener ? withListener(load, loadListener) : load,
    settings.conventions.readModule,
  );
  const { modules } = loaded;
  const loadProblems = [...loaded.problems, ...((await loaded.pending) ?? [])];
  completeRoutes(
    routes.filter(({ file }) => modules.has(file)),
    modules,
  );
  return { directory, settings, routes, modules, problems: sortByFile([...problems, ...loadProblems]) };
}

function selectFiles({ routeFiles, middlewareFiles }: ScannedFiles, selected: ReadonlySet<string>): ScannedFiles {
  const isSelected = ({ file }: RouteFile): boolean => selected.has(file);
  return { routeFiles: routeFiles.filter(isSelected), middlewareFiles: middlewareFiles.filter(isSelected) };
}

function withListener(load: Load, listener: LoadListener): Load {
  return (absolutePath) => {
    listener.onStart(absolutePath);
    let loaded: ReturnType<Load>;
    try {
      loaded = load(absolutePath);
    } catch (thrown) {
      listener.onEnd(absolutePath);
      throw thrown;
    }
    if (loaded instanceof Promise) return loaded.finally(() => listener.onEnd(absolutePath));
    listener.onEnd(absolutePath);
    return loaded;
  };
}

import type { MountedFolder } from './check-arguments.js';
import type { ExplorerData, FolderData } from './explorer-data.js';
import { displayPath, hidePaths } from './hide-paths.js';

/** Returns the data of all folders as they are now. */
export function describeFolders(mounted: readonly MountedFolder[]): ExplorerData {
  return { folders: mounted.map(describeFolder) };
}

function describeFolder({ mountPath, folder }: MountedFolder): FolderData {
  const { directory, settings, routes, problems } = hidePaths(folder);
  return {
    mountPath,
    directory: displayPath(directory),
    isWatched: settings.watch,
    // The path of a file on disk and the error that it threw stay on the server.
    routes: routes.map(({ absolutePath: _, ...route }) => route),
    problems: problems.map(({ cause: _, ...problem }) => problem),
  };
}

import type { MountedFolder } from './check-arguments.js';
import type { ExplorerData, FolderData } from './explorer-data.js';
import { displayPath, withoutPaths } from './hide-paths.js';

/** The folders as they are now. */
export function describeFolders(mounted: readonly MountedFolder[]): ExplorerData {
  return { folders: mounted.map(describeFolder) };
}

function describeFolder({ mountPath, folder }: MountedFolder): FolderData {
  const { directory, settings, routes, problems } = withoutPaths(folder);
  return {
    mountPath,
    directory: displayPath(directory),
    isWatched: settings.watch,
    // Where a file is and what it threw stays on the server.
    routes: routes.map(({ absolutePath: _, ...route }) => route),
    problems: problems.map(({ cause: _, ...problem }) => problem),
  };
}

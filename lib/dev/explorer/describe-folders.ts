import path from 'node:path';
import { toPosix } from '../../scan-routes.js';
import type { MountedFolder } from './check-arguments.js';
import type { ExplorerData, FolderData } from './explorer-data.js';

/** The folders as they are now. */
export function describeFolders(mounted: readonly MountedFolder[]): ExplorerData {
  return { folders: mounted.map(describeFolder) };
}

function describeFolder({ mountPath, folder }: MountedFolder): FolderData {
  return {
    mountPath,
    directory: shownDirectory(folder.directory),
    isWatched: folder.settings.watch,
    // Where a file is and what it threw stays on the server.
    routes: folder.routes.map(({ absolutePath: _, ...route }) => route),
    problems: folder.problems.map(({ cause: _, ...problem }) => problem),
  };
}

function shownDirectory(directory: string): string {
  const relative = path.relative(process.cwd(), directory);
  const isBelow = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return toPosix(isBelow ? relative : directory);
}

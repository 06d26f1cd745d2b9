import type { Load } from '../../files/load-modules.js';
import { loadRoutes } from '../../files/load-routes.js';
import { scanRoutes } from '../../files/scan-routes.js';
import type { FolderUpdate } from '../../load-watch.js';
import { FsRoutesError } from '../../reporting/errors.js';
import { completeRoutes } from '../../routing/route-table.js';
import { patternSyntax } from '../../serving/express-version.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { RouteModule, ScannedFiles } from '../../types/index.js';
import type { Problem } from '../../types/problem.js';
import { problemsOfRoute } from '../explain/problems-of-route.js';
import { createBrokenModule } from './broken-module.js';
import { listingOf, noListing } from './disk/folder-listing.js';
import { withoutVersions } from './modules/versioned-url.js';

type Folder = Pick<RouteFolder, 'directory' | 'settings'>;

/** The result of a scan, which may have problems. */
export interface FolderScan {
  readonly files: ScannedFiles;
  readonly problems: readonly Problem[];
  /** See `ScannedFolder`. */
  readonly warnings: readonly Problem[];
  /** The listing of each folder when it was scanned, by absolute path: see `listingOf`. */
  readonly folders: ReadonlyMap<string, string>;
}

/** A folder that was loaded again, before `MissingMiddleware` decides which of its routes must wait. */
export type ReloadedFolder = Omit<FolderUpdate, 'pendingRoutes'>;

/** Scans a folder. If the folder does not exist, returns a scan with that problem and without files. */
export function scanFolder({ directory, settings }: Folder): FolderScan {
  try {
    const { problems, warnings, folders, ...files } = scanRoutes(directory, settings);
    const listings = [...folders].map(
      ([folder, entries]) => [folder, listingOf(folder, entries, settings.extensions)] as const,
    );
    return { files, problems, warnings, folders: new Map(listings) };
  } catch (error) {
    if (!(error instanceof FsRoutesError)) throw error;
    const files = { routeFiles: [], middlewareFiles: [] };
    return { files, problems: error.problems, warnings: [], folders: new Map([[directory, noListing]]) };
  }
}

/**
 * Loads the files of a folder that may have problems. Routes with a problem answer 500; all others answer as usual.
 *
 * @param addDetails adds details to the problems that only a slow check finds
 */
export async function reloadFolder(
  folder: Folder,
  { files, problems: scanProblems, warnings }: FolderScan,
  load: Load,
  addDetails: (problems: readonly Problem[]) => Promise<readonly Problem[]>,
): Promise<ReloadedFolder> {
  const loaded = loadRoutes(files, { ...folder.settings, syntax: patternSyntax() }, load);
  const { routes } = loaded;
  const found = [...scanProblems, ...warnings, ...loaded.problems, ...((await loaded.pending) ?? [])];
  const problems = await addDetails(
    found.map((problem) => ({ ...problem, message: withoutVersions(problem.message) })),
  );

  const modules = new Map<string, RouteModule>(loaded.modules);
  for (const { file } of files.middlewareFiles) {
    const [first, ...others] = problems.filter((problem) => problem.files.includes(file));
    if (first) modules.set(file, createBrokenModule([first, ...others], folder));
  }
  for (const route of routes) {
    const [first, ...others] = problemsOfRoute(route, problems);
    if (first) modules.set(route.file, createBrokenModule([first, ...others], folder));
  }
  completeRoutes(routes, modules);
  return { routes, modules, problems };
}

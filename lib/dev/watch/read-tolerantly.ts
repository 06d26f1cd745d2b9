import { FsRoutesError } from '../../reporting/errors.js';
import type { Problem } from '../../types/problem.js';
import type { Load } from '../../files/load-modules.js';
import { readFolder } from '../../files/read-folder.js';
import { patternSyntax } from '../../serving/express-version.js';
import { completeRoutes } from '../../routing/route-table.js';
import { scanRoutes } from '../../files/scan-routes.js';
import type { ScannedFiles } from '../../types/index.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { RouteModule } from '../../types/index.js';
import type { Reading } from '../../load-watch.js';
import { problemsOf } from '../explain/problems-of-route.js';
import { brokenModule } from './broken-routes.js';
import { listingOf, noListing } from './disk/folder-listing.js';
import { withoutVersions } from './modules/module-versions.js';

type Folder = Pick<RouteFolder, 'directory' | 'settings'>;

/** What a scan found; also of a folder that is not there. */
export interface Scan {
  readonly files: ScannedFiles;
  readonly problems: readonly Problem[];
  /** See `ScannedFolder`. */
  readonly warnings: readonly Problem[];
  /** What was in each folder when it was read, by absolute paths: see `listingOf`. */
  readonly folders: ReadonlyMap<string, string>;
}

/** A reading, before it is known which of its routes must wait. */
export type NewReading = Omit<Reading, 'pendingRoutes'>;

export function scan({ directory, settings }: Folder): Scan {
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
 * Reads a folder in which something may be wrong: the routes concerned answer 500, all others as ever.
 *
 * @param detail says more about the problems
 */
export async function readTolerantly(
  folder: Folder,
  { files, problems: ofScan, warnings }: Scan,
  load: Load,
  detail: (problems: readonly Problem[]) => Promise<readonly Problem[]>,
): Promise<NewReading> {
  const loaded = readFolder(files, { ...folder.settings, syntax: patternSyntax() }, load);
  const { routes } = loaded;
  const found = [...ofScan, ...warnings, ...loaded.problems, ...((await loaded.pending) ?? [])];
  const problems = await detail(found.map((one) => ({ ...one, message: withoutVersions(one.message) })));

  const modules = new Map<string, RouteModule>(loaded.modules);
  for (const { file } of files.middlewareFiles) {
    const [first, ...rest] = problems.filter((problem) => problem.files.includes(file));
    if (first) modules.set(file, brokenModule([first, ...rest], folder));
  }
  for (const route of routes) {
    const [first, ...rest] = problemsOf(route, problems);
    if (first) modules.set(route.file, brokenModule([first, ...rest], folder));
  }
  completeRoutes(routes, modules);
  return { routes, modules, problems };
}

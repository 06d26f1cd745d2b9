import type { ExplorerData, FolderData, ProblemData, RouteData } from '../explorer-data.js';
import type { PageState } from './page-state.js';

/** One file: two folders may have files of the same name. */
export interface FileInFolder {
  readonly mountPath: string;
  /** Relative to the route folder. */
  readonly file: string;
}

export function isSameFile(a: FileInFolder, b: FileInFolder | undefined): boolean {
  return a.file === b?.file && a.mountPath === b.mountPath;
}

export function selectedFile({ folder, file }: PageState): FileInFolder | undefined {
  return file === '' ? undefined : { mountPath: folder, file };
}

/** What the page knows of a file. */
export interface FileDetails {
  readonly folder: FolderData;
  readonly route: RouteData | undefined;
  readonly problems: readonly ProblemData[];
  /** The routes that it comes before, where it is middleware. */
  readonly guardedRoutes: readonly RouteData[];
}

/** Nothing for a file that is no longer there. */
export function findFile(data: ExplorerData, { mountPath, file }: FileInFolder): FileDetails | undefined {
  const folder = data.folders.find((one) => one.mountPath === mountPath);
  if (!folder) return undefined;
  const route = folder.routes.find((one) => one.file === file);
  const problems = folder.problems.filter(({ files }) => files.includes(file));
  const guards = folder.routes.filter(({ middleware }) => middleware.includes(file));
  const isThere = route !== undefined || problems.length > 0 || guards.length > 0;
  return isThere ? { folder, route, problems, guardedRoutes: guards } : undefined;
}

/** A path of a folder, such as `/posts/[pid]`, from the origin on. */
export function displayUrl(mountPath: string, path: string): string {
  if (mountPath === '/') return path;
  return path === '/' ? mountPath : mountPath + path;
}

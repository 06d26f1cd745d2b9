import type { ExplorerData, FolderData, ProblemData, RouteData } from '../explorer-data.js';
import type { PageState } from './page-state.js';

/** A file and its route folder, because two folders may have files of the same name. */
export interface FileInFolder {
  readonly mountPath: string;
  /** The path of the file, relative to the route folder and with `/`. */
  readonly file: string;
}

export function isSameFile(a: FileInFolder, b: FileInFolder | undefined): boolean {
  return a.file === b?.file && a.mountPath === b.mountPath;
}

export function selectedFile({ folder, file }: PageState): FileInFolder | undefined {
  return file === '' ? undefined : { mountPath: folder, file };
}

/** A file with its problems, and its route or, for middleware, the routes that it runs before. */
export interface FileDetails {
  readonly folder: FolderData;
  readonly route: RouteData | undefined;
  readonly problems: readonly ProblemData[];
  /** The routes that the file runs before, if it is middleware. */
  readonly guardedRoutes: readonly RouteData[];
}

/** Finds a file in the data; `undefined` if the file no longer exists. */
export function findFile(data: ExplorerData, { mountPath, file }: FileInFolder): FileDetails | undefined {
  const folder = data.folders.find((folder) => folder.mountPath === mountPath);
  if (!folder) return undefined;
  const route = folder.routes.find((route) => route.file === file);
  const problems = folder.problems.filter(({ files }) => files.includes(file));
  const guardedRoutes = folder.routes.filter(({ middleware }) => middleware.includes(file));
  const exists = route !== undefined || problems.length > 0 || guardedRoutes.length > 0;
  return exists ? { folder, route, problems, guardedRoutes } : undefined;
}

/** Returns the path of a route, such as `/posts/[pid]`, with the mount path before it. */
export function displayUrl(mountPath: string, path: string): string {
  if (mountPath === '/') return path;
  return path === '/' ? mountPath : mountPath + path;
}

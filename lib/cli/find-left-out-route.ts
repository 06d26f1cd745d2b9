import { findLeftOut, type LeftOutFile } from '../dev/inspect/left-out.js';
import { installedSyntax } from '../dev/inspect/installed-express.js';
import { createRouteTable } from '../routing/route-table.js';
import type { RouteFolder } from '../serving/route-folder.js';

/**
 * Finds the file that is not served and would answer a request if it were.
 *
 * @param chosen the file that answers now
 * @param choose returns the file of a folder that answers the request
 */
export function findLeftOutRoute(
  folder: RouteFolder,
  chosen: string | undefined,
  choose: (folder: RouteFolder) => string | undefined,
): LeftOutFile | undefined {
  const leftOut = findLeftOut(folder);
  if (leftOut.length === 0) return undefined;
  const served = folder.routes.map(({ file, absolutePath, path }) => ({
    file,
    absolutePath,
    names: path === '/' ? [] : path.slice(1).split('/'),
  }));
  const tables = { routeFiles: [...served, ...leftOut], middlewareFiles: [] };
  const { routes } = createRouteTable(tables, { ...folder.settings, syntax: installedSyntax() });
  const found = leftOut.find(({ file }) => file === choose({ ...folder, routes, problems: [] }));
  const pathOf = (file: string | undefined) => routes.find((route) => route.file === file)?.path;
  // Of two files for one URL, the one that is served answers.
  return found && pathOf(found.file) === pathOf(chosen) ? undefined : found;
}

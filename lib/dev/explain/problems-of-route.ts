import path from 'node:path';
import type { Problem } from '../../types/problem.js';
import { looksLikeMiddleware } from '../../routing/folder-middleware.js';
import type { RouteDraft } from '../../routing/route-table.js';

/** Returns the problems that keep a route from answering: its own, and those of its folders and their middleware. */
export function problemsOfRoute({ file, middleware }: RouteDraft, problems: readonly Problem[]): Problem[] {
  return problems.filter(
    ({ files, folders = [] }) =>
      files.some((broken) => broken === file || middleware.includes(broken) || isMiddlewareAbove(broken, file)) ||
      folders.some((folder) => file.startsWith(`${folder}/`)),
  );
}

/**
 * Returns `true` if a file is middleware of a folder above the route. The route's own list does not contain all such
 * files: a misnamed file, or the second one in a folder, is not in it.
 */
function isMiddlewareAbove(file: string, routeFile: string): boolean {
  const folder = path.posix.dirname(file);
  return looksLikeMiddleware(path.posix.basename(file)) && (folder === '.' || routeFile.startsWith(`${folder}/`));
}

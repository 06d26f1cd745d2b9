import path from 'node:path';
import type { Problem } from '../../types/problem.js';
import { looksLikeMiddleware } from '../../routing/folder-middleware.js';
import type { RouteDraft } from '../../routing/route-table.js';

/** The problems that keep a route from answering: its own, and those of the middleware of its folders. */
export function problemsOfRoute({ file, middleware }: RouteDraft, problems: readonly Problem[]): Problem[] {
  return problems.filter(
    ({ files, folders = [] }) =>
      files.some((one) => one === file || middleware.includes(one) || isMiddlewareAbove(one, file)) ||
      folders.some((folder) => file.startsWith(`${folder}/`)),
  );
}

/** Also of a misnamed one, or the second in its folder, which the table does not have. */
function isMiddlewareAbove(file: string, routeFile: string): boolean {
  const folder = path.posix.dirname(file);
  return looksLikeMiddleware(path.posix.basename(file)) && (folder === '.' || routeFile.startsWith(`${folder}/`));
}

import path from 'node:path';
import type { Problem } from '../../types/problem.js';
import { isWarning } from '../../reporting/warn.js';
import { isMiddlewareProblem } from '../../routing/middleware-names.js';
import type { RouteDraft } from '../../routing/route-table.js';

/** Returns the problems that keep a route from answering: its own, and those of its folders and their middleware. */
export function problemsOfRoute({ file, middleware }: RouteDraft, problems: readonly Problem[]): Problem[] {
  return problems.filter((problem) => {
    const { files, folders = [] } = problem;
    if (isWarning(problem)) return false;
    return (
      files.some(
        (broken) => broken === file || middleware.includes(broken) || isMiddlewareAbove(problem, broken, file),
      ) || folders.some((folder) => file.startsWith(`${folder}/`))
    );
  });
}

/**
 * Returns `true` if a file is middleware of a folder above the route. The route's own list does not contain all such
 * files: a misnamed file, or the second one in a folder, is not in it.
 */
function isMiddlewareAbove(problem: Problem, file: string, routeFile: string): boolean {
  const folder = path.posix.dirname(file);
  return isMiddlewareProblem(problem, file) && (folder === '.' || routeFile.startsWith(`${folder}/`));
}

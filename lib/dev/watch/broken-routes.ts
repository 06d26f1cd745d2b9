import path from 'node:path';
import { FsRoutesError, type Problem } from '../../errors.js';
import { looksLikeMiddleware } from '../../folder-middleware.js';
import { noMethods } from '../../read-methods.js';
import type { RouteDraft } from '../../route-table.js';
import type { RouteFolder } from '../../served-folder.js';
import type { ApiHandler, RouteModule } from '../../types.js';

/** The problems that keep a route from answering: its own, and those of the middleware of its folders. */
export function problemsOf({ file, middleware }: RouteDraft, problems: readonly Problem[]): Problem[] {
  return problems.filter(({ files }) =>
    files.some((one) => one === file || middleware.includes(one) || isMiddlewareAbove(one, file)),
  );
}

/** Also of a misnamed one, or the second in its folder, which the table does not have. */
function isMiddlewareAbove(file: string, routeFile: string): boolean {
  const folder = path.posix.dirname(file);
  return looksLikeMiddleware(path.posix.basename(file)) && (folder === '.' || routeFile.startsWith(`${folder}/`));
}

/**
 * What stands in for the module of a file that has problems: answers 500 and says why. Only while developing:
 * a client is told all of it.
 */
export function brokenModule(
  problems: readonly [Problem, ...Problem[]],
  { directory, settings }: Pick<RouteFolder, 'directory' | 'settings'>,
): RouteModule {
  const error = new FsRoutesError(problems, { directory, status: 500, expose: true });
  // Where it was made says nothing; Express prints it with each request.
  error.stack = String(error);
  const brokenRoute: ApiHandler = (_req, res, next) => {
    // In Next.js there is nobody behind a handler.
    if (settings.compat === 'next')
      res.status(500).setHeader('Content-Type', 'text/plain; charset=utf-8').end(error.message);
    else next(error);
  };
  return { handlers: [brokenRoute], methods: noMethods, config: {} };
}

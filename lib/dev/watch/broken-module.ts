import { FsRoutesError } from '../../reporting/errors.js';
import type { Problem } from '../../types/problem.js';
import { noMethods } from '../../files/read-method-exports.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { RouteModule } from '../../types/index.js';

/**
 * What stands in for the module of a file that has problems: answers 500 and says why. Only while developing:
 * a client is told all of it.
 */
export function createBrokenModule(
  problems: readonly [Problem, ...Problem[]],
  { directory, settings }: Pick<RouteFolder, 'directory' | 'settings'>,
): RouteModule {
  const error = new FsRoutesError(problems, { directory, status: 500, expose: true });
  // Where it was made says nothing; Express prints it with each request.
  Object.assign(error, { stack: String(error) });
  return { handlers: [settings.conventions.createErrorHandler(error)], methods: noMethods, config: {} };
}

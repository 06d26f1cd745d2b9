import { noMethods } from '../../files/read-method-exports.js';
import { FsRoutesError } from '../../reporting/errors.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { RouteModule } from '../../types/index.js';
import type { Problem } from '../../types/problem.js';

/**
 * Creates the module that replaces a file with problems: it answers 500 with the reason. For development only, because
 * the client gets the whole message.
 */
export function createBrokenModule(
  problems: readonly [Problem, ...Problem[]],
  { directory, settings }: Pick<RouteFolder, 'directory' | 'settings'>,
): RouteModule {
  const error = new FsRoutesError(problems, { directory, status: 500, expose: true });
  // Express prints the stack at each request, and where the error was created does not help.
  Object.assign(error, { stack: String(error) });
  return { handlers: [settings.conventions.createFailingHandler(error)], methods: noMethods, config: {} };
}

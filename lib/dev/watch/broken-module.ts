import type { RequestHandler } from 'express';
import { noMethods } from '../../files/read-method-exports.js';
import { FsRoutesError, removeFrames } from '../../reporting/errors.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { RouteModule } from '../../types/index.js';
import type { Problem } from '../../types/problem.js';

/**
 * Creates the module that replaces a file with problems: it answers 500 with the reason. For development only, because
 * the client gets the whole message.
 *
 * @param wasRouter `true` if the file exported a Router before: then it answers below its path, too
 */
export function createBrokenModule(
  problems: readonly [Problem, ...Problem[]],
  { directory, settings }: Pick<RouteFolder, 'directory' | 'settings'>,
  wasRouter = false,
): RouteModule {
  const error = new FsRoutesError(problems, { directory, status: 500, expose: true });
  // Express prints the stack at each request, and where the error was created does not help.
  removeFrames(error);
  const answerError = settings.conventions.createFailingHandler(error);
  const router = wasRouter ? { router: answerError as RequestHandler } : {};
  return { handlers: [answerError], methods: noMethods, config: {}, ...router };
}

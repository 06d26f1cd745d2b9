import type { Issue, Problem } from '../types/problem.js';
import { problemsInFile } from '../reporting/errors.js';
import { property } from '../reporting/inspect-value.js';
import { noMethods } from './read-method-exports.js';
import { checkHandlers, handlerIssue, listHandlers, takesErrors } from './check-handlers.js';
import { isHandlerOrList, unwrapNamespace } from './read-route-module.js';
import type { HandlerList, RouteModule } from '../types/index.js';

/**
 * Checks the exports of a `_middleware` file. Its handlers run before the routes of its folder, and its error handlers
 * handle the errors of these routes.
 */
export function readMiddleware(file: string, exported: unknown): RouteModule | Problem[] {
  const namespace = unwrapNamespace(exported);
  const handlers = listHandlers(isHandlerOrList(namespace) ? namespace : property(namespace, 'default'));
  const issues = checkMiddleware(handlers);
  if (issues.length > 0) return problemsInFile(file, issues);
  return { handlers: handlers as HandlerList, methods: noMethods, config: {} };
}

function checkMiddleware(handlers: readonly unknown[]): Issue[] {
  if (handlers.length === 1 && handlers[0] === undefined) {
    return handlerIssue(
      'FSR_NO_HANDLER',
      'The _middleware file has no default export, which must be a handler or an array of handlers.',
      'write `export default (req, res, next) => { …; next(); }` or `module.exports = (req, res, next) => { …; next(); }`.',
    );
  }
  // Error handlers alone are accepted here: they handle the errors of the folder's routes.
  const areErrorHandlers = handlers.every((handler) => typeof handler === 'function' && takesErrors(handler as never));
  return handlers.length > 0 && areErrorHandlers ? [] : checkHandlers('The default export', handlers);
}

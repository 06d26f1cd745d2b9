import type { Issue, Problem } from '../types/problem.js';
import { problemsInFile } from '../reporting/errors.js';
import { property } from '../reporting/inspect-value.js';
import { noMethods } from './read-method-exports.js';
import { checkHandlers, listHandlers, handlerIssue } from './check-handlers.js';
import { isHandlerOrList, unwrapNamespace } from './read-route-module.js';
import { takesErrors } from './check-handlers.js';
import type { HandlerList, RouteModule } from '../types/index.js';

/**
 * What a folder's `_middleware` file means: handlers that come before its routes, and error handlers for
 * what goes wrong in them.
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
      'A _middleware file exports a handler, or an array of them, as default, and this one has no default export.',
      'write `export default (req, res, next) => { …; next(); }` or `module.exports = (req, res, next) => { …; next(); }`.',
    );
  }
  // Error handlers alone are enough here: the folder's routes come before them.
  const areErrorHandlers = handlers.every((handler) => typeof handler === 'function' && takesErrors(handler as never));
  return handlers.length > 0 && areErrorHandlers ? [] : checkHandlers('The default export', handlers);
}

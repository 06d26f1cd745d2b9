import type { Issue, Problem } from '../types/problem.js';
import { problemsInFile } from '../reporting/errors.js';
import { property } from '../reporting/inspect-value.js';
import { noMethods } from './read-method-exports.js';
import { checkHandlers, listHandlers, takesErrors } from './check-handlers.js';
import { noMiddleware } from './no-handler.js';
import { findMethodsInMiddleware } from './unknown-exports.js';
import { exportsDefault, isHandlerOrList, unwrapNamespace } from './read-route-module.js';
import type { HandlerList, RouteModule } from '../types/index.js';

/**
 * Checks the exports of a `_middleware` file. Its handlers run before the routes of its folder, and its error handlers
 * handle the errors of these routes.
 */
export function readMiddleware(file: string, exported: unknown): RouteModule | Problem[] {
  const namespace = unwrapNamespace(exported);
  const exportedDefault = isHandlerOrList(namespace) ? namespace : property(namespace, 'default');
  const handlers = listHandlers(exportedDefault);
  const issues =
    exportedDefault === undefined && !exportsDefault(namespace)
      ? [noMiddleware(namespace)]
      : [...checkMiddleware(handlers), ...findMethodsInMiddleware(namespace)];
  if (issues.length > 0) return problemsInFile(file, issues);
  return { handlers: handlers as HandlerList, methods: noMethods, config: {} };
}

function checkMiddleware(handlers: readonly unknown[]): Issue[] {
  // Error handlers alone are accepted here: they handle the errors of the folder's routes.
  const areErrorHandlers = handlers.every((handler) => typeof handler === 'function' && takesErrors(handler as never));
  return handlers.length > 0 && areErrorHandlers ? [] : checkHandlers('The default export', handlers);
}

import { checkConfig } from './check-config.js';
import type { Problem } from '../types/problem.js';
import { problemsInFile } from '../reporting/errors.js';
import { isRecord, property } from '../reporting/inspect-value.js';
import { exportsMethods, readMethodExports } from './read-method-exports.js';
import { checkHandlers, listHandlers } from './check-handlers.js';
import { noHandler } from './no-handler.js';
import { findUnknownExports, findUnknownProperties } from './unknown-exports.js';
import type { HandlerList, RouteModule } from '../types/index.js';

/**
 * Checks the exports of a route file: its handlers and its config.
 *
 * @param file the file that the problems name
 * @param exported the result of `require` or `import()`: a namespace, or any value that CommonJS exported
 */
export function readRouteModule(file: string, exported: unknown): RouteModule | Problem[] {
  const namespace = unwrapNamespace(exported);
  const defaultExport = isHandlerOrList(namespace) ? namespace : property(namespace, 'default');
  // With `module.exports = handler; module.exports.config = …`, the config is a property of the handler.
  const config = property(namespace, 'config') ?? property(defaultExport, 'config') ?? noConfig;

  const { methods, issues: methodIssues } = readMethodExports(namespace);
  const unknown = [...findUnknownExports(namespace), ...findUnknownProperties(defaultExport)];
  const issues = [...methodIssues];
  const hasDefault = defaultExport !== undefined || exportsDefault(namespace);
  const handlers = hasDefault ? listHandlers(defaultExport) : [];
  if (hasDefault) issues.push(...checkHandlers('The default export', handlers));
  if (hasDefault || methods.size > 0) issues.push(...unknown);
  else issues.push(noHandler(namespace, unknown));
  if (config !== noConfig) issues.push(...checkConfig(config));
  if (issues.length > 0) return problemsInFile(file, issues);
  return { handlers: handlers as HandlerList, methods, config };
}

/**
 * Returns the innermost namespace. With `import()`, the namespace of CommonJS is `{ default: module.exports }`, and
 * that of transpiled CommonJS is `{ default: { default } }`.
 */
export function unwrapNamespace(exported: unknown): unknown {
  let namespace = exported;
  for (let depth = 0; depth < 2 && !isHandlerOrList(namespace); depth += 1) {
    const inner = property(namespace, 'default');
    if (isHandlerOrList(inner) || !isNamespace(inner)) break;
    namespace = inner;
  }
  return namespace;
}

function isNamespace(value: unknown): boolean {
  return property(value, 'default') !== undefined || exportsMethods(value);
}

/** Returns whether a namespace has a default export, even if it is `undefined`. */
export function exportsDefault(namespace: unknown): boolean {
  return isRecord(namespace) && Object.hasOwn(namespace, 'default');
}

/** An empty config, which most routes share. */
const noConfig = Object.freeze({});

export function isHandlerOrList(value: unknown): boolean {
  return typeof value === 'function' || Array.isArray(value);
}

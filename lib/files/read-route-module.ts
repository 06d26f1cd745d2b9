import { checkConfig } from './check-config.js';
import type { Issue, Problem } from '../types/problem.js';
import { problemsInFile } from '../reporting/errors.js';
import { isRecord, property } from '../reporting/inspect-value.js';
import { exportsMethods, noMethods, readMethodExports } from './read-method-exports.js';
import { checkHandlers, handlerIssue, listHandlers } from './check-handlers.js';
import { isRouter } from './is-router.js';
import { noHandler } from './no-handler.js';
import { findUnknownExports, findUnknownProperties } from './unknown-exports.js';
import type { RequestHandler } from 'express';
import type { ApiHandler, HandlerList, RouteModule } from '../types/index.js';

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

  const router = isRouter(defaultExport) ? defaultExport : undefined;
  const beside = router ? exportsBeside(router, namespace) : namespace;
  const { methods, issues: methodIssues } = readMethodExports(beside);
  const unknown = [...findUnknownExports(beside), ...(router ? [] : findUnknownProperties(defaultExport))];
  const issues = [...methodIssues];
  const hasDefault = defaultExport !== undefined || exportsDefault(namespace);
  const handlers = hasDefault ? listHandlers(defaultExport) : [];
  if (hasDefault) issues.push(...checkHandlers('The default export', handlers));
  if (hasDefault || methods.size > 0) issues.push(...unknown);
  else issues.push(noHandler(namespace, unknown));
  if (router && methods.size > 0) issues.push(...methodsBesideRouter(methods));
  if (config !== noConfig) issues.push(...checkConfig(config));
  if (issues.length > 0) return problemsInFile(file, issues);
  if (router) return { handlers: [router as ApiHandler], methods: noMethods, config, router };
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

/** Returns `true` if a namespace has a default export, even if it is `undefined`. */
export function exportsDefault(namespace: unknown): boolean {
  return isRecord(namespace) && Object.hasOwn(namespace, 'default');
}

/** An empty config, which most routes share. */
const noConfig = Object.freeze({});

/**
 * Returns what a module exports beside its Router. Bundlers turn the properties of what CommonJS exports into exports,
 * and an app has a property `get`.
 */
function exportsBeside(router: RequestHandler, namespace: unknown): unknown {
  if (!isRecord(namespace)) return namespace;
  return Object.fromEntries(Object.entries(namespace).filter(([name, value]) => value !== property(router, name)));
}

function methodsBesideRouter(methods: RouteModule['methods']): Issue[] {
  return handlerIssue(
    'FSR_BAD_HANDLER',
    `The default export is an Express Router or app, which answers every method, so the file cannot export ${[...methods.keys()].join(' and ')} too.`,
    "move those handlers into the Router, such as `router.get('/', handler)`, or the Router into a file of its own.",
  );
}

export function isHandlerOrList(value: unknown): boolean {
  return typeof value === 'function' || Array.isArray(value);
}

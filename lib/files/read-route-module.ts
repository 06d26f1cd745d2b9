import { checkConfig } from './check-config.js';
import type { Problem } from '../types/problem.js';
import { problemsInFile } from '../reporting/errors.js';
import { property } from '../reporting/inspect-value.js';
import { exportsMethods, readMethodExports } from './read-method-exports.js';
import { checkHandlers, listHandlers, handlerIssue } from './check-handlers.js';
import type { HandlerList, RouteModule } from '../types/index.js';

/**
 * What a loaded route file means: its handlers and its config.
 *
 * @param file named in the problem
 * @param exported what `require` or `import()` gave: a namespace, or whatever CommonJS exported
 */
export function readRouteModule(file: string, exported: unknown): RouteModule | Problem[] {
  const namespace = unwrapNamespace(exported);
  const exportedDefault = isHandlerOrList(namespace) ? namespace : property(namespace, 'default');
  // `module.exports = handler; module.exports.config = …` has its config on the handler.
  const config = property(namespace, 'config') ?? property(exportedDefault, 'config') ?? noConfig;

  const { methods, issues: methodIssues } = readMethodExports(namespace);
  const issues = [...methodIssues];
  const handlers = exportedDefault === undefined ? [] : listHandlers(exportedDefault);
  if (exportedDefault !== undefined) issues.push(...checkHandlers('The default export', handlers));
  else if (methods.size === 0) issues.push(...noHandler);
  if (config !== noConfig) issues.push(...checkConfig(config));
  if (issues.length > 0) return problemsInFile(file, issues);
  return { handlers: handlers as HandlerList, methods, config };
}

/**
 * The innermost namespace: CommonJS through `import()` arrives as `default: module.exports`, and
 * transpiled CommonJS as `default: { default }`.
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

/** One for all: most routes have none. */
const noConfig = Object.freeze({});

const noHandler = handlerIssue(
  'FSR_NO_HANDLER',
  'A route file exports its handler as default, or handlers by the names of methods, and this one exports none.',
  'write `export default (req, res) => { … }`, `export const GET = (req, res) => { … }` or `module.exports = (req, res) => { … }`; a file that is no route wants a name with a leading `_`, or a place in the `ignore` option.',
);

export function isHandlerOrList(value: unknown): boolean {
  return typeof value === 'function' || Array.isArray(value);
}

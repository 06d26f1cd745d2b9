import { types } from 'node:util';
import { kindOf, isRecord } from '../reporting/inspect-value.js';
import { printable } from '../reporting/printable.js';
import type { Issue } from '../types/problem.js';
import { hasHandler } from './check-handlers.js';
import { exportableMethods } from './read-method-exports.js';

/** The number of names in a message, and the length up to which it shows a name. */
const maxNames = 8;
const maxNameLength = 40;

/** The names that handlers have in other frameworks, and in controllers. */
const handlerNames = new Set(
  ['action', 'all', 'api', 'app', 'controller', 'fallback', 'fn', 'func', 'handle', 'handler', 'handlers'].concat([
    'index',
    'listener',
    'loader',
    'main',
    'middleware',
    'onRequest',
    'route',
    'router',
    'routes',
  ]),
);

/**
 * Creates the issue of a route file without a handler, which names what the file does export.
 *
 * @param unknown the exports that look like handlers: see `findUnknownExports`
 */
export function noHandler(namespace: unknown, unknown: readonly Issue[]): Issue {
  const fix =
    unknown[0]?.help ??
    guessHandler(namespace) ??
    'write `export default (req, res) => { … }`, `export const GET = (req, res) => { … }` or `module.exports = (req, res) => { … }`.';
  return {
    code: 'FSR_NO_HANDLER',
    message: `The file exports no handler: a route file has a default export, or exports such as GET and POST. ${describeExports(namespace)}`,
    help: `${fix} If the file is not a route, begin its name with \`_\`, or add it to the \`ignore\` option.`,
  };
}

/** Creates the issue of a `_middleware` file without a default export. */
export function noMiddleware(namespace: unknown): Issue {
  return {
    code: 'FSR_NO_HANDLER',
    message: `The _middleware file has no default export, which must be a handler or an array of handlers. ${describeExports(namespace)}`,
    help:
      guessDefault(namespace) ??
      'write `export default (req, res, next) => { …; next(); }` or `module.exports = (req, res, next) => { …; next(); }`.',
  };
}

/** Says in one sentence what a file exports. */
function describeExports(namespace: unknown): string {
  const kind = kindOf(namespace);
  if (namespace !== undefined && kind !== 'an object') return `It exports ${kind}.`;
  if (!isRecord(namespace)) return 'It exports nothing.';
  const names = exportedNames(namespace);
  if (names.length === 0) return 'It exports nothing.';
  const shown = names.slice(0, maxNames).map(quote);
  const rest = names.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = parts.pop() ?? '';
  return `It exports ${parts.length > 0 ? `${parts.join(', ')} and ` : ''}${last}.`;
}

function exportedNames(namespace: Record<string, unknown>): string[] {
  return Object.keys(namespace)
    .filter((name) => name !== '__esModule' && name !== 'module.exports')
    .sort();
}

function quote(name: string): string {
  const text = printable(name);
  return `'${text.length > maxNameLength ? `${text.slice(0, maxNameLength)}…` : text}'`;
}

/** Guesses which slip left a route file without a handler, and returns what to write. */
function guessHandler(namespace: unknown): string | undefined {
  for (const name of handlersIn(namespace)) {
    const method = methodIn(name);
    if (method !== undefined) return `if ${quote(name)} handles ${method}, export it as ${method}.`;
  }
  const guess = guessDefault(namespace);
  if (guess !== undefined || !isRecord(namespace)) return guess;
  const wrongKind = exportedNames(namespace).find((name) => methodIn(name) === name.toUpperCase());
  return wrongKind && `${quote(wrongKind)} is ${kindOf(namespace[wrongKind])}: export a function.`;
}

/** Guesses which slip left a file without a default export, and returns what to write. */
function guessDefault(namespace: unknown): string | undefined {
  if (!isRecord(namespace)) return undefined;
  const isEsModule = types.isModuleNamespaceObject(namespace) || '__esModule' in namespace;
  if (exportedNames(namespace).length === 0 && !isEsModule) {
    return 'if you wrote `exports = …` or `module.export = …`, write `module.exports = …`.';
  }
  const handlers = handlersIn(namespace);
  const handler = handlers.find((name) => handlerNames.has(name)) ?? (handlers.length === 1 ? handlers[0] : undefined);
  return handler && `if ${quote(handler)} is the handler, export it as default.`;
}

/** Lists the names of exports that are meant as handlers. */
function handlersIn(namespace: unknown): string[] {
  return isRecord(namespace) ? exportedNames(namespace).filter((name) => hasHandler(namespace[name])) : [];
}

/** Finds the method in a name such as `getUser`, `onRequestGet`, `delete_` or `query`. */
function methodIn(name: string): string | undefined {
  const words = name.split(/(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+/).map((word) => word.toUpperCase());
  return exportableMethods.find((method) => words.includes(method));
}

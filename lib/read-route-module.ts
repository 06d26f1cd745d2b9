import { checkConfig } from './check-config.js';
import type { ErrorCode, Problem } from './errors.js';
import { kindOf, property } from './inspect-value.js';
import type { RouteModule } from './types.js';

/**
 * What a loaded route file means: its handlers and its config.
 *
 * @param file named in the problem
 * @param exported what `require` or `import()` gave: a namespace, or whatever CommonJS exported
 */
export function readRouteModule(file: string, exported: unknown): RouteModule | Problem[] {
  const namespace = unwrap(exported);
  const exportedDefault = isCallable(namespace) ? namespace : property(namespace, 'default');
  const handlers: unknown[] = Array.isArray(exportedDefault) ? exportedDefault.flat(Infinity) : [exportedDefault];
  // `module.exports = handler; module.exports.config = …` has its config on the handler.
  const config = property(namespace, 'config') ?? property(exportedDefault, 'config') ?? noConfig;

  const slips = checkHandlers(exportedDefault, handlers);
  if (config !== noConfig) slips.push(...checkConfig(config));
  if (slips.length > 0) return slips.map((slip) => ({ ...slip, files: [file] }));
  return { handlers: handlers as RouteModule['handlers'], config };
}

/**
 * The innermost namespace: CommonJS through `import()` arrives as `default: module.exports`, and
 * transpiled CommonJS as `default: { default }`.
 */
export function unwrap(exported: unknown): unknown {
  let namespace = exported;
  for (let depth = 0; depth < 2 && !isCallable(namespace); depth += 1) {
    const inner = property(namespace, 'default');
    if (isCallable(inner) || property(inner, 'default') === undefined) break;
    namespace = inner;
  }
  return namespace;
}

/** One for all: most routes have none. */
const noConfig = Object.freeze({});

function isCallable(value: unknown): boolean {
  return typeof value === 'function' || Array.isArray(value);
}

function checkHandlers(exportedDefault: unknown, handlers: readonly unknown[]): Omit<Problem, 'files'>[] {
  if (exportedDefault === undefined) {
    return refuse(
      'FSR_NO_HANDLER',
      'A route file exports its handler as default, and this one has no default export.',
      'write `export default (req, res) => { … }` or `module.exports = (req, res) => { … }`; a file that is no route wants a name with a leading `_`, or a place in the `ignore` option.',
    );
  }
  for (const handler of handlers) {
    if (typeof handler !== 'function') {
      return refuse(
        'FSR_BAD_HANDLER',
        `The default export has ${kindOf(handler)} where a handler belongs.`,
        'export a function (req, res) => { … }, or an array of such functions.',
      );
    }
    if (isClass(handler)) {
      return refuse(
        'FSR_BAD_HANDLER',
        'The default export is a class, which cannot be called.',
        'export a function (req, res) => { … } that uses it.',
      );
    }
  }
  if (!handlers.some((handler) => (handler as () => void).length < 4)) {
    return refuse(
      'FSR_BAD_HANDLER',
      handlers.length === 0
        ? 'The default export is an empty array.'
        : 'The default export takes four parameters, so Express would call it for errors only.',
      'export a handler with up to three parameters, (req, res, next); an error handler may follow it in an array.',
    );
  }
  return [];
}

/** By its source text: to ask for its `prototype` would make V8 create one for every handler. */
function isClass(handler: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(handler));
}

function refuse(code: ErrorCode, message: string, help: string): Omit<Problem, 'files'>[] {
  return [{ code, message, help }];
}

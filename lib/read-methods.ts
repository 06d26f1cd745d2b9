import type { ErrorCode, Problem } from './errors.js';
import { isRecord, kindOf } from './inspect-value.js';
import { takesErrors } from './run-handlers.js';
import type { HandlerList } from './types.js';

type Slip = Omit<Problem, 'files'>;

/** By the names of exports, in capitals. `delete` is a word of the language and no name for a constant. */
const methodNames = new Map([
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) => [method, method] as const),
  ['DEL', 'DELETE'] as const,
]);

/**
 * The method that an export is for. In capitals or in small letters it is named after one, whatever it is; in
 * mixed case, `Get`, only if it can be called, as express-file-routing has it: `Post` may be a class.
 */
function methodOf(name: string, exported: unknown): string | undefined {
  const method = methodNames.get(name.toUpperCase());
  if (method === undefined || exported === undefined) return undefined;
  const isPlain = name === name.toUpperCase() || name === name.toLowerCase();
  return isPlain || checkHandlers(name, listHandlers(exported)).length === 0 ? method : undefined;
}

/** Most routes have none: one for all. */
export const noMethods: ReadonlyMap<string, HandlerList> = new Map<string, HandlerList>();

/** Whether a namespace has an export that is named after a method. */
export function exportsMethods(namespace: unknown): boolean {
  return isRecord(namespace) && Object.entries(namespace).some(([name, value]) => methodOf(name, value) !== undefined);
}

/**
 * The handlers of a namespace's method exports. Of a function there are none: an Express Router has
 * properties of these names, too.
 *
 * @param slips gets two exports for one method, and exports that are no handlers
 */
export function readMethods(namespace: unknown, slips: Slip[]): ReadonlyMap<string, HandlerList> {
  if (!exportsMethods(namespace)) return noMethods;
  const methods = new Map<string, HandlerList>();
  const names = new Map<string, string>();
  for (const [name, exported] of Object.entries(namespace as Record<string, unknown>)) {
    const method = methodOf(name, exported);
    if (method === undefined) continue;
    const other = names.get(method);
    if (other !== undefined) slips.push(twoForOne(method, other, name));
    names.set(method, name);
    const handlers = listHandlers(exported);
    slips.push(...checkHandlers(`The export '${name}'`, handlers));
    methods.set(method, handlers as HandlerList);
  }
  return methods;
}

/** A handler, or an array of them, however nested: what Express's methods take. */
export function listHandlers(exported: unknown): readonly unknown[] {
  return Array.isArray(exported) ? (exported.flat(Infinity) as unknown[]) : [exported];
}

/**
 * @param what the handlers are, as the subject of a sentence
 * @returns the first thing that is wrong with them
 */
export function checkHandlers(what: string, handlers: readonly unknown[]): Slip[] {
  for (const handler of handlers) {
    if (typeof handler !== 'function') {
      return refuse(
        'FSR_BAD_HANDLER',
        `${what} has ${kindOf(handler)} where a handler belongs.`,
        'export a function (req, res) => { … }, or an array of such functions.',
      );
    }
    if (isClass(handler)) {
      return refuse(
        'FSR_BAD_HANDLER',
        `${what} is a class, which cannot be called.`,
        'export a function (req, res) => { … } that uses it.',
      );
    }
  }
  if (!(handlers as HandlerList).some((handler) => !takesErrors(handler))) {
    return refuse(
      'FSR_BAD_HANDLER',
      handlers.length === 0
        ? `${what} is an empty array.`
        : `${what} takes four parameters, so Express would call it for errors only.`,
      'export a handler with up to three parameters, (req, res, next); an error handler may follow it in an array.',
    );
  }
  return [];
}

export function refuse(code: ErrorCode, message: string, help: string): Slip[] {
  return [{ code, message, help }];
}

function twoForOne(method: string, first: string, second: string): Slip {
  return {
    code: 'FSR_DUPLICATE_METHOD',
    message: `The exports '${first}' and '${second}' are both for ${method}.`,
    help: 'keep one of them; an array has room for several handlers.',
  };
}

/** By its source text: to ask for its `prototype` would make V8 create one for every handler. */
function isClass(handler: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(handler));
}

import type { Issue } from '../types/problem.js';
import { isRecord } from '../reporting/inspect-value.js';
import { checkHandlers, listHandlers } from './check-handlers.js';
import type { HandlerList } from '../types/index.js';

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
  const isOneCase = name === name.toUpperCase() || name === name.toLowerCase();
  return isOneCase || checkHandlers(name, listHandlers(exported)).length === 0 ? method : undefined;
}

/** Most routes have none: one for all. */
export const noMethods: ReadonlyMap<string, HandlerList> = new Map<string, HandlerList>();

interface MethodExports {
  /** The handlers of each method, by its name in capitals. */
  readonly methods: ReadonlyMap<string, HandlerList>;
  readonly issues: readonly Issue[];
}

const noMethodExports: MethodExports = { methods: noMethods, issues: [] };

/** Whether a namespace has an export that is named after a method. */
export function exportsMethods(namespace: unknown): boolean {
  return isRecord(namespace) && Object.entries(namespace).some(([name, value]) => methodOf(name, value) !== undefined);
}

/**
 * The handlers of a namespace's method exports. Of a function there are none: an Express Router has
 * properties of these names, too.
 *
 * @returns with an issue for two exports for one method, and for an export that is no handler
 */
export function readMethodExports(namespace: unknown): MethodExports {
  if (!exportsMethods(namespace)) return noMethodExports;
  const issues: Issue[] = [];
  const methods = new Map<string, HandlerList>();
  const names = new Map<string, string>();
  for (const [name, exported] of Object.entries(namespace as Record<string, unknown>)) {
    const method = methodOf(name, exported);
    if (method === undefined) continue;
    const other = names.get(method);
    if (other !== undefined) issues.push(duplicateMethod(method, other, name));
    names.set(method, name);
    const handlers = listHandlers(exported);
    issues.push(...checkHandlers(`The export '${name}'`, handlers));
    methods.set(method, handlers as HandlerList);
  }
  return { methods, issues };
}

function duplicateMethod(method: string, first: string, second: string): Issue {
  return {
    code: 'FSR_DUPLICATE_METHOD',
    message: `The exports '${first}' and '${second}' are both for ${method}.`,
    help: 'keep one of them; an array has room for several handlers.',
  };
}

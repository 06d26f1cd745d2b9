import type { Issue } from '../types/problem.js';
import { isRecord } from '../reporting/inspect-value.js';
import { checkHandlers, hasHandler, listHandlers } from './check-handlers.js';
import type { HandlerList } from '../types/index.js';

/** The methods that a file may have an export for, as messages list them. */
export const exportableMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'] as const;

/** The methods by the names of exports, in capitals. `del` is accepted because `delete` is a reserved word. */
const methodNames = new Map<string, string>([
  ...exportableMethods.map((method) => [method, method] as const),
  ['DEL', 'DELETE'] as const,
]);

/**
 * Returns the method of an export. A name in upper or lower case is enough. If it is in mixed case, such as `Get`,
 * which express-file-routing accepts, the export must also be meant as a handler: `Post` may be a class.
 *
 * QUERY is accepted in capitals only: `query` is a common name of helpers.
 */
function methodOf(name: string, exported: unknown): string | undefined {
  const method = methodNames.get(name.toUpperCase());
  if (method === undefined) return undefined;
  if (method === 'QUERY') return name === method ? method : undefined;
  const isOneCase = name === name.toUpperCase() || name === name.toLowerCase();
  return isOneCase || isMissing(exported) || hasHandler(exported) ? method : undefined;
}

/** Returns `true` for what a misspelt name gives: `exports.GET = controller.shwo`. */
function isMissing(exported: unknown): boolean {
  return exported === undefined || exported === null;
}

/** An empty map, which most routes share. */
export const noMethods: ReadonlyMap<string, HandlerList> = new Map<string, HandlerList>();

interface MethodExports {
  /** The handlers of each method, by its name in capitals. */
  readonly methods: ReadonlyMap<string, HandlerList>;
  readonly issues: readonly Issue[];
}

const noMethodExports: MethodExports = { methods: noMethods, issues: [] };

/** Returns `true` if a namespace exports handlers for methods. */
export function exportsMethods(namespace: unknown): boolean {
  return isRecord(namespace) && Object.entries(namespace).some(([name, value]) => methodOf(name, value) !== undefined);
}

/**
 * Reads the handlers that a namespace exports for methods. Reports two exports for one method, and an export that is
 * not a handler. A function counts as having none, because an Express Router also has properties with these names.
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
    help: 'keep one of them. To run several handlers, export an array.',
  };
}

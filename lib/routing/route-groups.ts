import type { RouteFile } from '../types/index.js';
import type { Issue } from '../types/problem.js';

/** The names of a file's path that its URL has, and what is wrong with the names of its folders. */
export interface UngroupedPath {
  readonly names: readonly string[];
  readonly issues?: readonly Issue[];
}

/**
 * Removes the route groups from the path of a file: the folders whose whole name is in parentheses. The name of a file
 * is never a group.
 *
 * @example removeRouteGroups({ file: '(shop)/cart/[id].js', … }).names // ['cart', '[id]']
 */
export function removeRouteGroups({ file, names }: RouteFile): UngroupedPath {
  const folderCount = file.split('/').length - 1;
  const issues = names.slice(0, folderCount).flatMap((name) => checkParentheses(name) ?? []);
  return { names: names.filter((name, index) => index >= folderCount || !isRouteGroup(name)), issues };
}

/** Returns `true` if the name of a folder is that of a route group, such as `(shop)`. */
export function isRouteGroup(folderName: string): boolean {
  return folderName.startsWith('(') && folderName.endsWith(')');
}

/** Refuses names of folders with parentheses that are not a route group: they are nearly always a mistake. */
function checkParentheses(name: string): Issue | undefined {
  if (!/[()]/.test(name)) return undefined;
  const inner = isRouteGroup(name) ? name.slice(1, -1) : name;
  if (inner.trim() === '') {
    return badGroup(
      `The folder '${name}' has no name between its parentheses.`,
      "write one, such as '(shop)'. The URL does not have it.",
    );
  }
  if (/[()]/.test(inner)) {
    return badGroup(
      `The folder '${name}' has parentheses but is not a route group: a group is a whole name in parentheses, '(shop)'.`,
      'put the whole name in parentheses, or remove them.',
    );
  }
  if (!/[[\]]/.test(inner)) return undefined;
  return badGroup(
    `The folder '${name}' is a route group, so the URL would not have the parameter in its name.`,
    "remove the parentheses, or make it two folders, such as '(shop)/[id]'.",
  );
}

function badGroup(message: string, help: string): Issue {
  return { code: 'FSR_BAD_ROUTE_GROUP', message, help };
}

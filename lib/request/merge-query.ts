import { paramNames } from '../routing/parse-segment.js';
import type { Params, Route, RouteMatch } from '../types/index.js';

/**
 * Returns the query string's values with the params on top, as a new object; something other than a plain object,
 * such as a parser of the app's own may return, as it is.
 */
export function mergeQuery(query: unknown, { route, params }: RouteMatch): unknown {
  if (query === undefined || query === null) return copyParams(params);
  const prototype: unknown = Object.getPrototypeOf(query);
  if (typeof query !== 'object' || (prototype !== Object.prototype && prototype !== null)) return query;

  const merged: Record<string, unknown> =
    prototype === null ? (Object.create(null) as object as Record<string, unknown>) : {};
  const emptyName = emptyCatchAllName(route);
  for (const name of Object.keys(query)) {
    const value: unknown = Reflect.get(query, name);
    // An assignment to it would change the prototype; Next.js drops it too.
    if (name === '__proto__') continue;
    if (value === '' && name === emptyName) continue;
    merged[name] = value;
  }
  return addParams(merged, params);
}

/** Next.js takes an empty value for "no segments" where an optional catch-all, a route's only param, has the same name. */
function emptyCatchAllName({ segments }: Route): string | undefined {
  const last = segments.at(-1);
  if (last?.kind !== 'optional-catch-all') return undefined;
  return paramNames(segments).length === 1 ? last.name : undefined;
}

/** So that a change to an array in `req.query` is none to the one in `req.params`. */
export function copyParams(params: Params): Params {
  return addParams({}, params);
}

function addParams<Values extends Record<string, unknown>>(values: Values, params: Params): Values & Params {
  const added: Record<string, unknown> = values;
  for (const name in params) {
    const value = params[name];
    added[name] = Array.isArray(value) ? [...value] : value;
  }
  return added as Values & Params;
}

import { paramNames } from '../routing/parse-segment.js';
import type { Params, Route, RouteMatch } from '../types/index.js';

/**
 * Returns a new object with the values of the query string and the params, which win. A `query` that is not a plain
 * object is returned unchanged: the app may have a query parser that returns something else.
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
    // Assigning to it would change the prototype. Next.js drops it as well.
    if (name === '__proto__') continue;
    if (value === '' && name === emptyName) continue;
    merged[name] = value;
  }
  return addParams(merged, params);
}

/**
 * Returns the name of an optional catch-all that is the only param of its route. An empty value of this name in the
 * query string is dropped: Next.js reads it as "no segments".
 */
function emptyCatchAllName({ segments }: Route): string | undefined {
  const last = segments.at(-1);
  if (last?.kind !== 'optional-catch-all') return undefined;
  return paramNames(segments).length === 1 ? last.name : undefined;
}

/** Copies params and their arrays, so that a handler that changes `req.query` does not change `req.params`. */
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

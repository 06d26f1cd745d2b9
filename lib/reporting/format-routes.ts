import { alignColumns } from './align-columns.js';
import type { Route } from '../types/index.js';

/** A table of routes for people, one line each, in order of precedence: methods, path, file, middleware. */
export function formatRoutes(routes: readonly Route[]): string[] {
  const rows = routes.map(({ methods, path, file, middleware }) => [
    methods.join(','),
    path,
    middleware.length > 0 ? `${file} (after ${middleware.join(', ')})` : file,
  ]);
  return alignColumns(rows).map((cells) => cells.join('  '));
}

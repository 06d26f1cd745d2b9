import { alignColumns } from './align-columns.js';
import type { Route } from '../types/index.js';

/** Formats routes as the lines of a table, in the order given: methods, path, and the file with its middleware. */
export function formatRoutes(routes: readonly Route[]): string[] {
  const rows = routes.map(({ methods, path, file, middleware }) => [
    methods.join(','),
    path,
    middleware.length > 0 ? `${file} (after ${middleware.join(', ')})` : file,
  ]);
  return alignColumns(rows).map((cells) => cells.join('  '));
}

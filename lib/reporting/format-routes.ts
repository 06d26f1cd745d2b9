import { alignColumns } from './align-columns.js';
import type { Route } from '../types/index.js';

/** Returns the path of a route for people, marked if the route answers what is below, too. */
export function describePath({ path, answersBelow }: Pick<Route, 'path' | 'answersBelow'>): string {
  return answersBelow ? `${path} and below` : path;
}

/** Formats routes as the lines of a table, in the order given: methods, path, and the file with its middleware. */
export function formatRoutes(routes: readonly Route[]): string[] {
  const rows = routes.map((route) => [
    route.methods.join(','),
    describePath(route),
    route.middleware.length > 0 ? `${route.file} (after ${route.middleware.join(', ')})` : route.file,
  ]);
  return alignColumns(rows).map((cells) => cells.join('  '));
}

import type { Route } from './types.js';

/** A table of routes for people, one line each, in order of precedence: methods, path, file, middleware. */
export function routeLines(routes: readonly Route[]): string[] {
  const rows = routes.map(({ methods, path, file, middleware }) => [
    methods.join(','),
    path,
    middleware.length > 0 ? `${file} (after ${middleware.join(', ')})` : file,
  ]);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  return rows.map(([methods, path, file]) => `${methods!.padEnd(widths[0]!)}  ${path!.padEnd(widths[1]!)}  ${file!}`);
}

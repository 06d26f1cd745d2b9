import { FsRoutesError, throwIfAny } from '../../lib/reporting/errors.js';
import type { Problem } from '../../lib/types/problem.js';
import { expressConventions } from '../../lib/express/conventions.js';
import { nextConventions } from '../../lib/next/conventions.js';
import { createRouteTable } from '../../lib/routing/route-table.js';
import { routeNames } from '../../lib/files/walk-folder.js';
import type { Route, RouteFile } from '../../lib/types/index.js';

export interface NameSettings {
  readonly caseSensitive?: boolean;
  readonly isNext?: boolean;
  readonly routeGroups?: boolean;
}

/** Creates the routes of files from their names, without a disk. */
export function tableOf(
  files: readonly string[],
  { caseSensitive = false, isNext = false, routeGroups = false }: NameSettings = {},
): Route[] {
  const all = files.map((file) => ({
    file,
    absolutePath: `/srv/api/${file}`,
    names: routeNames(file, /\.[cm]?[jt]s$/.exec(file)![0]),
  }));
  const isMiddleware = ({ names }: RouteFile): boolean => names.at(-1) === '_middleware';
  const routeFiles = all.filter((one) => !isMiddleware(one));
  const middlewareFiles = all.filter(isMiddleware).map((one) => ({ ...one, names: one.names.slice(0, -1) }));
  const { routes, problems } = createRouteTable(
    { routeFiles, middlewareFiles },
    { caseSensitive, routeGroups, syntax: 'express5', conventions: isNext ? nextConventions : expressConventions },
  );
  throwIfAny(problems, '/srv/api');
  return routes;
}

/** Returns the problems of a tree. */
export function problemsOf(files: readonly string[], settings?: NameSettings): readonly Problem[] {
  try {
    tableOf(files, settings);
    return [];
  } catch (error) {
    if (error instanceof FsRoutesError) return error.problems;
    throw error;
  }
}

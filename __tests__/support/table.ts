import { FsRoutesError, throwIfAny, type Problem } from '../../lib/errors.js';
import { createRouteTable } from '../../lib/route-table.js';
import { routeNames } from '../../lib/scan-routes.js';
import type { Route } from '../../lib/types.js';

/** A route table from names alone: no disk. */
export function tableOf(files: readonly string[], settings: { caseSensitive?: boolean } = {}): Route[] {
  const routeFiles = files.map((file) => ({
    file,
    absolutePath: `/srv/api/${file}`,
    names: routeNames(file, /\.[cm]?[jt]s$/.exec(file)![0]),
  }));
  const problems: Problem[] = [];
  const { caseSensitive = false } = settings;
  const tableSettings = { caseSensitive, syntax: 'express5', isNext: false } as const;
  const table = createRouteTable({ routeFiles, middlewareFiles: [] }, tableSettings, problems);
  throwIfAny(problems, '/srv/api');
  return table;
}

/** What is wrong with a tree; empty when nothing is. */
export function problemsOf(files: readonly string[], settings?: { caseSensitive?: boolean }): readonly Problem[] {
  try {
    tableOf(files, settings);
    return [];
  } catch (error) {
    if (error instanceof FsRoutesError) return error.problems;
    throw error;
  }
}

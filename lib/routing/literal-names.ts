import type { Issue, Problem } from '../types/problem.js';
import type { RouteFile } from '../types/index.js';
import { builtName, builtNameIssue } from './built-names.js';
import { folderOf } from './folder-middleware.js';
import { memoize } from './memoize.js';
import { notations } from './name-notations.js';

/**
 * Warns of names that are parts of the URL as they are written, and that mean something else in other routers:
 * `$id.js`, `users.get.js`, the folder `(admin)`. A folder is reported once, whatever number of files it has.
 *
 * @param hasRouteGroups `true` if folders in parentheses add nothing to the URL
 */
export function literalNames(routeFiles: readonly RouteFile[], hasRouteGroups = false): Problem[] {
  const found = new Map<string, Problem>();
  const isPlain = memoize((name: string) => !mayMeanMore.test(name));
  for (const { file, names } of routeFiles) {
    if (names.every(isPlain)) continue;
    const parts = file.split('/');
    for (const [index, name] of names.entries()) {
      if (isPlain(name)) continue;
      const isFile = index === parts.length - 1;
      if (hasRouteGroups && !isFile && /^\(.+\)$/.test(name)) continue;
      const place = parts.slice(0, index + 1).join('/');
      const issue = found.has(place) ? undefined : literalName(name, isFile);
      if (issue) found.set(place, { ...issue, files: [place] });
    }
  }
  return [...found.values(), ...routeFilesOfAppRouter(routeFiles)];
}

/** A cheap test that nearly all names fail. */
const mayMeanMore = /^[(+$_]|^\d+$|\.[A-Za-z]+$|\.\$|^[A-Z]{3,}$|^[Ii][Nn][Dd][Ee][Xx]$|%5[Bb]/;

function literalName(name: string, isFile: boolean): Issue | undefined {
  // Such names are params, or refused.
  if (/[[\]]/.test(name)) return undefined;
  const meant = builtName(name);
  if (meant !== undefined) return builtNameIssue(name, meant, 'FSR_LITERAL_NAME');
  const kind = isFile ? 'file' : 'folder';
  for (const notation of notations) {
    const match = notation.kind && notation.kind !== kind ? null : notation.pattern.exec(name);
    if (!match || notation.except?.test(name)) continue;
    return literalIssue(name, notation.reason(match), notation.fix(match), notation.kind === 'file');
  }
  return undefined;
}

function literalIssue(name: string, reason: string, fix: string, canBeFolder: boolean): Issue {
  const keep = canBeFolder
    ? `make it the folder '${name}' with an index file`
    : 'answer that URL with a route of the app, and add the name to the `ignore` option';
  return {
    code: 'FSR_LITERAL_NAME',
    message: `The name '${name}' is part of the URL as it is written. ${reason}`,
    help: `${fix}. If the URL really has this name, ${keep}.`,
  };
}

/** Warns of files named `route` that are the only ones in their folder, as in the App Router of Next.js. */
function routeFilesOfAppRouter(routeFiles: readonly RouteFile[]): Problem[] {
  const candidates = routeFiles.filter(({ file, names }) => names.at(-1) === 'route' && !/\/index\.[^/]+$/.test(file));
  if (candidates.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { file } of routeFiles) counts.set(folderOf(file), (counts.get(folderOf(file)) ?? 0) + 1);
  return candidates
    .filter(({ file }) => counts.get(folderOf(file)) === 1)
    .map(({ file }) => ({
      ...literalIssue(
        'route',
        "In the App Router of Next.js, it is the file that answers at its folder's own URL.",
        "rename it to 'index'",
        true,
      ),
      files: [file],
    }));
}

import type { Dirent } from 'node:fs';
import path from 'node:path';
import { sortByFile } from '../reporting/errors.js';
import { memoize } from '../routing/memoize.js';
import { literalNames } from '../routing/literal-names.js';
import { isMiddlewareInOtherCase, looksLikeMiddleware, misnamedMiddleware } from '../routing/middleware-names.js';
import type { Problem } from '../types/problem.js';
import { toPosix } from './to-posix.js';
import { createUnservedCheck } from './unserved-names.js';
import { extensionOf, indexFileIn, type FolderWalk, type ScanSettings } from './walk-folder.js';

interface Slips {
  /** The files that look like middleware and would guard nothing. */
  readonly problems: readonly Problem[];
  /** The names that are probably served otherwise than they are meant, or not at all. */
  readonly warnings: readonly Problem[];
}

/** Finds names that are probably slips, in the folders that a walk has read. */
export function findSlips(directory: string, walk: FolderWalk, settings: ScanSettings): Slips {
  const { reportsSlips } = settings.conventions;
  // Most names are in many folders.
  const looksMisnamed = memoize(reportsSlips ? looksLikeMiddleware : isMiddlewareInOtherCase);
  const hasExtension = memoize((name: string) => extensionOf(name, settings.extensions) !== undefined);
  const checkUnserved = createUnservedCheck(directory, walk.isIgnored, settings);
  const middleware = new Set(walk.middlewareFiles.map(({ file }) => file));
  const unserved = new Set(walk.misnamed);
  const served: string[] = [];
  const warnings: Problem[] = [];

  function inspect(entry: Dirent, file: string): void {
    const { name } = entry;
    const isFolder = entry.isDirectory();
    const isIgnored = walk.isIgnored(file, name);
    const isServed = !isIgnored && (isFolder || hasExtension(name));
    if (!isFolder && looksMisnamed(name) && !middleware.has(file)) {
      if (isServed && reportsSlips) served.push(file);
      else if (isIgnored || reportsSlips) unserved.add(file);
    } else if (!isServed && reportsSlips && !middleware.has(file)) {
      const index = isFolder && isMiddlewareInOtherCase(`${name}.js`) ? indexFileIn(directory, file) : undefined;
      if (index !== undefined) unserved.add(`${file}/${index}`);
      const issue = checkUnserved({ name, file, isFolder, isIgnored });
      if (issue) warnings.push({ ...issue, files: [file] });
    }
  }

  for (const [folder, entries = []] of walk.folders) {
    const start = folder === directory ? '' : `${toPosix(path.relative(directory, folder))}/`;
    for (const entry of entries) inspect(entry, start + entry.name);
  }
  if (reportsSlips) warnings.push(...literalNames(walk.routeFiles, settings.routeGroups));
  return {
    problems: misnamedMiddleware([...unserved].sort(), served.sort(), walk.middlewareFiles),
    warnings: sortByFile(warnings),
  };
}

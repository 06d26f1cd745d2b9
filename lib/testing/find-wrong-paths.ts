import fs from 'node:fs';
import { throwIfAny, type Problem } from '../errors.js';
import { resolveOptions } from '../options.js';
import { byFile, resolveDirectory, scanRoutes } from '../scan-routes.js';
import type { FsRoutesOptions } from '../types.js';

/** A path in a route file's types that is not the file's own. */
export interface WrongPath {
  /** Relative to the route folder, with `/` on every platform: `posts/[pid].ts`. */
  readonly file: string;
  /** The path that its types have: `/posts/[id]`. */
  readonly written: string;
  /** The file's own: `/posts/[pid]`. That of a `_middleware` file is its folder's. */
  readonly expected: string;
}

/**
 * Finds route files and middleware of folders whose types name another path than their own, as after a
 * file was moved: the params in `req.query` would then not be those that TypeScript believes in. Reads the
 * files and does not load them. Meant for a test of the app's.
 *
 * What is compared are texts in `ApiHandler<'…'>`, `ApiRequest<'…'>` and `ParamsOf<'…'>`: not those of
 * renamed imports, nor unions of several paths. In strings nothing is looked for, and in comments only
 * within the braces of a tag, such as `@type {ApiHandler<'…'>}`, which are types in JavaScript.
 *
 * @param directory the route folder, as for `fsRoutes`
 * @param options those given to `fsRoutes`; `ignore` and `extensions` say which files are read
 * @returns one entry for each text of a file, in the order of the files; empty where all is well
 * @throws {FsRoutesError} `FSR_BAD_SOURCE`, `FSR_BAD_OPTION`, `FSR_DIRECTORY_NOT_FOUND`,
 *   `FSR_NOT_A_DIRECTORY` or `FSR_UNREADABLE`, as `fsRoutes` does
 * @example test('paths', () => assert.deepEqual(findWrongPaths('./api'), []));
 */
export function findWrongPaths(directory: string | URL, options: FsRoutesOptions = {}): WrongPath[] {
  const settings = resolveOptions(options);
  const folder = resolveDirectory(directory);
  const problems: Problem[] = [];
  const { routeFiles, middlewareFiles } = scanRoutes(folder, settings, problems);
  throwIfAny(problems, folder);

  const files = [...routeFiles, ...middlewareFiles].sort(byFile);
  return files.flatMap(({ file, absolutePath, names }) => {
    const expected = `/${names.join('/')}`;
    const wrong = pathsIn(fs.readFileSync(absolutePath, 'utf8')).filter((written) => written !== expected);
    return [...new Set(wrong)].map((written) => ({ file, written, expected }));
  });
}

const comment = /\/\*[^]*?\*\/|\/\/.*/;

/** With one text and no more as the first argument: `'/posts/[pid]' | '/b'` names no one path. */
const typeWithText =
  /\b(?<type>ApiHandler|ApiRequest|ParamsOf)\s*<\s*(?<quote>['"`])(?<written>(?:\\.|(?!\k<quote>)[^\\\n])*)\k<quote>\s*[,>]/;

const string = /'(?:\\[^]|[^'\\\n])*'|"(?:\\[^]|[^"\\\n])*"|`(?:\\[^]|[^`\\])*`/;

/**
 * Each begins where the one before ended, so that what stands in a comment or string is part of that. A
 * quotation mark in a regular expression is taken for the begin of a string, which ends with its line at
 * the latest; a backtick there can hide what follows. It needs a parser to do better.
 */
const token = new RegExp(`(?<comment>${comment.source})|${typeWithText.source}|${string.source}`, 'g');

/** The paths that the types of a source text have, in its order. */
function pathsIn(source: string): string[] {
  return [...source.matchAll(token)].flatMap(({ groups = {} }) => {
    const { comment, type, written } = groups;
    if (comment !== undefined) return [...comment.matchAll(/@\w+\s*\{([^}]*)\}/g)].flatMap(([, tag]) => pathsIn(tag!));
    if (written === undefined) return [];
    const path = written.replace(/\\(.)/g, '$1');
    // Without a slash it is what the handler sends: see `ApiHandler`.
    return type === 'ApiHandler' && !path.startsWith('/') ? [] : [path];
  });
}

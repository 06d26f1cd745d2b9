import fs from 'node:fs';
import { throwIfAny } from '../reporting/errors.js';
import { resolveOptions } from '../options.js';
import { byFile, resolveDirectory, scanRoutes } from '../files/scan-routes.js';
import type { FsRoutesOptions } from '../types/index.js';
import { findPathsInTypes } from './find-paths-in-types.js';

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
 * renamed imports, nor unions of several paths. Strings are not searched, and comments only within the
 * braces of a tag, such as `@type {ApiHandler<'…'>}`, which are types in JavaScript.
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
  const { routeFiles, middlewareFiles, problems } = scanRoutes(folder, settings);
  throwIfAny(problems, folder);

  const files = [...routeFiles, ...middlewareFiles].sort(byFile);
  return files.flatMap(({ file, absolutePath, names }) => {
    const expected = `/${names.join('/')}`;
    // In these, `<` begins a type: JSX is for files whose name says so, and for JavaScript.
    const mayHaveJsx = !/\.[cm]?ts$/.test(file);
    const written = findPathsInTypes(fs.readFileSync(absolutePath, 'utf8'), mayHaveJsx);
    const wrong = written.filter((path) => path !== expected);
    return [...new Set(wrong)].map((written) => ({ file, written, expected }));
  });
}

import fs from 'node:fs';
import { throwIfAny } from '../reporting/errors.js';
import { resolveOptions } from '../options.js';
import { byFile, resolveDirectory, scanRoutes } from '../files/scan-routes.js';
import type { FsRoutesOptions } from '../types/index.js';
import { findPathsInTypes } from './find-paths-in-types.js';

/** A path in the types of a route file that is not the path of the file. */
export interface WrongPath {
  /** The path of the file, relative to the route folder and with `/`, such as `posts/[pid].ts`. */
  readonly file: string;
  /** The path in its types, such as `/posts/[id]`. */
  readonly written: string;
  /** The path that the types should have, such as `/posts/[pid]`. For a `_middleware` file it is that of the folder. */
  readonly expected: string;
}

/**
 * Finds route files and folder middleware whose types have the path of another file, which happens if you move a file:
 * the params in `req.query` are not those in the types then. Call it in a test of your app. It reads the files, but
 * does not load them.
 *
 * It compares the paths in `ApiHandler<'…'>`, `ApiRequest<'…'>` and `ParamsOf<'…'>`. In comments, it compares those in
 * tags, such as `@type {ApiHandler<'…'>}` in JavaScript. It skips renamed imports, unions of several paths, and
 * strings.
 *
 * @param directory the route folder, as for `fsRoutes`
 * @param options the options of `fsRoutes`; `ignore` and `extensions` decide which files are read
 * @returns one entry for each wrong path in a file, in the order of the files
 * @throws {FsRoutesError} `FSR_BAD_SOURCE`, `FSR_BAD_OPTION`, `FSR_DIRECTORY_NOT_FOUND`, `FSR_NOT_A_DIRECTORY` or
 *   `FSR_UNREADABLE`, as `fsRoutes` does
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
    // JSX is allowed in .tsx, .jsx and JavaScript files. In these, `<` begins a type.
    const allowsJsx = !/\.[cm]?ts$/.test(file);
    const written = findPathsInTypes(fs.readFileSync(absolutePath, 'utf8'), allowsJsx);
    const wrong = written.filter((path) => path !== expected);
    return [...new Set(wrong)].map((written) => ({ file, written, expected }));
  });
}

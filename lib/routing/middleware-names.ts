import type { Problem } from '../types/problem.js';
import type { RouteFile } from '../types/index.js';
import { folderOf } from './folder-middleware.js';

/** Returns `true` if a name differs from `_middleware.js` only in letter case or extension. */
export function isMiddlewareInOtherCase(name: string): boolean {
  return /^_middleware\.[cm]?[jt]sx?$/i.test(name);
}

/**
 * Returns `true` if a file is probably meant as a folder's middleware: `_Middleware.js`, `_middleware.tsx`,
 * `_middelware.js`, `__middlewares.js`, `middleware.js`. No English word is as close to "middleware".
 */
export function looksLikeMiddleware(name: string): boolean {
  const stem = /^\.?([^.]+?)[\s.]*(?:\.[cm]?[jt]sx?)?\s*$/i.exec(name)?.[1];
  if (stem === undefined) return false;
  const letters = stem.toLowerCase().replace(/[\s_\d\p{Cf}-]/gu, '');
  if (letters.length < middleware.length - maxEdits || letters.length > middleware.length + maxEdits) return false;
  // Each edit adds one letter at most. Nearly all names end here.
  const missing = distinctLetters.filter((letter) => !letters.includes(letter));
  return missing.length <= maxEdits && /^\p{L}+$/u.test(letters) && countEdits(letters, middleware) <= maxEdits;
}

/** Returns `true` if a problem is that of a file which was meant to guard its folder. */
export function isMiddlewareProblem({ code }: Pick<Problem, 'code'>, file: string): boolean {
  return code === 'FSR_MIDDLEWARE_NAME' || isMiddlewareInOtherCase(file.slice(file.lastIndexOf('/') + 1));
}

/**
 * Refuses files that look like middleware, because they would not guard their folder and nothing would say so. If the
 * folder has a `_middleware` file, those that are ignored are accepted: they may be its sources or its helpers.
 *
 * @param ignored the files that are no routes
 * @param served the route files
 */
export function misnamedMiddleware(
  ignored: readonly string[],
  served: readonly string[],
  middlewareFiles: readonly RouteFile[],
): Problem[] {
  const guarded = new Set(middlewareFiles.map(({ file }) => folderOf(file)));
  return [
    ...ignored.filter((file) => !guarded.has(guardedFolder(file))).map(misnamedFile),
    ...served.map(middlewareAsRoute),
  ];
}

const rule = "middleware is a file with the name '_middleware', in small letters, and an extension of route files.";

function misnamedFile(file: string): Problem {
  const place = guardedFolder(file);
  const { extension } = splitName(file);
  return {
    code: 'FSR_MIDDLEWARE_NAME',
    message: `The file looks like a folder's middleware, but it would not run: ${rule}`,
    help: `rename it to '${place === '' ? '' : `${place}/`}_middleware${extension}', with an extension that is one of the \`extensions\`. If it is not middleware, give it another name.`,
    files: [file],
  };
}

/** Returns the folder that a file was meant to guard: for an index file in a folder `_middleware`, the one above. */
function guardedFolder(file: string): string {
  return folderOf(file).replace(/(?:^|\/)_middleware$/i, '');
}

function middlewareAsRoute(file: string): Problem {
  const { stem, extension } = splitName(file);
  return {
    code: 'FSR_MIDDLEWARE_NAME',
    message: `The file looks like a folder's middleware, but it would be a route and guard nothing: ${rule}`,
    help: `rename it to '_middleware${extension}'. If it is a route with this name, move it to '${stem}/index${extension}'.`,
    files: [file],
  };
}

function splitName(file: string): { readonly stem: string; readonly extension: string } {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.]*)$/.exec(name) ?? [];
  return { stem, extension };
}

const middleware = 'middleware';
const distinctLetters = [...new Set(middleware)];
const maxEdits = 2;

/** Counts the letters to insert, remove, replace or swap with the next one until two words are the same. */
function countEdits(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_value, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? Infinity) + 1,
        (current[column - 1] ?? Infinity) + 1,
        (last[column - 1] ?? Infinity) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? Infinity;
}

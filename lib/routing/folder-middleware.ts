import type { Problem } from '../types/problem.js';
import { memoize } from './memoize.js';
import type { RouteFile } from '../types/index.js';

interface FolderMiddlewareFiles {
  /** @param file a route file */
  filesFor(file: string): readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Which `_middleware` files come before a route file: those of its folder and of the folders above it,
 * outermost first.
 *
 * @returns with a problem for each folder that has two; files of one folder share a list
 */
export function folderMiddleware(middlewareFiles: readonly RouteFile[]): FolderMiddlewareFiles {
  const problems: Problem[] = [];
  const byFolder = new Map<string, string>();
  for (const { file } of middlewareFiles) {
    const folder = folderOf(file);
    const other = byFolder.get(folder);
    if (other !== undefined) problems.push(duplicateMiddleware(other, file));
    byFolder.set(folder, file);
  }
  const listOf = memoize((folder: string): readonly string[] => {
    const above = folder === '' ? noMiddleware : listOf(folderOf(folder));
    const own = byFolder.get(folder);
    return own === undefined ? above : Object.freeze([...above, own]);
  });
  return { filesFor: byFolder.size === 0 ? () => noMiddleware : (file) => listOf(folderOf(file)), problems };
}

/** Whether an entry that is ignored may be meant to be a folder's middleware: `_Middleware.js`, `_middleware.tsx`. */
export function looksLikeMiddleware(name: string): boolean {
  return /^_middleware\.[cm]?[jt]sx?$/i.test(name);
}

/**
 * Refuses what would be ignored in silence, and guards nothing: unless the folder has middleware that is
 * named rightly, of which these may be the sources.
 */
export function misnamedMiddleware(files: readonly string[], middlewareFiles: readonly RouteFile[]): Problem[] {
  const folders = new Set(middlewareFiles.map(({ file }) => folderOf(file)));
  return files
    .filter((file) => !folders.has(folderOf(file)))
    .map((file) => ({
      code: 'FSR_MIDDLEWARE_NAME',
      message: "The file looks like the middleware of its folder and is not: that is '_middleware', in small letters.",
      help: 'correct the name, or name its extension in the `extensions` option; a file that is something else wants another name.',
      files: [file],
    }));
}

const noMiddleware: readonly string[] = Object.freeze([]);

/** Returns the folder of a relative path; empty for what lies in the route folder itself. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function duplicateMiddleware(first: string, second: string): Problem {
  return {
    code: 'FSR_DUPLICATE_MIDDLEWARE',
    message: 'A folder has one _middleware file, and this one has two.',
    help: 'keep one of them; it may export an array of handlers.',
    files: [first, second],
  };
}

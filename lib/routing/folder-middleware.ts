import type { Problem } from '../types/problem.js';
import { memoize } from './memoize.js';
import type { RouteFile } from '../types/index.js';

interface FolderMiddlewareFiles {
  /** Returns the `_middleware` files that run before a route file, outermost first. */
  filesFor(file: string): readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Finds the `_middleware` files of each route file: those of its folder and of the folders above it, outermost first.
 * Files of one folder share a list. Reports a folder with two `_middleware` files as a problem.
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

const noMiddleware: readonly string[] = Object.freeze([]);

/** Returns the folder of a relative path. For a file in the route folder itself, it is an empty string. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function duplicateMiddleware(first: string, second: string): Problem {
  return {
    code: 'FSR_DUPLICATE_MIDDLEWARE',
    message: 'The folder has two _middleware files, and it can have only one.',
    help: 'keep one of them. It may export an array of handlers.',
    files: [first, second],
  };
}

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FsRoutesError, sortByFile } from '../reporting/errors.js';
import type { ErrorCode, Problem } from '../types/problem.js';
import { messageOf } from '../reporting/thrown.js';
import { FolderLinks } from './folder-links.js';
import { findSlips } from './find-slips.js';
import { FolderWalk, type ScanSettings } from './walk-folder.js';
import { isBundled } from './is-bundled.js';
import { printable } from '../reporting/printable.js';
import type { RouteFile, ScannedFiles } from '../types/index.js';

export interface ScannedFolder extends ScannedFiles {
  /** The problems of files and folders: `FSR_UNREADABLE`, `FSR_TOO_MANY_LINKS` and `FSR_MIDDLEWARE_NAME`. */
  readonly problems: readonly Problem[];
  /** The problems that do not keep a route from answering: links that are not followed, and probable slips in names. */
  readonly warnings: readonly Problem[];
  /** The entries of each folder, by its absolute path; `undefined` if the folder could not be read. */
  readonly folders: ReadonlyMap<string, readonly fs.Dirent[] | undefined>;
}

/**
 * Returns the absolute path of the route folder.
 *
 * @param source a path relative to `process.cwd()` (as in `express.static`), an absolute path, or a `file:` URL as an
 *   object or a string
 * @throws {FsRoutesError} `FSR_BAD_SOURCE` for anything else
 */
export function resolveDirectory(source: string | URL): string {
  // Not by `instanceof`, because jsdom, a common jest environment, has its own URL class.
  const text = typeof source === 'string' ? source : (source as Partial<URL> | undefined | null)?.href;
  const isUrl = typeof source !== 'string' || source.startsWith('file:');
  try {
    // `resolve` removes a slash at the end, so that the path equals the parent of its files.
    if (typeof text === 'string' && text !== '') return path.resolve(isUrl ? fileURLToPath(text) : text);
  } catch (cause) {
    throw createError(
      'FSR_BAD_SOURCE',
      `The URL of the route folder is not a valid file URL: ${printable(messageOf(cause))}.`,
      "use new URL('./api', import.meta.url).",
      cause,
    );
  }
  throw createError(
    'FSR_BAD_SOURCE',
    'The first argument is not the path of a folder.',
    "pass the path of the route folder, such as fsRoutes('./api'), or its file URL.",
  );
}

/**
 * Finds the route files and `_middleware` files in a folder, at any depth. Symbolic links are followed, except to a
 * folder above them. The `ignore` option does not apply to `_middleware` files, so that no glob removes a guard.
 *
 * @throws {FsRoutesError} `FSR_DIRECTORY_NOT_FOUND`, `FSR_NOT_A_DIRECTORY`, or `FSR_UNREADABLE` if the folder itself
 *   cannot be read
 */
export function scanRoutes(directory: string, settings: ScanSettings): ScannedFolder {
  checkDirectory(directory);
  const root = path.resolve(directory);
  const links = new FolderLinks(root);
  let walk = new FolderWalk(root, settings, links);
  // The second walk follows no links. Otherwise their files would be loaded before the folder is refused.
  if (links.hasTooManyLinks) walk = new FolderWalk(root, settings, links);

  const routeFiles = walk.routeFiles.sort(byFile);
  const middlewareFiles = walk.middlewareFiles.sort(byFile);
  const slips = findSlips(root, walk, settings);
  return {
    routeFiles,
    middlewareFiles,
    problems: [...sortByFile(walk.problems), ...links.problems(), ...slips.problems],
    warnings: [...links.warnings(), ...slips.warnings],
    folders: walk.folders,
  };
}

/** Returns the message about a folder without route files. */
export function noRoutesMessage(directory: string, { extensions }: ScanSettings): string {
  return printable(`There is no route file in ${directory} (extensions: ${extensions.join(' ')}).`);
}

/** Compares two files by the code units of their paths. File systems guarantee no order, and locales differ. */
export function byFile(a: RouteFile, b: RouteFile): number {
  return a.file < b.file ? -1 : 1;
}

function checkDirectory(directory: string): void {
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(directory, { throwIfNoEntry: false });
  } catch (cause) {
    throw createError(
      'FSR_UNREADABLE',
      `The route folder cannot be read: ${printable(messageOf(cause))}.`,
      'correct the path or the permissions of the folder.',
      cause,
    );
  }
  if (!stats) {
    throw createError(
      'FSR_DIRECTORY_NOT_FOUND',
      `The route folder ${directory} does not exist.`,
      isBundled()
        ? 'put the route files there: a bundle does not contain them, because they are found on the disk when the app starts. Let the build compile or copy the folder to that place, or pass the path at which it is. In a bundle, import.meta.url and __dirname are those of the bundle.'
        : `create it or correct the path. A relative path starts at the working directory (${process.cwd()}); new URL('./api', import.meta.url) and path.join(__dirname, 'api') start at your module, or at the bundle that it is part of: a bundle contains no route files.`,
    );
  }
  if (!stats.isDirectory()) {
    throw createError(
      'FSR_NOT_A_DIRECTORY',
      `${directory} is a file, not a folder of route files.`,
      'pass the folder that contains the file.',
    );
  }
}

function createError(code: ErrorCode, message: string, help: string, cause?: unknown): FsRoutesError {
  return new FsRoutesError([{ code, message, help, files: [], cause }]);
}

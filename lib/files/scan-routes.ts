import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FsRoutesError } from '../reporting/errors.js';
import type { ErrorCode, Problem } from '../types/problem.js';
import { messageOf } from '../reporting/thrown.js';
import { FolderLinks } from './folder-links.js';
import { misnamedMiddleware } from '../routing/folder-middleware.js';
import { FolderWalk, type ScanSettings } from './walk-folder.js';
import { printable } from '../reporting/printable.js';
import type { RouteFile, ScannedFiles } from '../types/index.js';

export interface ScannedFolder extends ScannedFiles {
  /** An `FSR_UNREADABLE` for every entry that cannot be read, `FSR_TOO_MANY_LINKS`, `FSR_MIDDLEWARE_NAME`. */
  readonly problems: readonly Problem[];
  /** What keeps no route from answering: links that are not followed. */
  readonly warnings: readonly Problem[];
  /** What was in each folder, by its absolute path; `undefined` if it could not be read. */
  readonly folders: ReadonlyMap<string, readonly fs.Dirent[] | undefined>;
}

/**
 * The absolute path of the folder that the caller named: a path relative to `process.cwd()` (as with
 * `express.static`), an absolute path, or a `file:` URL as object or text.
 *
 * @throws {FsRoutesError} `FSR_BAD_SOURCE` for anything else.
 */
export function resolveDirectory(source: string | URL): string {
  // Not by `instanceof`: jsdom, a usual environment of jest, has a URL class of its own.
  const text = typeof source === 'string' ? source : (source as Partial<URL> | undefined | null)?.href;
  const isUrl = typeof source !== 'string' || source.startsWith('file:');
  try {
    // A slash at the end would make it another text than its files' parent.
    if (typeof text === 'string' && text !== '') return path.resolve(isUrl ? fileURLToPath(text) : text);
  } catch (cause) {
    throw createError(
      'FSR_BAD_SOURCE',
      `The URL of the route folder is no local file: ${printable(messageOf(cause))}.`,
      "use new URL('./api', import.meta.url).",
      cause,
    );
  }
  throw createError(
    'FSR_BAD_SOURCE',
    'The first argument names no route folder.',
    "pass its path, such as fsRoutes('./api'), or a file URL.",
  );
}

/**
 * Finds the route files below a folder and the middleware of folders: with `/` as separator, symbolic links
 * followed, but not back to a folder above. No glob of `ignore` takes a folder's middleware away from its
 * routes, `_*` of the default does not either.
 *
 * @throws {FsRoutesError} `FSR_DIRECTORY_NOT_FOUND` or `FSR_NOT_A_DIRECTORY`
 */
export function scanRoutes(directory: string, settings: ScanSettings): ScannedFolder {
  checkDirectory(directory);
  const root = path.resolve(directory);
  const links = new FolderLinks(root);
  let walk = new FolderWalk(root, settings, links);
  // Without links the second time: their files would be loaded before the folder is refused.
  if (links.hasTooManyLinks) walk = new FolderWalk(root, settings, links);

  const { routeFiles, middlewareFiles, misnamed, folders } = walk;
  const unreadable = walk.problems.sort(byFirstFile);
  const problems = [...unreadable, ...links.problems(), ...misnamedMiddleware(misnamed.sort(), middlewareFiles)];
  return {
    routeFiles: routeFiles.sort(byFile),
    middlewareFiles: middlewareFiles.sort(byFile),
    problems,
    warnings: links.warnings(),
    folders,
  };
}

/** What is told of a folder in which the scan found nothing. */
export function noRoutesMessage(directory: string, { extensions }: ScanSettings): string {
  return printable(`There is no route file in ${directory} (endings: ${extensions.join(' ')}).`);
}

/** The order of a file system is not guaranteed, and locales differ: compares code units. */
export function byFile(a: RouteFile, b: RouteFile): number {
  return a.file < b.file ? -1 : 1;
}

function byFirstFile({ files: [a] }: Problem, { files: [b] }: Problem): number {
  return a! < b! ? -1 : 1;
}

function checkDirectory(directory: string): void {
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(directory, { throwIfNoEntry: false });
  } catch (cause) {
    throw createError(
      'FSR_UNREADABLE',
      `The route folder cannot be read: ${printable(messageOf(cause))}.`,
      'correct its path or its permissions.',
      cause,
    );
  }
  if (!stats) {
    throw createError(
      'FSR_DIRECTORY_NOT_FOUND',
      `There is no route folder ${directory}.`,
      `create it or correct the path. A relative path starts at the working directory (${process.cwd()}); new URL('./api', import.meta.url) or path.join(__dirname, 'api') start at the module.`,
    );
  }
  if (!stats.isDirectory()) {
    throw createError(
      'FSR_NOT_A_DIRECTORY',
      `${directory} is a file, not a folder of route files.`,
      'pass the folder that holds it.',
    );
  }
}

function createError(code: ErrorCode, message: string, help: string, cause?: unknown): FsRoutesError {
  return new FsRoutesError([{ code, message, help, files: [], cause }]);
}

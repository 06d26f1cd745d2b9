import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FsRoutesError, messageOf, type ErrorCode, type Problem } from './errors.js';
import { looksLikeMiddleware, misnamedMiddleware } from './folder-middleware.js';
import { createIgnore } from './ignore.js';
import type { RouteFile } from './types.js';

/** What the scan found, each sorted by its file. */
export interface ScannedFiles {
  readonly routeFiles: readonly RouteFile[];
  /** The `_middleware.*` of folders; `names` are the folder's. */
  readonly middlewareFiles: readonly RouteFile[];
}

/** Called with the absolute path of each folder that is scanned and what is in it; with nothing if it cannot be read. */
export type OnFolder = (folder: string, entries: readonly fs.Dirent[] | undefined) => void;

export interface ScanSettings {
  readonly extensions: readonly string[];
  readonly ignore: readonly string[];
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
    throw refuse(
      'FSR_BAD_SOURCE',
      `The URL of the route folder is no local file: ${messageOf(cause)}.`,
      "use new URL('./api', import.meta.url).",
      cause,
    );
  }
  throw refuse(
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
 * @param problems gets an `FSR_UNREADABLE` for every entry that cannot be read
 * @throws {FsRoutesError} `FSR_DIRECTORY_NOT_FOUND` or `FSR_NOT_A_DIRECTORY`
 */
export function scanRoutes(
  directory: string,
  settings: ScanSettings,
  problems: Problem[],
  onFolder?: OnFolder,
): ScannedFiles {
  checkDirectory(directory);
  const isIgnored = createIgnore(settings.ignore);
  const routeFiles: RouteFile[] = [];
  const middlewareFiles: RouteFile[] = [];
  const misnamed: string[] = [];

  function report(file: string, reason: string, cause?: unknown): void {
    problems.push(unreadable(file, reason, cause));
  }
  /**
   * @param folder relative; empty for the route folder itself
   * @param isBelowLink whether a link led here: then any folder may be one of those above it
   */
  function walk(folder: string, isBelowLink: boolean): void {
    const absoluteFolder = path.join(directory, folder);
    const before = absoluteFolder.endsWith(path.sep) ? absoluteFolder : absoluteFolder + path.sep;
    let entries: fs.Dirent[];
    try {
      if (isBelowLink && leadsBack(directory, absoluteFolder)) return;
      entries = fs.readdirSync(absoluteFolder, { withFileTypes: true });
      onFolder?.(absoluteFolder, entries);
    } catch (cause) {
      onFolder?.(absoluteFolder, undefined);
      return report(folder, 'The folder cannot be read', cause);
    }
    for (const entry of entries) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const extension = extensionOf(entry.name, settings.extensions);
      const isMiddleware = entry.name === `_middleware${extension}` && !entry.isDirectory();
      if (!isMiddleware && isIgnored(file, entry.name)) {
        if (looksLikeMiddleware(entry.name)) misnamed.push(file);
        continue;
      }
      const absolutePath = before + entry.name;
      const kind = kindOf(entry, absolutePath);
      if (kind === 'folder') walk(file, isBelowLink || entry.isSymbolicLink());
      else if (extension === undefined) continue;
      else if (kind === 'file' && isMiddleware)
        middlewareFiles.push({ file, absolutePath, names: file.split('/').slice(0, -1) });
      else if (kind === 'file') routeFiles.push({ file, absolutePath, names: routeNames(file, extension) });
      else if (kind === 'other') report(file, 'The entry is neither a file nor a folder');
      else report(file, 'The file cannot be read (a link to nothing?)', kind.cause);
    }
  }
  walk('', false);
  problems.push(...misnamedMiddleware(misnamed, middlewareFiles));
  return { routeFiles: routeFiles.sort(byFile), middlewareFiles: middlewareFiles.sort(byFile) };
}

/** What is told of a folder in which the scan found nothing. */
export function noRouteFile(directory: string, { extensions }: ScanSettings): string {
  return `There is no route file in ${directory} (endings: ${extensions.join(' ')}).`;
}

/** The order of a file system is not guaranteed, and locales differ: compares code units. */
export function byFile(a: RouteFile, b: RouteFile): number {
  return a.file < b.file ? -1 : 1;
}

/** A path with `/` as separator; `separator` is the platform's, a parameter so that tests can be Windows. */
export function toPosix(text: string, separator: string = path.sep): string {
  return separator === '/' ? text : text.replaceAll(separator, '/');
}

/** The route path's names for a relative file: `posts/index.js` -> `['posts']`. */
export function routeNames(file: string, extension: string): string[] {
  const names = file.slice(0, -extension.length).split('/');
  if (names.at(-1) === 'index') names.pop();
  return names;
}

function checkDirectory(directory: string): void {
  let stats: fs.Stats | undefined;
  try {
    stats = fs.statSync(directory, { throwIfNoEntry: false });
  } catch (cause) {
    throw refuse(
      'FSR_UNREADABLE',
      `The route folder cannot be read: ${messageOf(cause)}.`,
      'correct its path or its permissions.',
      cause,
    );
  }
  if (!stats) {
    throw refuse(
      'FSR_DIRECTORY_NOT_FOUND',
      `There is no route folder ${directory}.`,
      `create it or correct the path. A relative path starts at the working directory (${process.cwd()}); new URL('./api', import.meta.url) or path.join(__dirname, 'api') start at the module.`,
    );
  }
  if (!stats.isDirectory()) {
    throw refuse(
      'FSR_NOT_A_DIRECTORY',
      `${directory} is a file, not a folder of route files.`,
      'pass the folder that holds it.',
    );
  }
}

type Kind = 'file' | 'folder' | 'other' | { readonly cause: unknown };

/** What an entry is; a link is what it leads to. Asks the disk about links only: the folder has told the rest. */
function kindOf(entry: fs.Dirent, absolutePath: string): Kind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (!entry.isSymbolicLink()) return 'other';
  try {
    const stats = fs.statSync(absolutePath);
    if (stats.isFile()) return 'file';
    return stats.isDirectory() ? 'folder' : 'other';
  } catch (cause) {
    return { cause };
  }
}

/** Whether a folder is, by way of links, one of the folders above it. */
function leadsBack(root: string, folder: string): boolean {
  const real = fs.realpathSync(folder);
  for (let above = folder; above !== root && above !== path.dirname(above);) {
    above = path.dirname(above);
    if (fs.realpathSync(above) === real) return true;
  }
  return false;
}

function extensionOf(name: string, extensions: readonly string[]): string | undefined {
  let longest: string | undefined;
  for (const extension of extensions) {
    if (name.endsWith(extension) && extension.length > (longest?.length ?? 0)) longest = extension;
  }
  return longest;
}

function unreadable(file: string, reason: string, cause: unknown): Problem {
  return {
    code: 'FSR_UNREADABLE',
    message: cause === undefined ? `${reason}.` : `${reason}: ${messageOf(cause)}.`,
    help: 'correct its permissions or its target, remove it, or name it in the `ignore` option.',
    files: [file],
    cause,
  };
}

function refuse(code: ErrorCode, message: string, help: string, cause?: unknown): FsRoutesError {
  return new FsRoutesError([{ code, message, help, files: [], cause }]);
}

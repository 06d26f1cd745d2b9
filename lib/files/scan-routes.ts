import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FsRoutesError } from '../reporting/errors.js';
import type { ErrorCode, Problem } from '../types/problem.js';
import { messageOf } from '../reporting/thrown.js';
import { FolderLinks, type LinkedFolder } from './folder-links.js';
import { looksLikeMiddleware, misnamedMiddleware } from '../routing/folder-middleware.js';
import { createIgnore } from './ignore.js';
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
      `The URL of the route folder is no local file: ${printable(messageOf(cause))}.`,
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
 * @throws {FsRoutesError} `FSR_DIRECTORY_NOT_FOUND` or `FSR_NOT_A_DIRECTORY`
 */
export function scanRoutes(directory: string, settings: ScanSettings): ScannedFolder {
  checkDirectory(directory);
  const links = new FolderLinks(directory);
  let walk = new Walk(directory, settings, links);
  // Without links the second time: their files would be loaded before the folder is refused.
  if (links.areTooMany) walk = new Walk(directory, settings, links);

  const { routeFiles, middlewareFiles, misnamed, folders } = walk;
  const problems = [...walk.problems, ...links.problems(), ...misnamedMiddleware(misnamed, middlewareFiles)];
  return {
    routeFiles: routeFiles.sort(byFile),
    middlewareFiles: middlewareFiles.sort(byFile),
    problems,
    warnings: links.warnings(),
    folders,
  };
}

/** One walk through a route folder. */
class Walk {
  readonly routeFiles: RouteFile[] = [];
  readonly middlewareFiles: RouteFile[] = [];
  readonly misnamed: string[] = [];
  readonly problems: Problem[] = [];
  readonly folders = new Map<string, readonly fs.Dirent[] | undefined>();
  private readonly isIgnored: (file: string, name: string) => boolean;

  constructor(
    private readonly directory: string,
    private readonly settings: ScanSettings,
    private readonly links: FolderLinks,
  ) {
    this.isIgnored = createIgnore(settings.ignore);
    this.read('', undefined);
  }

  /**
   * @param folder relative; empty for the route folder itself
   * @param from the linked folder that it is in
   */
  private read(folder: string, from: LinkedFolder | undefined): void {
    const absoluteFolder = path.join(this.directory, folder);
    const before = absoluteFolder.endsWith(path.sep) ? absoluteFolder : absoluteFolder + path.sep;
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(absoluteFolder, { withFileTypes: true });
      this.folders.set(absoluteFolder, entries);
    } catch (cause) {
      this.folders.set(absoluteFolder, undefined);
      return this.report(folder, 'The folder cannot be read', cause);
    }
    if (!this.links.count(folder, entries.length, from)) return;
    for (const entry of entries) {
      this.take(entry, folder === '' ? entry.name : `${folder}/${entry.name}`, before + entry.name, from);
    }
  }

  private take(entry: fs.Dirent, file: string, absolutePath: string, from: LinkedFolder | undefined): void {
    const extension = extensionOf(entry.name, this.settings.extensions);
    const isMiddleware = entry.name === `_middleware${extension}` && !entry.isDirectory();
    if (!isMiddleware && this.isIgnored(file, entry.name)) {
      if (looksLikeMiddleware(entry.name)) this.misnamed.push(file);
      return;
    }
    const kind = this.links.kindOf(entry, file, from);
    if (typeof kind === 'object') this.report(file, 'The link cannot be followed', kind.cause);
    else if (kind === 'folder' && isMiddleware) this.misnamed.push(file);
    else if (kind === 'folder') this.enter(entry, file, from);
    else if (extension === undefined) return;
    else if (kind === 'other') this.report(file, 'The entry is neither a file nor a folder');
    else if (isMiddleware) this.middlewareFiles.push({ file, absolutePath, names: file.split('/').slice(0, -1) });
    else this.routeFiles.push({ file, absolutePath, names: routeNames(file, extension) });
  }

  private enter(entry: fs.Dirent, folder: string, from: LinkedFolder | undefined): void {
    if (!entry.isSymbolicLink()) return this.read(folder, from);
    let linked: LinkedFolder | undefined;
    try {
      linked = this.links.follow(folder, from);
    } catch (cause) {
      return this.report(folder, 'The link cannot be followed', cause);
    }
    if (linked) this.read(folder, linked);
  }

  private report(file: string, reason: string, cause?: unknown): void {
    this.problems.push(unreadable(file, reason, cause));
  }
}

/** What is told of a folder in which the scan found nothing. */
export function noRouteFile(directory: string, { extensions }: ScanSettings): string {
  return printable(`There is no route file in ${directory} (endings: ${extensions.join(' ')}).`);
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
      `The route folder cannot be read: ${printable(messageOf(cause))}.`,
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
    message: cause === undefined ? `${reason}.` : `${reason}: ${printable(messageOf(cause))}.`,
    help: 'correct its permissions or its target, remove it, or name it in the `ignore` option.',
    files: [file],
    cause,
  };
}

function refuse(code: ErrorCode, message: string, help: string, cause?: unknown): FsRoutesError {
  return new FsRoutesError([{ code, message, help, files: [], cause }]);
}

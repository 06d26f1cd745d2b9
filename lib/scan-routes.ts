import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'glob';
import { FsRoutesError, messageOf, type ErrorCode, type Problem } from './errors.js';
import type { RouteFile } from './types.js';

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
 * Finds the route files below a folder: sorted, with `/` as separator, symbolic links followed, but not
 * back to a folder above.
 *
 * @param problems gets an `FSR_UNREADABLE` for every entry that cannot be read
 * @throws {FsRoutesError} `FSR_DIRECTORY_NOT_FOUND` or `FSR_NOT_A_DIRECTORY`
 */
export function scanRoutes(directory: string, settings: ScanSettings, problems: Problem[]): RouteFile[] {
  checkDirectory(directory);
  const report = (absolutePath: string, reason: string, cause?: unknown) =>
    problems.push(unreadable(toPosix(path.relative(directory, absolutePath)), reason, cause));

  const entries = globSync('**', {
    cwd: directory,
    dot: true,
    follow: true,
    withFileTypes: true,
    ignore: ignorePatterns(settings.ignore),
    fs: { readdirSync: guardedReaddir(directory, report) },
  });

  const files: RouteFile[] = [];
  for (const entry of entries) {
    const absolutePath = entry.fullpath();
    const extension = extensionOf(entry.name, settings.extensions);
    if (extension === undefined || entry.isDirectory() || !isReadableFile(absolutePath, report)) continue;
    files.push(routeFile(directory, absolutePath, extension));
  }
  // The order of a file system is not guaranteed, and locales differ: compare code units.
  return files.sort((a, b) => (a.file < b.file ? -1 : 1));
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

function routeFile(directory: string, absolutePath: string, extension: string): RouteFile {
  const file = toPosix(path.relative(directory, absolutePath));
  return { file, absolutePath, names: routeNames(file, extension) };
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

/**
 * A glob without a slash holds at any depth (one at its end does not count); what lies below an ignored
 * folder is ignored with it. Brackets are brackets, as in every other name of a route folder.
 */
function ignorePatterns(ignore: readonly string[]): string[] {
  return ignore.flatMap((written) => {
    const pattern = written.replace(/\/$/, '').replace(/[[\]]/g, '[$&]');
    const anchored = pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`;
    return [anchored, `${anchored}/**`];
  });
}

type Report = (absolutePath: string, reason: string, cause?: unknown) => void;

/**
 * `readdir` for the glob, which on its own passes over folders that it cannot read and follows a link
 * to a parent folder until the operating system stops it.
 */
function guardedReaddir(root: string, report: Report) {
  return function readdirSync(directory: string, options: { withFileTypes: true }): fs.Dirent[] {
    try {
      return leadsBack(root, directory) ? [] : fs.readdirSync(directory, options);
    } catch (cause) {
      // The glob also tries links: one to a file is no folder, and one to nothing is reported as a file.
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOTDIR' && code !== 'ENOENT' && code !== 'ELOOP')
        report(directory, 'The folder cannot be read', cause);
      return [];
    }
  };
}

/** Whether a folder, reached through links, is one of the folders above it. */
function leadsBack(root: string, directory: string): boolean {
  const real = fs.realpathSync(directory);
  if (real === directory) return false;
  for (let above = directory; above !== root && above !== path.dirname(above);) {
    above = path.dirname(above);
    if (fs.realpathSync(above) === real) return true;
  }
  return false;
}

function isReadableFile(absolutePath: string, report: Report): boolean {
  try {
    const stats = fs.statSync(absolutePath);
    if (stats.isDirectory()) return false;
    if (stats.isFile()) return true;
    report(absolutePath, 'The entry is neither a file nor a folder');
  } catch (cause) {
    report(absolutePath, 'The file cannot be read (a link to nothing?)', cause);
  }
  return false;
}

function extensionOf(name: string, extensions: readonly string[]): string | undefined {
  const matching = extensions.filter((extension) => name.endsWith(extension));
  return matching.sort((a, b) => b.length - a.length)[0];
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

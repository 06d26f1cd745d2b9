import fs from 'node:fs';
import path from 'node:path';
import { Glob, type GlobOptions, type Path } from 'glob';
import type { Problem } from '../types/problem.js';
import { messageOf } from '../reporting/thrown.js';
import type { FolderLinks, LinkedFolder } from './folder-links.js';
import { createIgnore } from './ignore.js';
import { printable } from '../reporting/printable.js';
import { toPosix } from './to-posix.js';
import type { RouteFile } from '../types/index.js';

export interface ScanSettings {
  readonly extensions: readonly string[];
  readonly ignore: readonly string[];
  /** Is `true` if folders in parentheses add nothing to the URL. */
  readonly routeGroups?: boolean;
  readonly conventions: {
    /** See `NameConventions`. */
    readonly reportsSlips: boolean;
    readonly defaults: { readonly extensions: readonly string[] };
  };
}

/** A walk through a route folder, which collects its files and problems. */
export class FolderWalk {
  readonly routeFiles: RouteFile[] = [];
  readonly middlewareFiles: RouteFile[] = [];
  /** The links to folders that have the name of a `_middleware` file. */
  readonly misnamed: string[] = [];
  readonly problems: Problem[] = [];
  readonly folders = new Map<string, readonly fs.Dirent[] | undefined>();
  readonly isIgnored: (file: string, name: string) => boolean;
  private readonly scurry: Glob<GlobOptions>['scurry'];
  private readonly pathPrefix: string;
  private readonly globPathPrefix: string;
  /** The linked folder that glob is reading. */
  private from: LinkedFolder | undefined;

  constructor(
    private readonly directory: string,
    private readonly settings: ScanSettings,
    private readonly links: FolderLinks,
  ) {
    this.isIgnored = createIgnore(settings.ignore);
    // Only its walk is used. `globSync` would take a third longer, and follow links to folders above them.
    this.scurry = new Glob('**', { cwd: directory, fs: { readdirSync: (folder) => this.readEntries(folder) } }).scurry;
    // The two differ on Windows, where glob writes the letter of a drive in upper case.
    this.pathPrefix = path.join(directory, path.sep);
    this.globPathPrefix = path.join(this.scurry.cwd.fullpath(), path.sep);
    this.walk(this.scurry.cwd, undefined);
  }

  private walk(start: Path, from: LinkedFolder | undefined): void {
    this.from = from;
    // Glob does not enter links.
    const links = this.scurry.walkSync(start, { filter: (entry) => entry.isSymbolicLink() && entry !== start });
    for (const link of links) this.followLink(link, from);
  }

  /** Collects the files of a folder. Returns the folders that glob must enter, and the links to folders. */
  private readEntries(pathInGlob: string): fs.Dirent[] {
    const relative = pathInGlob.slice(this.globPathPrefix.length);
    const folder = relative === '' ? this.directory : this.pathPrefix + relative;
    const start = relative === '' ? '' : relative + path.sep;
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(folder, { withFileTypes: true });
      this.folders.set(folder, entries);
    } catch (cause) {
      this.folders.set(folder, undefined);
      this.report(toPosix(relative), 'The folder cannot be read', cause);
      return [];
    }
    if (!this.links.countEntries(toPosix(relative), entries.length, this.from)) return [];
    return entries.filter((entry) => this.collect(entry, start + entry.name));
  }

  /** Collects an entry if it is a file. Returns `true` if it is a folder to enter or a link to one. */
  private collect(entry: fs.Dirent, relative: string): boolean {
    const file = toPosix(relative);
    const absolutePath = this.pathPrefix + relative;
    const extension = extensionOf(entry.name, this.settings.extensions);
    const isMiddleware = entry.name === `_middleware${extension}` && !entry.isDirectory();
    if (!isMiddleware && this.isIgnored(file, entry.name)) return false;
    const kind = this.links.entryKind(entry, file, this.from);
    if (kind === 'folder' && !isMiddleware) return true;
    if (typeof kind === 'object') this.report(file, 'The link cannot be followed', kind.cause);
    else if (kind === 'folder') this.misnamed.push(file);
    else if (extension === undefined) return false;
    else if (kind === 'other') this.report(file, 'The entry is neither a file nor a folder');
    else if (isMiddleware) this.middlewareFiles.push({ file, absolutePath, names: file.split('/').slice(0, -1) });
    else this.routeFiles.push({ file, absolutePath, names: routeNames(file, extension) });
    return false;
  }

  private followLink(link: Path, from: LinkedFolder | undefined): void {
    const file = link.relativePosix();
    let linked: LinkedFolder | undefined;
    try {
      linked = this.links.follow(file, from);
    } catch (cause) {
      return this.report(file, 'The link cannot be followed', cause);
    }
    if (linked) this.walk(link, linked);
  }

  private report(file: string, reason: string, cause?: unknown): void {
    this.problems.push(unreadable(file, reason, cause));
  }
}

/**
 * Returns the parts of a file's path, without the extension and without a last `index`.
 *
 * @example routeNames('posts/index.js', '.js') // ['posts']
 */
export function routeNames(file: string, extension: string): string[] {
  const names = file.slice(0, -extension.length).split('/');
  if (names.at(-1) === 'index') names.pop();
  return names;
}

/** Returns the name of the index file of a folder that a walk does not enter. */
export function indexFileIn(directory: string, folder: string): string | undefined {
  try {
    return fs.readdirSync(path.join(directory, folder)).find((name) => /^index\.[cm]?[jt]sx?$/.test(name));
  } catch {
    return undefined;
  }
}

/** Returns the longest extension of route files that a name ends with. */
export function extensionOf(name: string, extensions: readonly string[]): string | undefined {
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
    help: 'correct its permissions or its target, remove it, or add it to the `ignore` option.',
    files: [file],
    cause,
  };
}

import fs from 'node:fs';
import path from 'node:path';
import type { Problem } from '../types/problem.js';
import { memoize } from '../routing/memoize.js';
import { toPosix } from './to-posix.js';

/** The kind of a folder's entry. A link has the kind of its target, or the error if the target cannot be read. */
export type EntryKind = 'file' | 'folder' | 'other' | { readonly cause: unknown };

/** A folder that the scan entered through a link. */
export interface LinkedFolder {
  /** The path of the link, relative to the route folder. */
  readonly link: string;
  /** The real path of the folder. */
  readonly realPath: string;
  /** The real paths of the folders that contain the links that the scan followed to this folder. */
  readonly linkParents: readonly string[];
}

interface FolderLink {
  readonly link: string;
  readonly parent: string;
  readonly target: string;
}

/**
 * The number of entries that a scan may read again because links in linked folders lead to them. Such links multiply:
 * if each of twenty folders has two links to the next, there are a million paths.
 */
const maxRepeatedEntries = 10_000;

/** Decides which links to folders a scan follows. It compares real paths, because a folder has only one. */
export class FolderLinks {
  private readonly kindOfTarget = memoize(kindOfTarget);
  private readonly readFolderLink = memoize(readFolderLink);
  /** The links that lead to a folder above them. */
  private readonly upwardLinks = new Set<string>();
  /** The number of times that each link in a linked folder was followed. */
  private readonly followCounts = new Map<string, number>();
  /** The folders that the scan entered through links in linked folders. */
  private readonly visitedFolders = new Set<string>();
  private repeatedEntries = 0;
  private readonly realPathsAbove = memoize(realPathsAbove);

  constructor(private readonly directory: string) {}

  /** Is `true` if the scan has read too many entries again. Then it follows no more links. */
  get hasTooManyLinks(): boolean {
    return this.repeatedEntries > maxRepeatedEntries;
  }

  /**
   * Counts the entries of a folder that the scan has read. Returns `false` if the scan must skip them, because there
   * are too many.
   */
  countEntries(folder: string, entries: number, from: LinkedFolder | undefined): boolean {
    if (!from || from.linkParents.length === 1) return true;
    const realPath = this.pathOf(folder, from);
    if (this.visitedFolders.has(realPath)) this.repeatedEntries += entries;
    else this.visitedFolders.add(realPath);
    return !this.hasTooManyLinks;
  }

  /** Returns the kind of an entry. Reads the disk only for links, and once for each. */
  entryKind(entry: fs.Dirent, file: string, from: LinkedFolder | undefined): EntryKind {
    if (entry.isFile()) return 'file';
    if (entry.isDirectory()) return 'folder';
    if (!entry.isSymbolicLink()) return 'other';
    return this.kindOfTarget(this.pathOf(file, from));
  }

  /**
   * Follows a link to a folder. Does not follow it if the target is or contains the route folder, or a folder on the
   * way to the link: files would run that are not meant as routes, and the scan would never end.
   *
   * @param file the link, relative to the route folder
   * @param from the linked folder that contains the link, at any depth
   * @returns `undefined` if the link is not followed
   */
  follow(file: string, from: LinkedFolder | undefined): LinkedFolder | undefined {
    if (this.hasTooManyLinks) return undefined;
    const { link, parent, target } = this.readFolderLink(this.pathOf(file, from));
    const linkParents = [...(from?.linkParents ?? []), parent];
    if ([...linkParents, ...this.realPathsAbove(this.directory)].some((folder) => isWithin(target, folder))) {
      this.upwardLinks.add(link);
      return undefined;
    }
    if (from) this.followCounts.set(link, (this.followCounts.get(link) ?? 0) + 1);
    return { link: file, realPath: target, linkParents };
  }

  /** Returns a problem if links multiply, with the links that were followed most. */
  problems(): Problem[] {
    if (!this.hasTooManyLinks) return [];
    const links = [...this.followCounts].sort(([, a], [, b]) => b - a).map(([link]) => this.relativeToRoot(link));
    return [tooManyLinks(links.slice(0, 10))];
  }

  /** Returns a warning for each link that leads to a folder above it. */
  warnings(): Problem[] {
    return this.hasTooManyLinks ? [] : [...this.upwardLinks].map(this.relativeToRoot).sort().map(linkNotFollowed);
  }

  /** Returns the path of an entry. In a linked folder, it starts with the real path of that folder. */
  private pathOf(file: string, from: LinkedFolder | undefined): string {
    return from ? path.join(from.realPath, file.slice(from.link.length)) : path.join(this.directory, file);
  }

  private readonly relativeToRoot = (realPath: string): string => {
    return toPosix(path.relative(this.realPathsAbove(this.directory)[0], realPath));
  };
}

function kindOfTarget(link: string): EntryKind {
  try {
    const stats = fs.statSync(link);
    if (stats.isFile()) return 'file';
    return stats.isDirectory() ? 'folder' : 'other';
  } catch (cause) {
    return { cause };
  }
}

function readFolderLink(file: string): FolderLink {
  const parent = fs.realpathSync.native(path.dirname(file));
  return { link: path.join(parent, path.basename(file)), parent, target: fs.realpathSync.native(file) };
}

/** Returns the real paths of a folder and of all folders above it. */
function realPathsAbove(folder: string): [string, ...string[]] {
  const realPath = fs.realpathSync.native(folder);
  const parent = path.dirname(folder);
  return parent === folder ? [realPath] : [realPath, ...realPathsAbove(parent)];
}

/** Returns `true` if a path is the folder, or is in it at any depth. */
function isWithin(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function linkNotFollowed(link: string): Problem {
  return {
    code: 'FSR_LINK_NOT_FOLLOWED',
    message:
      'The link leads back to its own folder, to the route folder, or to a folder above one of them, so it is not followed.',
    help: 'remove it, or add it to the `ignore` option.',
    files: [link],
  };
}

function tooManyLinks(links: readonly string[]): Problem {
  return {
    code: 'FSR_TOO_MANY_LINKS',
    message: `Links in linked folders multiply: they lead to more than ${maxRepeatedEntries} files and folders that were read before, so no link to a folder is followed.`,
    help: 'remove links between such folders, or add them to the `ignore` option. The links that lead to the most paths are listed.',
    files: links,
  };
}

import fs from 'node:fs';
import path from 'node:path';
import type { Problem } from '../types/problem.js';
import { memoize } from '../routing/memoize.js';
import { toPosix } from './to-posix.js';

/** What an entry of a folder is; a link is what it leads to, or why that cannot be said. */
export type EntryKind = 'file' | 'folder' | 'other' | { readonly cause: unknown };

/** A folder that the scan entered by a link. */
export interface LinkedFolder {
  /** The path of the link, relative to the route folder. */
  readonly link: string;
  /** The path of the folder, without links. */
  readonly realPath: string;
  /** The folders that hold the links by which the scan came here, without links. */
  readonly linkParents: readonly string[];
}

interface FolderLink {
  readonly link: string;
  readonly parent: string;
  readonly target: string;
}

/**
 * How many entries a scan reads more than once because links in linked folders lead to them. Such links multiply:
 * where each of twenty folders has two of them to the next, there are a million paths.
 */
const maxRepeatedEntries = 10_000;

/** Decides which links to folders a scan follows. Compares paths without links, as a folder has one of these only. */
export class FolderLinks {
  private readonly kindOfTarget = memoize(kindOfTarget);
  private readonly readFolderLink = memoize(readFolderLink);
  /** Links that lead back. */
  private readonly upwardLinks = new Set<string>();
  /** How often each link in a linked folder was followed. */
  private readonly followCounts = new Map<string, number>();
  /** Folders that links in linked folders have led to. */
  private readonly visitedFolders = new Set<string>();
  private repeatedEntries = 0;
  private root: readonly string[] | undefined;

  constructor(private readonly directory: string) {}

  /** Whether links multiply so much that none is followed any more. */
  get hasTooManyLinks(): boolean {
    return this.repeatedEntries > maxRepeatedEntries;
  }

  /**
   * Counts what the scan has read.
   *
   * @returns whether it may go on with it
   */
  countEntries(folder: string, entries: number, from: LinkedFolder | undefined): boolean {
    if (!from || from.linkParents.length === 1) return true;
    const realPath = this.pathOf(folder, from);
    if (this.visitedFolders.has(realPath)) this.repeatedEntries += entries;
    else this.visitedFolders.add(realPath);
    return !this.hasTooManyLinks;
  }

  /** Asks the disk about links only, about each once: the folder has told the rest. */
  entryKind(entry: fs.Dirent, file: string, from: LinkedFolder | undefined): EntryKind {
    if (entry.isFile()) return 'file';
    if (entry.isDirectory()) return 'folder';
    if (!entry.isSymbolicLink()) return 'other';
    return this.kindOfTarget(this.pathOf(file, from));
  }

  /**
   * Follows a link to a folder, unless that is or holds the route folder or a folder on the way of the scan: files
   * would run that nobody meant, and the scan would never end.
   *
   * @param file the link, relative to the route folder
   * @param from the linked folder that it is in, at whatever depth
   * @returns nothing where the link is not followed
   */
  follow(file: string, from: LinkedFolder | undefined): LinkedFolder | undefined {
    if (this.hasTooManyLinks) return undefined;
    const { link, parent: parent, target } = this.readFolderLink(this.pathOf(file, from));
    const linkParents = [...(from?.linkParents ?? []), parent];
    this.root ??= withAncestors(this.directory).map((folder) => fs.realpathSync.native(folder));
    if ([...linkParents, ...this.root].some((folder) => isWithin(target, folder))) {
      this.upwardLinks.add(link);
      return undefined;
    }
    if (from) this.followCounts.set(link, (this.followCounts.get(link) ?? 0) + 1);
    return { link: file, realPath: target, linkParents: linkParents };
  }

  /** Returns the refusal of links that multiply. */
  problems(): Problem[] {
    if (!this.hasTooManyLinks) return [];
    const links = [...this.followCounts].sort(([, a], [, b]) => b - a).map(([link]) => this.relativeToRoot(link));
    return [tooManyLinks(links.slice(0, 10))];
  }

  /** Returns a warning for each link that leads back. */
  warnings(): Problem[] {
    return this.hasTooManyLinks ? [] : [...this.upwardLinks].map(this.relativeToRoot).sort().map(linkNotFollowed);
  }

  /** The path of an entry, with no link before its name where it is in a linked folder. */
  private pathOf(file: string, from: LinkedFolder | undefined): string {
    return from ? path.join(from.realPath, file.slice(from.link.length)) : path.join(this.directory, file);
  }

  private readonly relativeToRoot = (realPath: string): string => {
    return toPosix(path.relative(this.root![0]!, realPath));
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
  const holder = fs.realpathSync.native(path.dirname(file));
  return { link: path.join(holder, path.basename(file)), parent: holder, target: fs.realpathSync.native(file) };
}

/** A folder, and all that are above it. */
function withAncestors(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...withAncestors(above)];
}

/** Whether a path is that of a folder, or of something below it. */
function isWithin(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

function linkNotFollowed(link: string): Problem {
  return {
    code: 'FSR_LINK_NOT_FOLLOWED',
    message: 'The link leads back to a folder above it, and is not followed there.',
    help: 'remove it, or name it in the `ignore` option.',
    files: [link],
  };
}

function tooManyLinks(links: readonly string[]): Problem {
  return {
    code: 'FSR_TOO_MANY_LINKS',
    message: `Links in linked folders multiply: more than ${maxRepeatedEntries} files and folders would be read again and again, so no link to a folder is followed.`,
    help: 'remove links of such folders to each other, or name them in the `ignore` option. These lead to the most paths.',
    files: links,
  };
}

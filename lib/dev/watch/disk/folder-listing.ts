import { readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { hasCodeExtension } from '../../../routing/code-extension.js';
import { formatState, isRecent, statOf } from '../modules/file-state.js';

/** The listing of a folder that does not exist or cannot be read. */
export const noListing = 'none';

/**
 * Returns a text that describes the entries of a folder that matter to routes: its folders, its links with the identity
 * of their targets, and the files that may be route files or middleware.
 *
 * @param entries `undefined` if the folder cannot be read
 */
export function listingOf(
  folder: string,
  entries: readonly Dirent[] | undefined,
  extensions: readonly string[],
): string {
  if (!entries) return noListing;
  const lines = entries.flatMap((entry) => {
    const { name } = entry;
    if (entry.isSymbolicLink()) return `${name} -> ${identityOf(path.join(folder, name)) ?? 'nothing'}`;
    if (entry.isDirectory()) return `${name}/`;
    return hasCodeExtension(name) || extensions.some((end) => name.endsWith(end)) ? name : [];
  });
  return lines.sort().join('\n');
}

/** Returns a text that identifies a file or folder: a replacement has another one, even with the same inode number. */
export function identityOf(path: string): string | undefined {
  const stats = statOf(path);
  return stats && `${stats.dev} ${stats.ino} ${stats.birthtimeNs}`;
}

/** The listings of folders. Reads a folder only if it has changed since the last time. */
export class FolderListings {
  private readonly known = new Map<string, { readonly state: string; readonly listing: string }>();

  constructor(private readonly extensions: readonly string[]) {}

  of(folder: string): string {
    const stats = statOf(folder);
    if (!stats?.isDirectory()) return noListing;
    const state = formatState(stats);
    const known = this.known.get(folder);
    if (known?.state === state) return known.listing;

    const entries = entriesOf(folder);
    const listing = listingOf(folder, entries, this.extensions);
    // The target of a link can change without a change of the folder.
    const canKeep = !isRecent(stats) && !entries?.some((entry) => entry.isSymbolicLink());
    if (canKeep) this.known.set(folder, { state, listing });
    else this.known.delete(folder);
    return listing;
  }

  forget(folder: string): void {
    this.known.delete(folder);
  }
}

function entriesOf(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

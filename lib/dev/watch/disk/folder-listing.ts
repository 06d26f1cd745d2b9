import { readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { looksLikeMiddleware } from '../../../routing/folder-middleware.js';
import { formatState, isRecent, statOf } from '../modules/file-state.js';

/** The listing of a folder that does not exist or cannot be read. */
export const noListing = 'none';

/**
 * Describes what is in a folder, as far as it decides about routes: its folders, its links with what they lead to, and
 * the files that may be routes or middleware.
 *
 * @param entries nothing if the folder cannot be read
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
    return looksLikeMiddleware(name) || extensions.some((end) => name.endsWith(end)) ? name : [];
  });
  return lines.sort().join('\n');
}

/** Tells a file or folder from another that was put in its place: numbers of removed ones are given again. */
export function identityOf(path: string): string | undefined {
  const stats = statOf(path);
  return stats && `${stats.dev} ${stats.ino} ${stats.birthtimeNs}`;
}

/** Lists folders again and again, but reads only those that have changed. */
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
    // What a link leads to can change without a trace on the folder.
    const isLasting = !isRecent(stats) && !entries?.some((entry) => entry.isSymbolicLink());
    if (isLasting) this.known.set(folder, { state, listing });
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

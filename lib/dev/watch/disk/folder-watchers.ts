import { watch, type FSWatcher } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../../reporting/thrown.js';
import { identityOf } from './folder-listing.js';

interface Watched {
  readonly identity: string;
  /** Is `undefined` if the system refused to watch the folder. */
  readonly watcher: FSWatcher | undefined;
}

/** A listener that gets the folder, and the name of the entry that has changed if the system reports it. */
export type OnEvent = (folder: string, name: string | null, event: string) => void;

/** The watchers of the operating system, one per folder. */
export class FolderWatchers {
  private readonly watched = new Map<string, Watched>();

  /**
   * Creates no watchers yet: see `watchOnly`.
   *
   * @param onRefused called with the reason why a folder cannot be watched
   */
  constructor(
    private readonly onEvent: OnEvent,
    private readonly onRefused: (reason: string) => void,
  ) {}

  /** Watches these folders and no others. For a folder that does not exist, watches the nearest one above it. */
  watchOnly(folders: Iterable<string>): void {
    const wanted = new Map<string, string>();
    for (const folder of folders) {
      let existing = folder;
      let identity = wanted.get(existing) ?? identityOf(existing);
      while (identity === undefined && existing !== path.dirname(existing)) {
        existing = path.dirname(existing);
        identity = identityOf(existing);
      }
      if (identity !== undefined) wanted.set(existing, identity);
    }
    // If a folder is moved, its watcher follows it, and does not see the folder that replaces it.
    for (const [folder, { identity }] of this.watched) if (wanted.get(folder) !== identity) this.unwatch(folder);
    for (const [folder, identity] of wanted) if (!this.watched.has(folder)) this.watch(folder, identity);
  }

  private watch(folder: string, identity: string): void {
    try {
      const watcher = watch(folder, (event, name) => this.onEvent(folder, name, event));
      watcher.on('error', () => this.unwatch(folder));
      this.watched.set(folder, { identity, watcher });
    } catch (error) {
      this.watched.set(folder, { identity, watcher: undefined });
      this.onRefused(messageOf(error));
    }
  }

  private unwatch(folder: string): void {
    this.watched.get(folder)?.watcher?.close();
    this.watched.delete(folder);
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { messageOf } from '../../errors.js';
import type { DirectoryEvent, FileEvent, WatchedDirectory } from './directory-events.js';

/** How often a directory that has gone is looked for: a build may remove it and make it anew. 200 ms. */
const lookAgain = 200;

/** Installed packages, and the many files of git. */
const isUninteresting = (file: string): boolean => /[\\/]?(?:node_modules|\.git)(?:[\\/]|$)/.test(file);

/** Watches directories, and those that go again when they come back. */
export class DirectoryWatcher {
  private readonly watchers = new Map<string, FSWatcher>();

  constructor(private readonly tell: (event: DirectoryEvent) => void) {}

  add(watched: WatchedDirectory): void {
    const { directory, isDeep } = watched;
    if (this.watchers.has(directory)) return;
    const watcher = watch(directory, {
      ignoreInitial: true,
      // It would hold back every removal for 100 ms.
      atomic: false,
      ...(!isDeep && { depth: 0 }),
      ignored: (file) => file !== directory && isUninteresting(path.relative(directory, file)),
    });
    this.watchers.set(directory, watcher);
    watcher.on('all', (event, changed) => {
      this.tell({ kind: 'change', path: path.resolve(changed), event: event as FileEvent });
      if (event === 'unlinkDir' && path.resolve(changed) === directory) void this.watchAgain(watched, watcher);
    });
    watcher.on('ready', () => {
      this.tell({ kind: 'ready', directory });
      if (!existsSync(directory)) void this.watchAgain(watched, watcher);
    });
    watcher.on('error', (error) => this.tell({ kind: 'error', message: messageOf(error) }));
  }

  /** chokidar does not see that a directory which it watched has come back. */
  private async watchAgain(watched: WatchedDirectory, watcher: FSWatcher): Promise<void> {
    const { directory } = watched;
    await watcher.close();
    const timer = setInterval(() => {
      if (!existsSync(directory)) return;
      clearInterval(timer);
      this.watchers.delete(directory);
      this.tell({ kind: 'change', path: directory, event: 'addDir' });
      this.add(watched);
    }, lookAgain);
  }
}

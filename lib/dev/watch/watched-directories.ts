import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FSWatcher } from 'chokidar';

export type FileEvent = 'add' | 'addDir' | 'change' | 'unlink' | 'unlinkDir';

export interface DirectoryEvents {
  /** @param path absolute, of a file or folder */
  onChange(path: string, event: FileEvent): void;
  /** The directory is watched from now on: before that, changes may have gone unseen. */
  onReady(directory: string): void;
  onError(error: unknown): void;
}

/** How often a directory that has gone is looked for: a build may remove it and make it anew. 300 ms. */
const lookAgain = 300;

/** Installed packages, and the many files of git. */
const isUninteresting = (file: string): boolean => /[\\/](?:node_modules|\.git)(?:[\\/]|$)/.test(file);

/** Directories that are watched, each to its own depth, and again when they come back. None keeps the process alive. */
export class WatchedDirectories {
  private readonly watchers = new Map<string, FSWatcher>();
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private isClosed = false;

  constructor(private readonly events: DirectoryEvents) {}

  /** @param isDeep whether folders in it are watched, too */
  async add(directory: string, isDeep: boolean): Promise<void> {
    // An ES module, and this is part of a CommonJS build.
    const { watch } = await import('chokidar');
    if (this.isClosed || this.watchers.has(directory) || this.waiting.has(directory)) return;
    if (!existsSync(directory)) return this.wait(directory, isDeep);
    const watcher = watch(directory, {
      ignoreInitial: true,
      persistent: false,
      // It would hold back every removal for 100 ms.
      atomic: false,
      ...(!isDeep && { depth: 0 }),
      ignored: (file) => file !== directory && isUninteresting(path.relative(directory, file)),
    });
    this.watchers.set(directory, watcher);
    watcher.on('all', (event, changed) => {
      this.events.onChange(path.resolve(changed), event as FileEvent);
      if (event === 'unlinkDir' && path.resolve(changed) === directory) void this.lose(directory, isDeep);
    });
    watcher.on('ready', () => this.events.onReady(directory));
    watcher.on('error', (error) => this.events.onError(error));
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const timer of this.waiting.values()) clearInterval(timer);
    await Promise.all([...this.watchers.values()].map((watcher) => watcher.close()));
  }

  private async lose(directory: string, isDeep: boolean): Promise<void> {
    const watcher = this.watchers.get(directory);
    this.watchers.delete(directory);
    await watcher?.close();
    await this.add(directory, isDeep);
  }

  private wait(directory: string, isDeep: boolean): void {
    const timer = setInterval(() => {
      if (!existsSync(directory)) return;
      clearInterval(timer);
      this.waiting.delete(directory);
      this.events.onChange(directory, 'addDir');
      void this.add(directory, isDeep);
    }, lookAgain);
    this.waiting.set(directory, timer.unref());
  }
}

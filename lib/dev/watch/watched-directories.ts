import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../errors.js';
import type { DirectoryEvent, WatchedDirectory } from './directory-events.js';

/** Directories that a thread watches, until they are closed or the process ends. */
export class WatchedDirectories {
  private readonly added = new Set<string>();
  private readonly thread: Worker;

  /** @param hear told of what happens in them */
  constructor(hear: (event: DirectoryEvent) => void) {
    // This is part of a CommonJS build, and stands beside an ES module: see tsup.config.ts.
    const script = createRequire(__filename).resolve('./watch-thread.js');
    // Without what Node was started with, loaders above all.
    this.thread = new Worker(script, { execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } });
    this.thread.on('message', hear);
    this.thread.on('error', (error) => hear({ kind: 'error', message: messageOf(error) }));
    // Last: to listen would undo it.
    this.thread.unref();
  }

  add(watched: WatchedDirectory): void {
    if (this.added.has(watched.directory)) return;
    this.added.add(watched.directory);
    this.thread.postMessage(watched);
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}

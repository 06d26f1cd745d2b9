import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../reporting/thrown.js';

/** The states of files and the listings of folders as they were loaded, by their absolute paths. */
export interface LoadedState {
  readonly files: ReadonlyMap<string, string>;
  readonly folders: ReadonlyMap<string, string>;
}

type Entry = readonly [path: string, state: string | undefined];

/** The differences between two `LoadedState`s, which are sent to the thread. */
export interface LoadedStateChanges {
  readonly files: readonly Entry[];
  readonly folders: readonly Entry[];
}

export interface ThreadData {
  readonly extensions: readonly string[];
}

/**
 * A report of the thread: the files and folders that differ from what was loaded, the reason why the system does not
 * watch a folder, or the error that has stopped the thread.
 */
export type DiskReport =
  { readonly changed: readonly string[] } | { readonly unwatchable: string } | { readonly failure: string };

/** The thread that compares the disk with what was loaded, until it is closed or the process exits. */
export class WatchThread {
  private loaded: LoadedState = { files: new Map(), folders: new Map() };
  private readonly thread: Worker;

  /**
   * Starts the thread.
   *
   * @param onReport called repeatedly while the disk differs from what was loaded
   */
  constructor(extensions: readonly string[], onReport: (report: DiskReport) => void) {
    // This file is part of a CommonJS build, and the thread's script is an ES module beside it: see tsup.config.ts.
    const script = createRequire(__filename).resolve('./watch-thread.js');
    const workerData: ThreadData = { extensions };
    // The thread does not need the loaders and other options that Node.js was started with.
    this.thread = new Worker(script, { workerData, execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } });
    this.thread.on('message', onReport);
    this.thread.on('error', (error) => onReport({ failure: messageOf(error) }));
    // Must come last, because adding a listener refs the thread again.
    this.thread.unref();
  }

  /** Sends the thread the state of what was loaded last. */
  update(loaded: LoadedState): void {
    const changes: LoadedStateChanges = {
      files: differences(this.loaded.files, loaded.files),
      folders: differences(this.loaded.folders, loaded.folders),
    };
    this.loaded = loaded;
    if (changes.files.length + changes.folders.length > 0) this.thread.postMessage(changes);
  }

  isFolder(path: string): boolean {
    return this.loaded.folders.has(path);
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Entry[] {
  const removed = [...before.keys()].filter((key) => !after.has(key)).map((key): Entry => [key, undefined]);
  return [...removed, ...[...after].filter(([key, value]) => before.get(key) !== value)];
}

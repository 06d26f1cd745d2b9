import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../../reporting/thrown.js';

/** What was loaded: the states of files and the listings of folders, by their absolute paths. */
export interface LoadedState {
  readonly files: ReadonlyMap<string, string>;
  readonly folders: ReadonlyMap<string, string>;
}

type Entry = readonly [path: string, state: string | undefined];

/** What the thread is sent: how `Loaded` differs from before. */
export interface LoadedStateChanges {
  readonly files: readonly Entry[];
  readonly folders: readonly Entry[];
}

export interface ThreadData {
  readonly extensions: readonly string[];
}

/** What the thread reports: files and folders that are not as they were loaded; or what keeps it from its work. */
export type DiskReport =
  { readonly changed: readonly string[] } | { readonly unwatchable: string } | { readonly failure: string };

/** Compares the disk with what was loaded, in a thread, until it is closed or the process ends. */
export class WatchThread {
  private loaded: LoadedState = { files: new Map(), folders: new Map() };
  private readonly thread: Worker;

  /** @param onReport called again and again while the disk differs from what was loaded */
  constructor(extensions: readonly string[], onReport: (report: DiskReport) => void) {
    // This is part of a CommonJS build, and stands beside an ES module: see tsup.config.ts.
    const script = createRequire(__filename).resolve('./watch-thread.js');
    const workerData: ThreadData = { extensions };
    // Without what Node was started with, loaders above all.
    this.thread = new Worker(script, { workerData, execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } });
    this.thread.on('message', onReport);
    this.thread.on('error', (error) => onReport({ failure: messageOf(error) }));
    // Last: to listen would undo it.
    this.thread.unref();
  }

  /** Says what was loaded last. */
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
  const gone = [...before.keys()].filter((key) => !after.has(key)).map((key): Entry => [key, undefined]);
  return [...gone, ...[...after].filter(([key, value]) => before.get(key) !== value)];
}

/**
 * Runs the `DiskWatcher` in a thread of its own, so that it does not delay requests while it compares thousands of
 * files, and does not keep the process alive.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { DiskWatcher } from './disk-watcher.js';
import type { LoadedStateChanges, ThreadData } from './start-watch-thread.js';

// eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- this file runs in a thread only
const main = parentPort!;
const { extensions } = workerData as ThreadData;
const watcher = new DiskWatcher(extensions, (report) => main.postMessage(report));

main.on('message', (loaded: LoadedStateChanges) => watcher.update(loaded));

/**
 * Runs the `DiskWatcher` in a thread of its own, so that comparing thousands of files does not delay requests, and
 * watching keeps no process alive.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { DiskWatcher } from './disk-watcher.js';
import type { LoadedStateChanges, ThreadData } from './start-watch-thread.js';

// eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- this file runs in a thread only
const main = parentPort!;
const { extensions } = workerData as ThreadData;
const watcher = new DiskWatcher(extensions, (report) => main.postMessage(report));

main.on('message', (loaded: LoadedStateChanges) => watcher.update(loaded));

/**
 * The disk is watched in a thread of its own: comparing thousands of files does not hold up requests, and the thread
 * keeps no process alive.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { DiskWatcher } from './disk-watcher.js';
import type { LoadedStateChanges, ThreadData } from './start-watch-thread.js';

const main = parentPort!;
const { extensions } = workerData as ThreadData;
const watcher = new DiskWatcher(extensions, (report) => main.postMessage(report));

main.on('message', (loaded: LoadedStateChanges) => watcher.update(loaded));

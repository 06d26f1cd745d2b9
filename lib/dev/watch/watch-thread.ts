/**
 * Directories are watched in a thread of their own: to look at thousands of files does not hold up requests,
 * and the thread keeps no process alive, which chokidar would, or be less exact.
 */
import { parentPort } from 'node:worker_threads';
import type { WatchedDirectory } from './directory-events.js';
import { DirectoryWatcher } from './directory-watcher.js';

const main = parentPort!;
const watcher = new DirectoryWatcher((event) => main.postMessage(event));

main.on('message', (watched: WatchedDirectory) => watcher.add(watched));

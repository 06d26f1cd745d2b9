import { statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { messageOf } from '../../errors.js';
import type { DirectoryEvent, FileEvent, WatchedDirectory } from './directory-events.js';

/** How often it is looked whether a directory was replaced, or came back: a build may make it anew. 300 ms. */
const glance = 300;
/** Every so many glances, the folders in it are looked at, too. */
const thorough = 5;
/** When they are, after files or folders were added or removed: 100 ms. */
const afterChange = 100;

/** Installed packages, and the many files of git. */
const isUninteresting = (file: string): boolean => /(?:^|[\\/])(?:node_modules|\.git)(?:[\\/]|$)/.test(file);

/** A directory with what watches it. */
interface Watching extends WatchedDirectory {
  readonly watcher: FSWatcher;
  /** Of each folder in it, and of itself, which one it was when chokidar began to watch it. */
  readonly identities: Map<string, string | undefined>;
  isReady: boolean;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Watches directories. chokidar goes on watching a folder that was moved away, and knows nothing of the one that
 * was put in its place; so their identities are compared, and what was replaced is watched anew.
 */
export class DirectoryWatcher {
  private readonly watched = new Map<string, Watching>();
  private glances = 0;

  constructor(private readonly tell: (event: DirectoryEvent) => void) {
    setInterval(() => this.glance(), glance);
  }

  add(wanted: WatchedDirectory): void {
    const { directory, isDeep } = wanted;
    if (this.watched.has(directory)) return;
    const watcher = watch(directory, {
      // It would hold back every removal for 100 ms.
      atomic: false,
      alwaysStat: true,
      ...(!isDeep && { depth: 0 }),
      ignored: (file) => file !== directory && isUninteresting(path.relative(directory, file)),
    });
    const identities = new Map<string, string | undefined>([[directory, undefined]]);
    const watching: Watching = { ...wanted, watcher, identities, isReady: false, timer: undefined };
    this.watched.set(directory, watching);
    watcher.on('all', (event, changed, stats) => {
      if (event === 'addDir') identities.set(changed, stats && identityOf(stats));
      // It does not see that this comes back.
      if (event === 'unlinkDir') identities.set(changed, undefined);
      if (!watching.isReady) return;
      this.tell({ kind: 'change', path: path.resolve(changed), event: event as FileEvent });
      if (event !== 'change') this.lookSoon(watching);
    });
    watcher.on('ready', () => {
      watching.isReady = true;
      this.tell({ kind: 'ready', directory });
      this.lookSoon(watching);
    });
    watcher.on('error', (error) => this.tell({ kind: 'error', message: messageOf(error) }));
  }

  private glance(): void {
    this.glances += 1;
    // Until it is ready, chokidar has not told which folders it watches. A copy, because what is watched anew is new.
    for (const watching of [...this.watched.values()].filter(({ isReady }) => isReady)) {
      if (this.glances % thorough === 0) this.look(watching);
      else if (isReplaced(watching, watching.directory)) this.watchAnew(watching);
    }
  }

  private lookSoon(watching: Watching): void {
    clearTimeout(watching.timer);
    watching.timer = setTimeout(() => this.look(watching), afterChange);
  }

  private look(watching: Watching): void {
    const { directory, identities } = watching;
    if ([...identities.keys()].some((folder) => isReplaced(watching, folder))) return this.watchAnew(watching);
    for (const [folder, identity] of identities) {
      if (identity === undefined && folder !== directory) identities.delete(folder);
    }
  }

  private watchAnew(watching: Watching): void {
    if (this.watched.get(watching.directory) !== watching) return;
    this.watched.delete(watching.directory);
    clearTimeout(watching.timer);
    // First, or chokidar would share what watches the folder that was there.
    watching.watcher.close().catch((error: unknown) => this.tell({ kind: 'error', message: messageOf(error) }));
    this.tell({ kind: 'change', path: watching.directory, event: 'addDir' });
    this.add(watching);
  }
}

/** Whether another folder is in the place of one that was seen there; or any, where none was. */
function isReplaced({ identities }: Watching, folder: string): boolean {
  const stats = statOf(folder);
  return stats?.isDirectory() === true && identityOf(stats) !== identities.get(folder);
}

/** Tells a folder from another that was put in its place: numbers of removed folders are given again. */
function identityOf({ dev, ino, birthtimeMs }: Stats): string {
  return `${dev} ${ino} ${birthtimeMs}`;
}

function statOf(folder: string): Stats | undefined {
  try {
    return statSync(folder, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

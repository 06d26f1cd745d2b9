import path from 'node:path';
import { watch, type FSWatcher } from 'chokidar';
import { messageOf } from '../../errors.js';
import type { DirectoryEvent, FileEvent, WatchedDirectory } from './directory-events.js';
import { folderIdentity } from './file-state.js';

/** How often directories are looked at, whether they were replaced or came back: a build may make them anew. 300 ms. */
const glance = 300;
/** After files or folders were added or removed, when the folders in a directory are looked at, too: 100 ms. */
const afterChange = 100;

/** Installed packages, and the many files of git. */
const isUninteresting = (file: string): boolean => /(?:^|[\\/])(?:node_modules|\.git)(?:[\\/]|$)/.test(file);

/** A directory with what watches it, and the folders that this has seen. */
interface Watching extends WatchedDirectory {
  readonly watcher: FSWatcher;
  readonly identities: Map<string, string | undefined>;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Watches directories. chokidar goes on watching a folder that was moved away, and knows nothing of the one that
 * was put in its place; so their identities are compared, and what was replaced is watched anew.
 */
export class DirectoryWatcher {
  private readonly watched = new Map<string, Watching>();

  constructor(private readonly tell: (event: DirectoryEvent) => void) {
    setInterval(() => {
      for (const one of this.watched.values()) if (isReplaced(one, one.directory)) void this.watchAnew(one);
    }, glance);
  }

  add(wanted: WatchedDirectory): void {
    const { directory, isDeep } = wanted;
    if (this.watched.has(directory)) return;
    const watcher = watch(directory, {
      ignoreInitial: true,
      // It would hold back every removal for 100 ms.
      atomic: false,
      ...(!isDeep && { depth: 0 }),
      ignored: (file) => file !== directory && isUninteresting(path.relative(directory, file)),
    });
    const identities = new Map([[directory, folderIdentity(directory)]]);
    const watching: Watching = { ...wanted, watcher, identities, timer: undefined };
    this.watched.set(directory, watching);
    watcher.on('all', (event, changed) => {
      this.tell({ kind: 'change', path: path.resolve(changed), event: event as FileEvent });
      if (event === 'addDir' && !identities.has(changed)) identities.set(changed, folderIdentity(changed));
      // It does not see that this comes back.
      if (event === 'unlinkDir' && changed === directory) identities.set(directory, undefined);
      if (event !== 'change') this.lookSoon(watching);
    });
    watcher.on('ready', () => {
      this.learnFolders(watching);
      this.tell({ kind: 'ready', directory });
    });
    watcher.on('error', (error) => this.tell({ kind: 'error', message: messageOf(error) }));
  }

  private lookSoon(watching: Watching): void {
    clearTimeout(watching.timer);
    watching.timer = setTimeout(() => {
      if ([...watching.identities.keys()].some((folder) => isReplaced(watching, folder))) void this.watchAnew(watching);
      else this.learnFolders(watching);
    }, afterChange);
  }

  private learnFolders({ watcher, directory, identities }: Watching): void {
    for (const folder of Object.keys(watcher.getWatched())) {
      if (!identities.has(folder) && folder.startsWith(directory)) identities.set(folder, folderIdentity(folder));
    }
    for (const folder of identities.keys()) {
      if (folder !== directory && folderIdentity(folder) === undefined) identities.delete(folder);
    }
  }

  private async watchAnew(watching: Watching): Promise<void> {
    if (this.watched.get(watching.directory) !== watching) return;
    this.watched.delete(watching.directory);
    clearTimeout(watching.timer);
    this.tell({ kind: 'change', path: watching.directory, event: 'addDir' });
    this.add(watching);
    await watching.watcher.close();
  }
}

/** Whether another folder is in the place of one that was seen there; or any, where none was. */
function isReplaced({ identities }: Watching, folder: string): boolean {
  const now = folderIdentity(folder);
  return now !== undefined && now !== identities.get(folder);
}

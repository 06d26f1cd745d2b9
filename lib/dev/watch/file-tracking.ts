import type { ScannedFiles } from '../../types/index.js';
import type { WatchThread } from './disk/start-watch-thread.js';
import type { RealPathCache } from './modules/file-state.js';
import type { ImportHooks } from './modules/import-hooks.js';
import { requiredCount } from './modules/module-graph.js';
import { TrackedFiles } from './modules/tracked-files.js';
import { reportFailure } from './print-reports.js';
import type { FolderScan } from './reload-folder.js';

/** The time during which new imports are collected before the tracked files are found again. */
const updateDelayMs = 50;
/** The interval at which `require.cache` is counted, because Node.js before 22.15 has no hook for `require()`. */
const requireCheckMs = 1000;

/** The sources of information about modules. */
export interface ModuleSources {
  readonly hooks: ImportHooks;
  readonly realPaths: RealPathCache;
  /** The file that called `fsRoutes`. */
  readonly caller: string | undefined;
}

/** Keeps the list of tracked files up to date while modules import more of them, and passes it to the watch thread. */
export class FileTracking {
  readonly files: TrackedFiles;
  private lastUpdate: Promise<void> = Promise.resolve();
  private lastUpdateAt = 0;
  private isScheduled = false;
  private requiredBefore = 0;
  private readonly requireTimer: NodeJS.Timeout;

  /**
   * Tracks no files before the first `update`.
   *
   * @param currentScan returns the scan that the served folder was made from
   */
  constructor(
    private readonly sources: ModuleSources,
    private readonly thread: WatchThread,
    private readonly currentScan: () => FolderScan,
  ) {
    this.files = new TrackedFiles(sources.hooks, sources.caller, () => this.schedule());
    this.requireTimer = setInterval(() => {
      if (requiredCount() !== this.requiredBefore) this.schedule();
    }, requireCheckMs).unref();
  }

  /**
   * Finds the files that the routes import now. Updates run one after the other.
   *
   * @param since when the files began to load, in milliseconds
   */
  update(since: number): Promise<void> {
    const update = this.lastUpdate.then(() => this.updateNow(since));
    // An update that fails does not stop those after it.
    this.lastUpdate = update.catch(() => undefined);
    return update;
  }

  close(): void {
    clearInterval(this.requireTimer);
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setTimeout(() => {
      this.isScheduled = false;
      this.update(this.lastUpdateAt).catch(reportFailure);
    }, updateDelayMs).unref();
  }

  private async updateNow(since: number): Promise<void> {
    this.lastUpdateAt = Date.now();
    this.requiredBefore = requiredCount();
    const scan = this.currentScan();
    const { realPaths } = this.sources;
    const loaded = pathsOf(scan.files).map((absolutePath) => ({ absolutePath, realPath: realPaths.get(absolutePath) }));
    await this.files.update(loaded, since);
    this.thread.update({ files: this.files.inUse(), folders: scan.folders });
  }
}

/** Returns the absolute paths of route files and folder middleware. */
export function pathsOf({ routeFiles, middlewareFiles }: ScannedFiles): string[] {
  return [...routeFiles, ...middlewareFiles].map(({ absolutePath }) => absolutePath);
}

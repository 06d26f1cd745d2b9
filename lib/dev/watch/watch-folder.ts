import type { Load } from '../../files/load-modules.js';
import type { Watch, WatchedFolder } from '../../load-watch.js';
import { printable } from '../../reporting/printable.js';
import { trace } from '../../reporting/trace.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { Settings } from '../../serving/settings.js';
import type { ScannedFiles } from '../../types/index.js';
import type { Problem } from '../../types/problem.js';
import { ChangeQueue, type Changes } from './change-queue.js';
import { WatchThread, type DiskReport } from './disk/start-watch-thread.js';
import { FileTracking, pathsOf, type ModuleSources } from './file-tracking.js';
import { MissingMiddleware } from './missing-middleware.js';
import { findCaller } from './modules/app-files.js';
import { isFile, RealPathCache } from './modules/file-state.js';
import { forgetChanges, raiseVersions, versionOfChanges } from './modules/file-versions.js';
import { getImportHooks } from './modules/import-hooks.js';
import { ModuleLoader } from './modules/module-loader.js';
import { NotFoundRetries } from './modules/not-found-retries.js';
import { warnIfRestartNeeded } from './modules/restart-warnings.js';
import { createProblemReporter, reportDelays, reportFailure } from './print-reports.js';
import { reloadFolder, scanFolder, type FolderScan, type ReloadedFolder } from './reload-folder.js';
import { SyntaxErrorLocator } from './syntax-error-locator.js';

/** Creates the `Watch` of a folder, as `WatchModule` describes it. */
export function createWatch(directory: string, settings: Settings, load: Load): Watch {
  const hooks = getImportHooks();
  const realPaths = new RealPathCache();
  const loader = new ModuleLoader(load, settings.importModule !== undefined, realPaths);
  const caller = findCaller();
  const startedAt = Date.now();
  let folderWatch: FolderWatch | undefined;
  return {
    load: loader.load,
    start(folder) {
      folderWatch = new FolderWatch({ directory, settings }, folder, loader, { hooks, realPaths, caller });
      folderWatch.start(startedAt).catch(reportFailure);
    },
    close: async () => folderWatch?.close(),
  };
}

/** Keeps a served folder up to date with the disk. */
class FolderWatch {
  private readonly queue: ChangeQueue;
  private readonly tracking: FileTracking;
  private readonly thread: WatchThread;
  private readonly missingMiddleware: MissingMiddleware;
  private readonly report: ReturnType<typeof createProblemReporter>;
  private readonly retries = new NotFoundRetries();
  private readonly syntaxErrors = new SyntaxErrorLocator();
  /** The scan that the served folder was made from. */
  private scan: FolderScan;

  constructor(
    private readonly source: Pick<RouteFolder, 'directory' | 'settings'>,
    private readonly served: WatchedFolder,
    private readonly loader: ModuleLoader,
    private readonly modules: ModuleSources,
  ) {
    this.scan = { files: served.files, problems: [], warnings: [], folders: new Map() };
    this.report = createProblemReporter(source.directory);
    this.queue = new ChangeQueue(
      (changes) => this.applyChanges(changes),
      (until) => served.delayRequests(until),
    );
    this.thread = new WatchThread(source.settings.extensions, (report) => this.onDiskReport(report));
    this.tracking = new FileTracking(modules, this.thread, () => this.scan);
    this.missingMiddleware = new MissingMiddleware(source.directory, served, () => this.reloadAll());
  }

  /**
   * Tracks the files that were loaded, and reloads the folder if it has changed since then.
   *
   * @param startedAt when the files began to load, in milliseconds
   */
  async start(startedAt: number): Promise<void> {
    this.loader.startReloading(() => this.reloadAll());
    // A failure is also the reason why `ready` rejects. From then on, the files that did load answer.
    this.served.pending?.then(() => this.tracking.update(startedAt)).catch(() => this.reloadAll());
    // Must not wait for these files, because an edit may remove the imports that show which files were loaded.
    await this.tracking.update(startedAt);
    const scan = scanFolder(this.source);
    this.missingMiddleware.initialize(scan.folders);
    if (scan.problems.length > 0 || differ(scan.files, this.scan.files)) return this.reloadAll();
    this.scan = scan;
    await this.tracking.update(startedAt);
  }

  close(): Promise<void> {
    this.tracking.close();
    this.queue.close();
    this.missingMiddleware.close();
    return this.thread.close();
  }

  private reloadAll(): void {
    this.queue.add(this.source.directory, true);
  }

  private onDiskReport(report: DiskReport): void {
    if ('changed' in report) for (const path of report.changed) this.queue.add(path);
    else if ('unwatchable' in report) reportDelays(report.unwatchable);
    else reportFailure(report.failure);
  }

  private async applyChanges({ paths, isForced }: Changes): Promise<void> {
    const { loader } = this;
    const { hooks, realPaths } = this.modules;
    const tracked = this.tracking.files;
    const startedAt = Date.now();
    const changed = tracked.changesIn(paths);
    const mustScan = isForced || [...paths].some((path) => this.thread.isFolder(path));
    if (changed.size === 0 && !mustScan) return;

    if (mustScan) realPaths.clear();
    const newScan = mustScan ? scanFolder(this.source) : this.scan;
    const roots = pathsOf(newScan.files).map(realPaths.get);
    // Read before the files are loaded, so that an edit while they are loading counts as another change.
    const states = new Map([...changed, ...tracked.statesOfNew(roots)]);
    const stale = tracked.filesToReload(changed.keys(), roots, (file) => loader.hasFailed(file));
    warnIfRestartNeeded(changed.keys(), stale, (file) => tracked.isStartupFile(file));
    this.retries.reset(stale);
    raiseVersions(stale, versionOfChanges(changed), hooks);
    const suspects = [...changed.keys(), ...roots.filter((file) => loader.hasFailed(file))];
    const { folder, scan } = await this.reload(newScan, suspects);
    if (this.queue.isClosed) return;
    this.missingMiddleware.serve(folder, scan);
    this.scan = scan;
    tracked.setLoaded(states);
    const toRetry = this.retries.filesToRetry(loader.withMissingFiles(pathsOf(scan.files).map(realPaths.get)));
    tracked.markUnknown(toRetry);
    forgetChanges(toRetry);
    this.report(folder.problems);
    const counts = `${changed.size} changed, ${stale.size} to load again`;
    trace('%s: %s, %d ms', printable(this.source.directory), counts, Date.now() - startedAt);
    await this.tracking.update(startedAt);
  }

  /**
   * Reloads the folder, and scans it again if a file has been removed meanwhile.
   *
   * @param suspects the files that may have a syntax error
   * @returns the folder, and the scan that it was made from
   */
  private async reload(
    scan: FolderScan,
    suspects: readonly string[],
  ): Promise<{ folder: ReloadedFolder; scan: FolderScan }> {
    const addLocations = (problems: readonly Problem[]) => this.syntaxErrors.addLocations(problems, suspects);
    const folder = await reloadFolder(this.source, scan, this.loader.load, addLocations);
    // In a checkout, for example, a file may be removed between the scan and its load.
    const hasFailed = folder.problems.some(({ code }) => code === 'FSR_LOAD_FAILED');
    if (!hasFailed || pathsOf(scan.files).every(isFile)) return { folder, scan };
    this.modules.realPaths.clear();
    const newScan = scanFolder(this.source);
    return { folder: await reloadFolder(this.source, newScan, this.loader.load, addLocations), scan: newScan };
  }
}

function differ(files: ScannedFiles, others: ScannedFiles): boolean {
  return pathsOf(files).join('\n') !== pathsOf(others).join('\n');
}

import type { Problem } from '../../types/problem.js';
import type { Load } from '../../files/load-modules.js';
import type { Settings } from '../../serving/settings.js';
import { printable } from '../../reporting/printable.js';
import type { ScannedFiles } from '../../types/index.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import { trace } from '../../reporting/trace.js';
import type { Watch, WatchedFolder } from '../../load-watch.js';
import { findCaller } from './modules/app-files.js';
import { ChangeQueue, type Changes } from './change-queue.js';
import { isFile, RealPathCache } from './modules/file-state.js';
import { forgetChanges, raiseVersions, versionOfChanges } from './modules/file-versions.js';
import { MissingMiddleware } from './missing-middleware.js';
import { getImportHooks, type ImportHooks } from './modules/import-hooks.js';
import { requiredCount } from './modules/module-graph.js';
import { ModuleLoader } from './modules/module-loader.js';
import { warnIfRestartNeeded } from './modules/restart-warnings.js';
import { NotFoundRetries } from './modules/not-found-retries.js';
import { reloadFolder, scanFolder, type NewReading, type FolderScan } from './reload-folder.js';
import { createProblemReporter, reportDelays, reportFailure } from './print-reports.js';
import { SyntaxErrorLocator } from './syntax-error-locator.js';
import { TrackedFiles } from './modules/tracked-files.js';
import { WatchThread, type DiskReport } from './disk/start-watch-thread.js';

/** How long newly seen imports are collected before the files that matter are found again. */
const trackingDelayMs = 50;
/** How often is looked whether `require()` has loaded more: on Node.js before 22.15, nothing reports that. */
const requireCheckMs = 1000;

/** See `WatchModule`. */
export function createWatch(directory: string, settings: Settings, load: Load): Watch {
  const hooks = getImportHooks();
  const realPaths = new RealPathCache();
  const loader = new ModuleLoader(load, settings.importModule !== undefined, realPaths);
  const caller = findCaller();
  const begun = Date.now();
  let folderWatch: FolderWatch | undefined;
  return {
    load: loader.load,
    start(folder) {
      folderWatch = new FolderWatch({ directory, settings }, folder, { hooks, realPaths, loader, caller });
      folderWatch.start(begun).catch(reportFailure);
    },
    close: async () => folderWatch?.close(),
  };
}

interface Parts {
  readonly hooks: ImportHooks;
  readonly realPaths: RealPathCache;
  readonly loader: ModuleLoader;
  /** The file that called `fsRoutes`. */
  readonly caller: string | undefined;
}

/** Keeps a served folder equal to what is on the disk. */
class FolderWatch {
  private readonly queue: ChangeQueue;
  private readonly tracked: TrackedFiles;
  private readonly disk: WatchThread;
  private readonly guards: MissingMiddleware;
  private readonly report: ReturnType<typeof createProblemReporter>;
  private readonly retries = new NotFoundRetries();
  private readonly syntaxErrors = new SyntaxErrorLocator();
  /** The scan that the served folder was made from. */
  private scan: FolderScan;
  private tracking: Promise<void> = Promise.resolve();
  private isTrackingScheduled = false;
  private lastTrackedAt = 0;
  private requiredBefore = 0;
  private readonly requiredTimer: NodeJS.Timeout;

  constructor(
    private readonly source: Pick<RouteFolder, 'directory' | 'settings'>,
    private readonly served: WatchedFolder,
    private readonly parts: Parts,
  ) {
    this.scan = { files: served.files, problems: [], warnings: [], folders: new Map() };
    this.report = createProblemReporter(source.directory);
    this.queue = new ChangeQueue(
      (changes) => this.applyChanges(changes),
      (until) => served.delayRequests(until),
    );
    this.tracked = new TrackedFiles(parts.hooks, parts.caller, () => this.scheduleTracking());
    this.disk = new WatchThread(source.settings.extensions, (report) => this.onDiskReport(report));
    this.guards = new MissingMiddleware(source.directory, served, () => this.reloadAll());
    this.requiredTimer = setInterval(() => {
      if (requiredCount() !== this.requiredBefore) this.scheduleTracking();
    }, requireCheckMs).unref();
  }

  /** @param begun when the files began to load, in milliseconds */
  async start(begun: number): Promise<void> {
    this.parts.loader.start(() => this.reloadAll());
    // Whoever waits for `ready` gets the reason of a failure. From then on, the files that hold answer.
    this.served.pending?.then(() => this.track(begun)).catch(() => this.reloadAll());
    // At once, because an edit may take away what tells which files were loaded.
    await this.track(begun);
    const first = scanFolder(this.source);
    this.guards.initialize(first.folders);
    if (first.problems.length > 0 || differ(first.files, this.scan.files)) return this.reloadAll();
    this.scan = first;
    await this.track(begun);
  }

  close(): Promise<void> {
    clearInterval(this.requiredTimer);
    this.queue.close();
    this.guards.close();
    return this.disk.close();
  }

  private reloadAll(): void {
    this.queue.add(this.source.directory, true);
  }

  private onDiskReport(report: DiskReport): void {
    if ('changed' in report) for (const one of report.changed) this.queue.add(one);
    else if ('unwatchable' in report) reportDelays(report.unwatchable);
    else reportFailure(report.failure);
  }

  private async applyChanges({ paths, isForced }: Changes): Promise<void> {
    const { hooks, realPaths, loader } = this.parts;
    const begun = Date.now();
    const changed = this.tracked.changesIn(paths);
    const isStructural = isForced || [...paths].some((one) => this.disk.isFolder(one));
    if (changed.size === 0 && !isStructural) return;

    if (isStructural) realPaths.clear();
    const newest = isStructural ? scanFolder(this.source) : this.scan;
    const roots = filesOf(newest.files).map(realPaths.get);
    // From before the files are loaded: an edit while they are loading shows as another change.
    const states = new Map([...changed, ...this.tracked.statesOfNew(roots)]);
    const stale = this.tracked.filesToReload(changed.keys(), roots, (file) => loader.hasFailed(file));
    warnIfRestartNeeded(changed.keys(), stale, (file) => this.tracked.isStartupFile(file));
    this.retries.reset(stale);
    raiseVersions(stale, versionOfChanges(changed), hooks);
    const suspects = [...changed.keys(), ...roots.filter((file) => loader.hasFailed(file))];
    const { reading, from } = await this.read(newest, suspects);
    if (this.queue.isClosed) return;
    this.guards.serve(reading, from);
    this.scan = from;
    this.tracked.setLoaded(states);
    const toRetry = this.retries.filesToRetry(loader.withMissingFiles(filesOf(from.files).map(realPaths.get)));
    this.tracked.markUnknown(toRetry);
    forgetChanges(toRetry);
    this.report(reading.problems);
    const counts = `${changed.size} changes, ${stale.size} files to load again`;
    trace('%s: %s, %d ms', printable(this.source.directory), counts, Date.now() - begun);
    await this.track(begun);
  }

  /**
   * @param suspects where a syntax error may be
   * @returns the reading and the scan that it was made from
   */
  private async read(
    newest: FolderScan,
    suspects: readonly string[],
  ): Promise<{ reading: NewReading; from: FolderScan }> {
    const detail = (problems: readonly Problem[]) => this.syntaxErrors.addLocations(problems, suspects);
    const readFrom = async (from: FolderScan) => {
      const reading = await reloadFolder(this.source, from, this.parts.loader.load, detail);
      return { reading, from };
    };
    const first = await readFrom(newest);
    // Where many files come and go, as in a checkout, one may go between the scan and its turn.
    const mayBeGone = first.reading.problems.some(({ code }) => code === 'FSR_LOAD_FAILED');
    if (!mayBeGone || filesOf(newest.files).every(isFile)) return first;
    this.parts.realPaths.clear();
    return readFrom(scanFolder(this.source));
  }

  /** Not for each of many reasons. */
  private scheduleTracking(): void {
    if (this.isTrackingScheduled) return;
    this.isTrackingScheduled = true;
    setTimeout(() => {
      this.isTrackingScheduled = false;
      this.track(this.lastTrackedAt).catch(reportFailure);
    }, trackingDelayMs).unref();
  }

  /** Finds the files that matter now, one time after the other. */
  private track(since: number): Promise<void> {
    const turn = this.tracking.then(() => this.updateTracked(since));
    // One that fails does not end those after it.
    this.tracking = turn.catch(() => undefined);
    return turn;
  }

  private async updateTracked(since: number): Promise<void> {
    this.lastTrackedAt = Date.now();
    this.requiredBefore = requiredCount();
    const { get: of } = this.parts.realPaths;
    const loaded = filesOf(this.scan.files).map((absolutePath) => ({ absolutePath, realPath: of(absolutePath) }));
    await this.tracked.update(loaded, since);
    this.disk.update({ files: this.tracked.inUse(), folders: this.scan.folders });
  }
}

/** Absolute paths of route files and folder middleware. */
function filesOf({ routeFiles, middlewareFiles }: ScannedFiles): string[] {
  return [...routeFiles, ...middlewareFiles].map(({ absolutePath }) => absolutePath);
}

function differ(files: ScannedFiles, others: ScannedFiles): boolean {
  return filesOf(files).join('\n') !== filesOf(others).join('\n');
}

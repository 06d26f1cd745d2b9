import type { Problem } from '../../types/problem.js';
import type { Load } from '../../files/load-modules.js';
import type { Settings } from '../../serving/settings.js';
import { printable } from '../../reporting/printable.js';
import type { ScannedFiles } from '../../types/index.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import { trace } from '../../reporting/trace.js';
import type { Watch, WatchedFolder } from '../../load-watch.js';
import { findCaller } from './modules/app-modules.js';
import { ChangeQueue, type Changes } from './change-queue.js';
import { isFile, RealPaths } from './modules/file-state.js';
import { forgetChanges, raiseVersions, versionOfChanges } from './modules/file-versions.js';
import { FolderGuards } from './folder-guards.js';
import { importHooks, type ImportHooks } from './modules/import-hooks.js';
import { requiredCount } from './modules/module-graph.js';
import { ModuleLoader } from './modules/module-loader.js';
import { tellWhatStays } from './modules/modules-that-stay.js';
import { NotFoundRetries } from './modules/not-found-retries.js';
import { readTolerantly, scan, type NewReading, type Scan } from './read-tolerantly.js';
import { problemReporter, tellOfDelay, tellOfError } from './report-problems.js';
import { SyntaxErrors } from './syntax-errors.js';
import { TrackedFiles } from './modules/tracked-files.js';
import { WatchedDisk, type DiskReport } from './disk/watched-disk.js';

/** How long newly seen imports are collected before the files that matter are found again. */
const collectMs = 50;
/** How often is looked whether `require()` has loaded more: on Node.js before 22.15, nothing reports that. */
const requiredMs = 1000;

/** See `WatchModule`. */
export function createWatch(directory: string, settings: Settings, load: Load): Watch {
  const hooks = importHooks();
  const realPaths = new RealPaths();
  const loader = new ModuleLoader(load, settings.importModule !== undefined, realPaths);
  const caller = findCaller();
  const begun = Date.now();
  let following: Following | undefined;
  return {
    load: loader.load,
    begin(folder) {
      following = new Following({ directory, settings }, folder, { hooks, realPaths, loader, caller });
      following.start(begun).catch(tellOfError);
    },
    close: async () => following?.close(),
  };
}

interface Parts {
  readonly hooks: ImportHooks;
  readonly realPaths: RealPaths;
  readonly loader: ModuleLoader;
  /** The file that called `fsRoutes`. */
  readonly caller: string | undefined;
}

/** Keeps a served folder equal to what is on the disk. */
class Following {
  private readonly queue: ChangeQueue;
  private readonly tracked: TrackedFiles;
  private readonly disk: WatchedDisk;
  private readonly guards: FolderGuards;
  private readonly report: ReturnType<typeof problemReporter>;
  private readonly retries = new NotFoundRetries();
  private readonly syntaxErrors = new SyntaxErrors();
  /** The scan that the served folder was made from. */
  private scan: Scan;
  private tracking: Promise<void> = Promise.resolve();
  private isTrackingDue = false;
  private lastTracked = 0;
  private required = 0;
  private readonly requiredTimer: NodeJS.Timeout;

  constructor(
    private readonly source: Pick<RouteFolder, 'directory' | 'settings'>,
    private readonly served: WatchedFolder,
    private readonly parts: Parts,
  ) {
    this.scan = { files: served.files, problems: [], warnings: [], folders: new Map() };
    this.report = problemReporter(source.directory);
    this.queue = new ChangeQueue(
      (changes) => this.follow(changes),
      (until) => served.hold(until),
    );
    this.tracked = new TrackedFiles(parts.hooks, parts.caller, () => this.trackSoon());
    this.disk = new WatchedDisk(source.settings.extensions, (report) => this.hear(report));
    this.guards = new FolderGuards(source.directory, served, () => this.readAll());
    this.requiredTimer = setInterval(() => {
      if (requiredCount() !== this.required) this.trackSoon();
    }, requiredMs).unref();
  }

  /** @param begun when the files began to load, in milliseconds */
  async start(begun: number): Promise<void> {
    this.parts.loader.start(() => this.readAll());
    // Whoever waits for `ready` gets the reason of a failure. From then on, the files that hold answer.
    this.served.pending?.then(() => this.track(begun)).catch(() => this.readAll());
    // At once, because an edit may take away what tells which files were loaded.
    await this.track(begun);
    const first = scan(this.source);
    this.guards.begin(first.folders);
    if (first.problems.length > 0 || isDifferent(first.files, this.scan.files)) return this.readAll();
    this.scan = first;
    await this.track(begun);
  }

  close(): Promise<void> {
    clearInterval(this.requiredTimer);
    this.queue.close();
    this.guards.close();
    return this.disk.close();
  }

  private readAll(): void {
    this.queue.add(this.source.directory, true);
  }

  private hear(report: DiskReport): void {
    if ('changed' in report) for (const one of report.changed) this.queue.add(one);
    else if ('unwatchable' in report) tellOfDelay(report.unwatchable);
    else tellOfError(report.failure);
  }

  private async follow({ paths, isForced }: Changes): Promise<void> {
    const { hooks, realPaths, loader } = this.parts;
    const begun = Date.now();
    const changed = this.tracked.changesIn(paths);
    const isStructural = isForced || [...paths].some((one) => this.disk.isFolder(one));
    if (changed.size === 0 && !isStructural) return;

    if (isStructural) realPaths.forget();
    const newest = isStructural ? scan(this.source) : this.scan;
    const roots = filesOf(newest.files).map(realPaths.of);
    // From before the files are loaded: an edit while they are loading shows as another change.
    const states = new Map([...changed, ...this.tracked.statesOfNew(roots)]);
    const stale = this.tracked.toLoadAgain(changed.keys(), roots, (file) => loader.hasFailed(file));
    tellWhatStays(changed.keys(), stale, (file) => this.tracked.isOfApp(file));
    this.retries.restart(stale);
    raiseVersions(stale, versionOfChanges(changed), hooks);
    const suspects = [...changed.keys(), ...roots.filter((file) => loader.hasFailed(file))];
    const { reading, from } = await this.read(newest, suspects);
    if (this.queue.isClosed) return;
    this.guards.serve(reading, from);
    this.scan = from;
    this.tracked.setLoaded(states);
    const toRetry = this.retries.next(loader.withMissingFiles(filesOf(from.files).map(realPaths.of)));
    this.tracked.setUnknown(toRetry);
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
  private async read(newest: Scan, suspects: readonly string[]): Promise<{ reading: NewReading; from: Scan }> {
    const detail = (problems: readonly Problem[]) => this.syntaxErrors.locate(problems, suspects);
    const readFrom = async (from: Scan) => {
      const reading = await readTolerantly(this.source, from, this.parts.loader.load, detail);
      return { reading, from };
    };
    const first = await readFrom(newest);
    // Where many files come and go, as in a checkout, one may go between the scan and its turn.
    const mayBeGone = first.reading.problems.some(({ code }) => code === 'FSR_LOAD_FAILED');
    if (!mayBeGone || filesOf(newest.files).every(isFile)) return first;
    this.parts.realPaths.forget();
    return readFrom(scan(this.source));
  }

  /** Not for each of many reasons. */
  private trackSoon(): void {
    if (this.isTrackingDue) return;
    this.isTrackingDue = true;
    setTimeout(() => {
      this.isTrackingDue = false;
      this.track(this.lastTracked).catch(tellOfError);
    }, collectMs).unref();
  }

  /** Finds the files that matter now, one time after the other. */
  private track(since: number): Promise<void> {
    const turn = this.tracking.then(() => this.trackNow(since));
    // One that fails does not end those after it.
    this.tracking = turn.catch(() => undefined);
    return turn;
  }

  private async trackNow(since: number): Promise<void> {
    this.lastTracked = Date.now();
    this.required = requiredCount();
    const { of } = this.parts.realPaths;
    const loaded = filesOf(this.scan.files).map((absolutePath) => ({ absolutePath, realPath: of(absolutePath) }));
    await this.tracked.find(loaded, since);
    this.disk.update({ files: this.tracked.inUse(), folders: this.scan.folders });
  }
}

/** Absolute paths of route files and folder middleware. */
function filesOf({ routeFiles, middlewareFiles }: ScannedFiles): string[] {
  return [...routeFiles, ...middlewareFiles].map(({ absolutePath }) => absolutePath);
}

function isDifferent(files: ScannedFiles, others: ScannedFiles): boolean {
  return filesOf(files).join('\n') !== filesOf(others).join('\n');
}

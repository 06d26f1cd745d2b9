import path from 'node:path';
import type { Problem } from '../../errors.js';
import { looksLikeMiddleware } from '../../folder-middleware.js';
import type { Load } from '../../load-module.js';
import type { Settings } from '../../options.js';
import { printable } from '../../printable.js';
import type { ScannedFiles } from '../../scan-routes.js';
import type { RouteFolder } from '../../served-folder.js';
import { trace } from '../../trace.js';
import type { Reading, Watch, WatchedFolder } from '../../watching.js';
import { findCaller } from './app-modules.js';
import { ChangeQueue, type Changes } from './change-queue.js';
import type { DirectoryEvent, FileEvent } from './directory-events.js';
import { isFile, isFolder, RealPaths, realPath } from './file-state.js';
import { raiseVersions, versionOfChanges } from './file-versions.js';
import { importHooks, type ImportHooks } from './import-hooks.js';
import { isRequired } from './module-graph.js';
import { ModuleLoader } from './module-loader.js';
import { tellWhatStays } from './modules-that-stay.js';
import { readTolerantly, scan, type Scan } from './read-tolerantly.js';
import { problemReporter, tellOfError } from './report-problems.js';
import { SyntaxErrors } from './syntax-errors.js';
import { TrackedFiles } from './tracked-files.js';
import { WatchedDirectories } from './watched-directories.js';

/** How long chokidar tells of no second change to a file, be there one or not: 50 ms, and some more. */
const unheard = 70;

/** How long imports that are seen late are collected: 50 ms. */
const trackingDelay = 50;

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

/** What follows the changes of a folder that is served. */
class Following {
  private readonly queue: ChangeQueue;
  private readonly tracked: TrackedFiles;
  private readonly directories: WatchedDirectories;
  private readonly report: ReturnType<typeof problemReporter>;
  private readonly syntaxErrors = new SyntaxErrors();
  private newestScan: Scan;
  private tracking: Promise<void> = Promise.resolve();
  private isTrackingDue = false;

  constructor(
    private readonly source: Pick<RouteFolder, 'directory' | 'settings'>,
    private readonly served: WatchedFolder,
    private readonly parts: Parts,
  ) {
    this.newestScan = { files: served.files, problems: [], warnings: [] };
    this.report = problemReporter(source.directory);
    this.queue = new ChangeQueue(
      (changes) => this.follow(changes),
      (until) => served.hold(until),
    );
    this.tracked = new TrackedFiles(parts.hooks, parts.caller, () => this.trackSoon());
    this.directories = new WatchedDirectories((event) => this.hear(event));
  }

  /** @param begun when the files began to load, in milliseconds */
  async start(begun: number): Promise<void> {
    const { directory } = this.source;
    this.parts.loader.start(() => this.queue.add(directory, true));
    this.directories.add({ directory, isDeep: true });
    // Whoever waits for `ready` is told why it failed. From then on, the files that hold answer.
    await this.served.pending?.catch(() => this.queue.add(directory, true));
    await this.track(begun);
  }

  close(): Promise<void> {
    this.queue.close();
    return this.directories.close();
  }

  private hear(event: DirectoryEvent): void {
    if (event.kind === 'change') this.hearChange(event.path, event.event);
    else if (event.kind === 'ready') this.lookAfter(event.directory);
    else tellOfError(event.message);
  }

  private hearChange(changed: string, event: FileEvent): void {
    const { directory, settings } = this.source;
    const file = realPath(changed);
    const isStructural = event !== 'change' && isWithin(directory, changed);
    const isFolder = event === 'addDir' || event === 'unlinkDir';
    const mayMatter =
      isFolder ||
      looksLikeMiddleware(path.basename(changed)) ||
      settings.extensions.some((end) => changed.endsWith(end));
    if (isStructural && mayMatter) this.addChange(changed, true);
    else if (event === 'addDir') this.trackSoon();
    // Nobody tells of a `require()` since the files were found last; what is found now was loaded before.
    else if (isRequired(file) && !this.tracked.has(file)) this.track(0).catch(tellOfError);
    this.lookAt(changed);
    setTimeout(() => this.lookAt(changed), unheard).unref();
  }

  private lookAt(changed: string): void {
    if (this.tracked.isChanged(changed) || this.tracked.isChanged(realPath(changed))) this.addChange(changed, false);
  }

  /** Both by the path that it has there and by the one that Node.js knows it by. */
  private addChange(changed: string, isStructural: boolean): void {
    const file = realPath(changed);
    this.queue.add(file, isStructural);
    // A link may lead elsewhere now.
    if (file !== changed) this.queue.add(changed, isStructural || this.tracked.isChanged(changed));
  }

  /** What has changed in a directory before it was watched. */
  private lookAfter(directory: string): void {
    for (const file of this.tracked.changedIn(directory)) this.addChange(file, false);
    if (directory !== this.source.directory) return;
    const isOutdated = filesOf(this.newestScan.files).some((file) => this.parts.realPaths.isOutdated(file));
    if (isOutdated || outline(scan(this.source)) !== outline(this.newestScan)) this.queue.add(directory, true);
  }

  private async follow({ paths, isStructural }: Changes): Promise<void> {
    const { hooks, realPaths, loader } = this.parts;
    const begun = Date.now();
    const changed = this.tracked.takeChanged(paths);
    if (changed.size === 0 && !isStructural) return;

    const roots = filesOf(this.newestScan.files).map(realPaths.of);
    const stale = this.tracked.toLoadAgain(changed.keys(), roots, (file) => loader.hasFailed(file));
    tellWhatStays(changed.keys(), stale, (file) => this.tracked.isOfApp(file));
    raiseVersions(stale, versionOfChanges(changed), hooks);
    if (isStructural) this.scanAgain();
    const reading = await this.read([...changed.keys(), ...roots.filter((file) => loader.hasFailed(file))]);
    if (this.queue.isClosed) return;
    this.served.replace(reading);
    this.report(reading.problems);
    const counts = `${changed.size} changes, ${stale.size} files to load again`;
    trace('%s: %s, %d ms', printable(this.source.directory), counts, Date.now() - begun);
    await this.track(begun);
  }

  private scanAgain(): void {
    this.parts.realPaths.forget();
    this.newestScan = scan(this.source);
  }

  /** @param suspects where a syntax error may be */
  private async read(suspects: readonly string[]): Promise<Reading> {
    const detail = (problems: readonly Problem[]) => this.syntaxErrors.locate(problems, suspects);
    const reading = await readTolerantly(this.source, this.newestScan, this.parts.loader.load, detail);
    // Where many files come and go, as of a checkout, one may go between the scan and its turn.
    const mayBeGone = reading.problems.some(({ code }) => code === 'FSR_LOAD_FAILED');
    if (!mayBeGone || filesOf(this.newestScan.files).every(isFile)) return reading;
    this.scanAgain();
    return readTolerantly(this.source, this.newestScan, this.parts.loader.load, detail);
  }

  /** Not for each of many reasons. */
  private trackSoon(): void {
    if (this.isTrackingDue) return;
    this.isTrackingDue = true;
    setTimeout(() => {
      this.isTrackingDue = false;
      this.track(Date.now()).catch(tellOfError);
    }, trackingDelay).unref();
  }

  /** Finds the files that matter now, one time after the other. */
  private track(since: number): Promise<void> {
    const turn = this.tracking.then(() => this.trackNow(since));
    // One that fails does not end those after it.
    this.tracking = turn.catch(() => undefined);
    return turn;
  }

  private async trackNow(since: number): Promise<void> {
    const files = filesOf(this.newestScan.files);
    const { of } = this.parts.realPaths;
    const loaded = files.map((absolutePath) => ({ absolutePath, realPath: of(absolutePath) }));
    for (const file of await this.tracked.find(loaded, since)) this.queue.add(file, false);
    for (const wanted of this.tracked.directories()) {
      if (isWithin(this.source.directory, wanted)) continue;
      // A folder that is missing may come: then it is an event of the one around it.
      let directory = wanted;
      while (!isFolder(directory) && directory !== path.dirname(directory)) directory = path.dirname(directory);
      this.directories.add({ directory, isDeep: false });
    }
  }
}

/** Absolute paths of route files and folder middleware. */
function filesOf({ routeFiles, middlewareFiles }: ScannedFiles): string[] {
  return [...routeFiles, ...middlewareFiles].map(({ absolutePath }) => absolutePath);
}

/** The same for two scans that found the same. */
function outline({ files, problems }: Scan): string {
  return JSON.stringify([filesOf(files), problems.map((problem) => [problem.code, problem.files])]);
}

function isWithin(directory: string, file: string): boolean {
  return file === directory || file.startsWith(directory.endsWith(path.sep) ? directory : directory + path.sep);
}

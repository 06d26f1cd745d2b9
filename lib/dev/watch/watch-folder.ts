import { existsSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../errors.js';
import { looksLikeMiddleware } from '../../folder-middleware.js';
import type { Load } from '../../load-module.js';
import type { Settings } from '../../options.js';
import type { ScannedFiles } from '../../scan-routes.js';
import type { RouteFolder } from '../../served-folder.js';
import { trace } from '../../trace.js';
import type { Watch, WatchedFolder } from '../../watching.js';
import { findCaller } from './app-modules.js';
import { ChangeQueue, type Changes } from './change-queue.js';
import type { DirectoryEvent, FileEvent } from './directory-events.js';
import { RealPaths, realPath } from './file-state.js';
import { importHooks, type ImportHooks } from './import-hooks.js';
import { ModuleLoader, nextVersion, raiseVersions, versionOfChanges } from './load-again.js';
import { requiredEsModules } from './modules-that-stay.js';
import { readTolerantly, scan, type Scan } from './read-tolerantly.js';
import { problemReporter, tell } from './report-problems.js';
import { SyntaxErrors } from './syntax-errors.js';
import { TrackedFiles } from './tracked-files.js';
import { WatchedDirectories } from './watched-directories.js';

/** How long chokidar tells of no second change to a file, be there one or not: 50 ms, and some more. */
const unheard = 70;

/** See `WatchModule`. */
export function createWatch(directory: string, settings: Settings, load: Load): Watch {
  const hooks = importHooks();
  const realPaths = new RealPaths();
  const loader = new ModuleLoader(load, settings.importModule !== undefined, realPaths);
  const tracked = new TrackedFiles(hooks, findCaller());
  const begun = Date.now();
  let following: Following | undefined;
  return {
    load: loader.load,
    begin(folder) {
      loader.isStarted = true;
      following = new Following({ directory, settings }, folder, { hooks, realPaths, loader, tracked });
      following.start(begun).catch(tellOfError);
    },
    close: async () => following?.close(),
  };
}

interface Parts {
  readonly hooks: ImportHooks;
  readonly realPaths: RealPaths;
  readonly loader: ModuleLoader;
  readonly tracked: TrackedFiles;
}

/** What follows the changes of a folder that is served. */
class Following {
  private readonly queue: ChangeQueue;
  private readonly directories: WatchedDirectories;
  private readonly report: ReturnType<typeof problemReporter>;
  private readonly syntaxErrors = new SyntaxErrors();
  private newestScan: Scan;

  constructor(
    private readonly source: Pick<RouteFolder, 'directory' | 'settings'>,
    private readonly served: WatchedFolder,
    private readonly parts: Parts,
  ) {
    this.newestScan = { files: served.files, problems: [] };
    this.report = problemReporter(source.directory);
    this.queue = new ChangeQueue(
      (changes) => this.follow(changes),
      (until) => served.hold(until),
    );
    this.directories = new WatchedDirectories((event) => this.hear(event));
  }

  /** @param begun when the files began to load, in milliseconds */
  async start(begun: number): Promise<void> {
    const { directory } = this.source;
    this.directories.add({ directory, isDeep: true });
    // Whoever waits for `ready` is told why it failed. From then on, the files that hold answer.
    await this.served.pending?.catch(() => this.queue.add(directory, true));
    await this.track(begun);
  }

  close(): Promise<void> {
    return this.directories.close();
  }

  private hear(event: DirectoryEvent): void {
    if (event.kind === 'change') this.hearChange(event.path, event.event);
    else if (event.kind === 'ready') this.lookAfter(event.directory);
    else tellOfError(event.message);
  }

  private hearChange(changed: string, event: FileEvent): void {
    const { directory, settings } = this.source;
    const isStructural = event !== 'change' && isWithin(directory, changed);
    const isFolder = event === 'addDir' || event === 'unlinkDir';
    const mayMatter =
      isFolder ||
      looksLikeMiddleware(path.basename(changed)) ||
      settings.extensions.some((end) => changed.endsWith(end));
    if (isStructural && mayMatter) this.queue.add(realPath(changed), true);
    else this.lookAt(realPath(changed));
    setTimeout(() => this.lookAt(realPath(changed)), unheard).unref();
  }

  private lookAt(file: string): void {
    if (this.parts.tracked.isChanged(file)) this.queue.add(file, false);
  }

  /** What has changed in a directory before it was watched. */
  private lookAfter(directory: string): void {
    for (const file of this.parts.tracked.changedIn(directory)) this.queue.add(file, false);
    if (directory !== this.source.directory) return;
    if (outline(scan(this.source)) !== outline(this.newestScan)) this.queue.add(directory, true);
  }

  private async follow({ paths, isStructural }: Changes): Promise<void> {
    const { hooks, realPaths, loader, tracked } = this.parts;
    const begun = Date.now();
    const changed = tracked.takeChanged(paths);
    const failed = filesOf(this.newestScan.files).filter((file) => !loader.has(file));
    if (changed.size === 0 && !isStructural && failed.length === 0) return;

    const stale = tracked.toLoadAgain(changed.keys());
    this.tellWhatStays(changed.keys(), stale);
    raiseVersions(stale, versionOfChanges(changed), hooks);
    raiseVersions(new Set(failed.map(realPaths.of)), nextVersion(), hooks);
    if (isStructural) {
      realPaths.forget();
      this.newestScan = scan(this.source);
    }
    const reading = await readTolerantly(this.source, this.newestScan, loader.load, (problems) =>
      this.syntaxErrors.locate(problems, [...paths, ...failed]),
    );
    this.served.replace(reading);
    this.report(reading.problems);
    trace(
      '%s: %d changes, %d files to load again, %d ms',
      this.source.directory,
      paths.size,
      stale.size,
      Date.now() - begun,
    );
    await this.track(begun);
  }

  private async track(since: number): Promise<void> {
    const { realPaths, tracked } = this.parts;
    const late = await tracked.find(filesOf(this.newestScan.files).map(realPaths.of), since);
    for (const file of late) this.queue.add(file, false);
    for (const directory of tracked.directories()) {
      const isElsewhere = !isWithin(this.source.directory, directory);
      if (isElsewhere && existsSync(directory)) this.directories.add({ directory, isDeep: false });
    }
  }

  private tellWhatStays(changed: Iterable<string>, stale: Iterable<string>): void {
    const named = (file: string) => path.relative(process.cwd(), file);
    for (const file of changed) {
      if (this.parts.tracked.isOfApp(file))
        tell(`${named(file)} is part of the app itself: restart to see its change.`);
    }
    for (const { file, by } of requiredEsModules(stale)) {
      tell(`${named(file)} is an ES module that ${named(by)} loads by require(): restart to see its change.`);
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

function tellOfError(error: unknown): void {
  const help = 'on Linux, raise fs.inotify.max_user_watches; `node --watch` needs fewer of them.';
  tell(`Changes may go unseen from now on: ${messageOf(error)}. Restart to see them; ${help}`);
}

import path from 'node:path';
import type { WatchedFolder } from '../../load-watch.js';
import { isMiddlewareProblem } from '../../routing/middleware-names.js';
import type { RouteFile } from '../../types/index.js';
import { noListing } from './disk/folder-listing.js';
import { formatState, statOf } from './modules/file-state.js';
import { print } from './print-reports.js';
import type { FolderScan, ReloadedFolder } from './reload-folder.js';

/** The time without a change in the route folder after which missing middleware counts as removed. */
const certainAfterMs = 500;
/** The longest time that requests wait if files keep changing: in a new folder, and in a folder that had middleware. */
const maxWaitMs = { newFolder: 1200, hadMiddleware: 5000 };

/** The absence of middleware in a folder that may still get it. */
interface Absence {
  readonly since: number;
  /** The time of the last change of the folder itself. */
  readonly changedAt: number;
  /** The state of the folder since then. */
  readonly state: string | undefined;
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Replaces the served folder with a reloaded one, and delays requests to folders whose middleware may be missing only
 * for a moment: an editor saves a file by a rename, a build replaces a folder, a checkout writes one file after the
 * other. So no route answers without the middleware that guards it. Requests to folders whose middleware was removed,
 * and to new folders without middleware, wait until it is certain that there is none.
 */
export class MissingMiddleware {
  /** The middleware file of each folder, or `undefined` if it is certain that the folder has none. */
  private readonly middlewareOf: Map<string, string | undefined>;
  private readonly absences = new Map<string, Absence>();
  private lastListings = '';
  private unchangedSince = 0;
  /** The promise that requests wait for: the next call of `serve`. */
  private nextServe: Deferred | undefined;
  private reloadTimer: NodeJS.Timeout | undefined;

  /**
   * Starts with the middleware that was loaded at start-up.
   *
   * @param reload called when it may have become certain that middleware was removed
   */
  constructor(
    private readonly directory: string,
    private readonly served: Pick<WatchedFolder, 'files' | 'replace'>,
    private readonly reload: () => void,
  ) {
    this.middlewareOf = new Map(filesByFolder(served.files.middlewareFiles));
  }

  /** Stores the folders that exist at start-up: those without middleware answer at once. */
  initialize(folders: FolderScan['folders']): void {
    for (const folder of existingFolders(folders)) this.middlewareOf.set(folder, this.middlewareOf.get(folder));
  }

  /** Serves a reloaded folder from now on. */
  serve(folder: ReloadedFolder, scan: FolderScan): void {
    const previous = this.nextServe;
    const uncertain = this.findUncertainFolders(scan, performance.now());
    const next = uncertain.size > 0 ? createDeferred() : undefined;
    this.nextServe = next;
    const mustWait = ({ absolutePath }: { readonly absolutePath: string }) =>
      foldersAbove(absolutePath, this.directory).some((above) => uncertain.has(above));
    const pendingRoutes = next ? folder.routes.filter(mustWait).map(({ file }) => [file, next.promise] as const) : [];
    this.served.replace({ ...folder, pendingRoutes: new Map(pendingRoutes) });
    previous?.resolve();

    clearTimeout(this.reloadTimer);
    if (next) this.reloadTimer = setTimeout(this.reload, certainAfterMs).unref();
  }

  /** Answers the requests that still wait with an error of status 503. */
  close(): void {
    clearTimeout(this.reloadTimer);
    const message = 'The _middleware file of the folder is missing, and the folder is no longer watched.';
    this.nextServe?.reject(Object.assign(new Error(message), { status: 503 }));
  }

  /** Returns the folders that may still get middleware, or get it back. */
  private findUncertainFolders(scan: FolderScan, now: number): ReadonlySet<string> {
    const listings = [...scan.folders].join('\n');
    if (listings !== this.lastListings) this.unchangedSince = now;
    this.lastListings = listings;

    const present = this.middlewareIn(scan);
    const folders = new Set(existingFolders(scan.folders));
    const uncertain = new Set<string>();
    for (const folder of folders) {
      const middleware = present.get(folder);
      const hasNone = this.middlewareOf.has(folder) && this.middlewareOf.get(folder) === undefined;
      if (middleware !== undefined || hasNone || this.isAbsenceCertain(folder, now)) this.confirm(folder, middleware);
      else uncertain.add(folder);
    }
    // A removed folder that had middleware stays: it may come back, and its middleware with it.
    for (const [folder, middleware] of this.middlewareOf) {
      if (middleware === undefined && !folders.has(folder)) this.middlewareOf.delete(folder);
    }
    for (const folder of this.absences.keys()) if (!uncertain.has(folder)) this.absences.delete(folder);
    return uncertain;
  }

  /**
   * Returns the middleware file of each folder, broken or not: with a broken one, the folder does not answer anyway.
   */
  private middlewareIn({ files, problems }: FolderScan): ReadonlyMap<string, string> {
    const broken = problems.flatMap((problem) => problem.files.filter((file) => isMiddlewareProblem(problem, file)));
    const folderOf = (file: string) => path.dirname(path.join(this.directory, file));
    return new Map([...broken.map((file) => [folderOf(file), file] as const), ...filesByFolder(files.middlewareFiles)]);
  }

  private isAbsenceCertain(folder: string, now: number): boolean {
    const stats = statOf(folder);
    const state = stats && formatState(stats);
    const before = this.absences.get(folder);
    const since = before?.since ?? now;
    // If middleware came back so briefly that no scan found it, its folder has changed, and the time starts again.
    const changedAt = before && before.state === state ? before.changedAt : now;
    this.absences.set(folder, { since, changedAt, state });
    const maxMs = this.middlewareOf.has(folder) ? maxWaitMs.hadMiddleware : maxWaitMs.newFolder;
    return now - Math.max(changedAt, this.unchangedSince) >= certainAfterMs || now - since >= maxMs;
  }

  private confirm(folder: string, middleware: string | undefined): void {
    const before = this.middlewareOf.get(folder);
    this.middlewareOf.set(folder, middleware);
    if (middleware !== undefined || before === undefined) return;
    print(`${before} was removed: the routes of its folder now answer without it.`);
  }
}

function existingFolders(folders: FolderScan['folders']): string[] {
  return [...folders].filter(([, listing]) => listing !== noListing).map(([folder]) => folder);
}

function filesByFolder(middlewareFiles: readonly RouteFile[]): (readonly [folder: string, file: string])[] {
  return middlewareFiles.map(({ absolutePath, file }) => [path.dirname(absolutePath), file]);
}

/** Returns the folders that a file is in, up to the route folder. */
function foldersAbove(file: string, directory: string): string[] {
  const folder = path.dirname(file);
  if (folder === directory || folder === path.dirname(folder)) return [folder];
  return [folder, ...foldersAbove(folder, directory)];
}

function createDeferred(): Deferred {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((resolvePromise, rejectPromise) => {
    resolve = resolvePromise;
    reject = rejectPromise;
  });
  // If no request waits, a rejection must not end the process.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

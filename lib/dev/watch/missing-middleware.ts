import path from 'node:path';
import { looksLikeMiddleware } from '../../routing/folder-middleware.js';
import type { RouteFile } from '../../types/index.js';
import type { WatchedFolder } from '../../load-watch.js';
import { formatState, statOf } from './modules/file-state.js';
import { noListing } from './disk/folder-listing.js';
import type { NewReading, FolderScan } from './reload-folder.js';
import { print } from './print-reports.js';

/** How long the folders must have stayed the same before the absence of middleware is certain. */
const certainAfterMs = 500;
/** After so long it is certain even if files keep coming and going: in a new folder, and where middleware was. */
const certainAtLatestMs = { new: 1200, guarded: 5000 };

/** A folder without the middleware that it may get. */
interface Absence {
  readonly since: number;
  /** When the folder has changed last, and how it is since then. */
  readonly changed: number;
  readonly state: string | undefined;
}

/** A promise of the next reading, and what ends it. */
interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Serves readings of the route folder so that no route answers without middleware that is missing for a moment only: an
 * editor saves by a rename, a build replaces a folder, a checkout writes one file after the other. Where middleware is
 * gone, and in new folders without any, requests wait until its absence is certain.
 */
export class MissingMiddleware {
  /** The middleware file of each folder whose middleware is known; `undefined` if it has none. */
  private readonly middlewareOf: Map<string, string | undefined>;
  private readonly absences = new Map<string, Absence>();
  private lastListings = '';
  private unchangedSince = 0;
  private pendingReload: Deferred | undefined;
  private reloadTimer: NodeJS.Timeout | undefined;

  /** @param reload called when the absence of middleware may have become certain */
  constructor(
    private readonly directory: string,
    private readonly served: Pick<WatchedFolder, 'files' | 'replace'>,
    private readonly reload: () => void,
  ) {
    this.middlewareOf = new Map(filesByFolder(served.files.middlewareFiles));
  }

  /** @param folders those that are there to begin with: what has no middleware then is open */
  initialize(folders: FolderScan['folders']): void {
    for (const folder of existingFolders(folders)) this.middlewareOf.set(folder, this.middlewareOf.get(folder));
  }

  serve(reading: NewReading, scan: FolderScan): void {
    const { pendingReload: wait } = this;
    const unsure = this.findUncertainFolders(scan, performance.now());
    const next = (this.pendingReload = unsure.size > 0 ? createDeferred() : undefined);
    const isUnsure = ({ absolutePath }: { readonly absolutePath: string }) =>
      foldersAbove(absolutePath, this.directory).some((folder) => unsure.has(folder));
    const waiting = next ? reading.routes.filter(isUnsure).map(({ file }) => [file, next.promise] as const) : [];
    this.served.replace({ ...reading, waiting: new Map(waiting) });
    wait?.resolve();

    clearTimeout(this.reloadTimer);
    if (next) this.reloadTimer = setTimeout(this.reload, certainAfterMs).unref();
  }

  /** Fails the requests that still wait: nothing is read any more. */
  close(): void {
    clearTimeout(this.reloadTimer);
    const message = 'The middleware of the folder is missing, and the folder is no longer watched.';
    this.pendingReload?.reject(Object.assign(new Error(message), { status: 503 }));
  }

  /** Returns the folders whose middleware may still come, or come back. */
  private findUncertainFolders(scan: FolderScan, now: number): ReadonlySet<string> {
    const outline = [...scan.folders].join('\n');
    if (outline !== this.lastListings) this.unchangedSince = now;
    this.lastListings = outline;

    const guards = this.middlewareIn(scan);
    const folders = new Set(existingFolders(scan.folders));
    const unsure = new Set<string>();
    for (const folder of folders) {
      const guard = guards.get(folder);
      const isOpen = this.middlewareOf.has(folder) && this.middlewareOf.get(folder) === undefined;
      if (guard !== undefined || isOpen || this.isAbsenceCertain(folder, now)) this.confirm(folder, guard);
      else unsure.add(folder);
    }
    // The middleware of a folder that is gone may come back with it.
    for (const [folder, guard] of this.middlewareOf) {
      if (guard === undefined && !folders.has(folder)) this.middlewareOf.delete(folder);
    }
    for (const folder of this.absences.keys()) if (!unsure.has(folder)) this.absences.delete(folder);
    return unsure;
  }

  /** The middleware of folders; also what is broken, and for that reason keeps a folder from answering. */
  private middlewareIn({ files, problems }: FolderScan): ReadonlyMap<string, string> {
    const named = problems.flatMap((problem) => problem.files);
    const broken = named.filter((file) => looksLikeMiddleware(path.basename(file)));
    const folderOf = (file: string) => path.dirname(path.join(this.directory, file));
    return new Map([...broken.map((file) => [folderOf(file), file] as const), ...filesByFolder(files.middlewareFiles)]);
  }

  private isAbsenceCertain(folder: string, now: number): boolean {
    const stats = statOf(folder);
    const state = stats && formatState(stats);
    const before = this.absences.get(folder);
    const since = before?.since ?? now;
    // Middleware that was back for less than a moment has changed its folder.
    const changed = before && before.state === state ? before.changed : now;
    this.absences.set(folder, { since: since, changed, state });
    const atLatest = this.middlewareOf.has(folder) ? certainAtLatestMs.guarded : certainAtLatestMs.new;
    return now - Math.max(changed, this.unchangedSince) >= certainAfterMs || now - since >= atLatest;
  }

  private confirm(folder: string, guard: string | undefined): void {
    const before = this.middlewareOf.get(folder);
    this.middlewareOf.set(folder, guard);
    if (guard !== undefined || before === undefined) return;
    print(`${before} is gone: the routes of its folder are served without it from now on.`);
  }
}

function existingFolders(folders: FolderScan['folders']): string[] {
  return [...folders].filter(([, listing]) => listing !== noListing).map(([folder]) => folder);
}

function filesByFolder(middlewareFiles: readonly RouteFile[]): (readonly [folder: string, file: string])[] {
  return middlewareFiles.map(({ absolutePath, file }) => [path.dirname(absolutePath), file]);
}

/** The folders that a file is in, up to the route folder. */
function foldersAbove(file: string, directory: string): string[] {
  const folders = [path.dirname(file)];
  for (let folder = folders[0]!; folder !== directory && folder !== path.dirname(folder); folders.push(folder))
    folder = path.dirname(folder);
  return folders;
}

function createDeferred(): Deferred {
  let end!: () => void;
  let fail!: (error: Error) => void;
  const promise = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  // Nobody may be waiting.
  promise.catch(() => undefined);
  return { promise, resolve: end, reject: fail };
}

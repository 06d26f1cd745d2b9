import path from 'node:path';
import { looksLikeMiddleware } from '../../routing/folder-middleware.js';
import type { RouteFile } from '../../types/index.js';
import type { WatchedFolder } from '../../load-watch.js';
import { describe, statOf } from './modules/file-state.js';
import { noListing } from './disk/folder-listing.js';
import type { NewReading, Scan } from './read-tolerantly.js';
import { tell } from './report-problems.js';

/** How long the folders must have stayed the same before the absence of middleware is certain. */
const certainAfterMs = 500;
/** After so long it is certain even if files keep coming and going: in a new folder, and where middleware was. */
const certainAtLatestMs = { new: 1200, guarded: 5000 };

/** A folder without the middleware that it may get. */
interface Missing {
  readonly since: number;
  /** When the folder has changed last, and how it is since then. */
  readonly changed: number;
  readonly state: string | undefined;
}

/** A promise of the next reading, and what ends it. */
interface Wait {
  readonly promise: Promise<void>;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
}

/**
 * Serves readings of the route folder so that no route answers without middleware that is missing for a moment only: an
 * editor saves by a rename, a build replaces a folder, a checkout writes one file after the other. Where middleware is
 * gone, and in new folders without any, requests wait until its absence is certain.
 */
export class FolderGuards {
  /** The middleware file of each folder whose middleware is known; `undefined` if it has none. */
  private readonly known: Map<string, string | undefined>;
  private readonly missing = new Map<string, Missing>();
  private outline = '';
  private unchangedSince = 0;
  private wait: Wait | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** @param readAgain called when the absence of middleware may have become certain */
  constructor(
    private readonly directory: string,
    private readonly served: Pick<WatchedFolder, 'files' | 'replace'>,
    private readonly readAgain: () => void,
  ) {
    this.known = new Map(byFolder(served.files.middlewareFiles));
  }

  /** @param folders those that are there to begin with: what has no middleware then is open */
  begin(folders: Scan['folders']): void {
    for (const folder of existing(folders)) this.known.set(folder, this.known.get(folder));
  }

  serve(reading: NewReading, scan: Scan): void {
    const { wait } = this;
    const unsure = this.look(scan, performance.now());
    const next = (this.wait = unsure.size > 0 ? createWait() : undefined);
    const isUnsure = ({ absolutePath }: { readonly absolutePath: string }) =>
      foldersOf(absolutePath, this.directory).some((folder) => unsure.has(folder));
    const waiting = next ? reading.routes.filter(isUnsure).map(({ file }) => [file, next.promise] as const) : [];
    this.served.replace({ ...reading, pendingRoutes: new Map(waiting) });
    wait?.end();

    clearTimeout(this.timer);
    if (next) this.timer = setTimeout(this.readAgain, certainAfterMs).unref();
  }

  /** Fails the requests that still wait: nothing is read any more. */
  close(): void {
    clearTimeout(this.timer);
    const message = 'The middleware of the folder is missing, and the folder is no longer watched.';
    this.wait?.fail(Object.assign(new Error(message), { status: 503 }));
  }

  /** Returns the folders whose middleware may still come, or come back. */
  private look(scan: Scan, now: number): ReadonlySet<string> {
    const outline = [...scan.folders].join('\n');
    if (outline !== this.outline) this.unchangedSince = now;
    this.outline = outline;

    const guards = this.guardsIn(scan);
    const folders = new Set(existing(scan.folders));
    const unsure = new Set<string>();
    for (const folder of folders) {
      const guard = guards.get(folder);
      const isOpen = this.known.has(folder) && this.known.get(folder) === undefined;
      if (guard !== undefined || isOpen || this.isCertain(folder, now)) this.settle(folder, guard);
      else unsure.add(folder);
    }
    // The middleware of a folder that is gone may come back with it.
    for (const [folder, guard] of this.known) {
      if (guard === undefined && !folders.has(folder)) this.known.delete(folder);
    }
    for (const folder of this.missing.keys()) if (!unsure.has(folder)) this.missing.delete(folder);
    return unsure;
  }

  /** The middleware of folders; also what is broken, and for that reason keeps a folder from answering. */
  private guardsIn({ files, problems }: Scan): ReadonlyMap<string, string> {
    const named = problems.flatMap((problem) => problem.files);
    const broken = named.filter((file) => looksLikeMiddleware(path.basename(file)));
    const folderOf = (file: string) => path.dirname(path.join(this.directory, file));
    return new Map([...broken.map((file) => [folderOf(file), file] as const), ...byFolder(files.middlewareFiles)]);
  }

  private isCertain(folder: string, now: number): boolean {
    const stats = statOf(folder);
    const state = stats && describe(stats);
    const before = this.missing.get(folder);
    const since = before?.since ?? now;
    // Middleware that was back for less than a moment has changed its folder.
    const changed = before && before.state === state ? before.changed : now;
    this.missing.set(folder, { since, changed, state });
    const atLatest = this.known.has(folder) ? certainAtLatestMs.guarded : certainAtLatestMs.new;
    return now - Math.max(changed, this.unchangedSince) >= certainAfterMs || now - since >= atLatest;
  }

  private settle(folder: string, guard: string | undefined): void {
    const before = this.known.get(folder);
    this.known.set(folder, guard);
    if (guard !== undefined || before === undefined) return;
    tell(`${before} is gone: the routes of its folder are served without it from now on.`);
  }
}

function existing(folders: Scan['folders']): string[] {
  return [...folders].filter(([, listing]) => listing !== noListing).map(([folder]) => folder);
}

function byFolder(middlewareFiles: readonly RouteFile[]): (readonly [folder: string, file: string])[] {
  return middlewareFiles.map(({ absolutePath, file }) => [path.dirname(absolutePath), file]);
}

/** The folders that a file is in, up to the route folder. */
function foldersOf(file: string, directory: string): string[] {
  const folders = [path.dirname(file)];
  for (let folder = folders[0]!; folder !== directory && folder !== path.dirname(folder); folders.push(folder))
    folder = path.dirname(folder);
  return folders;
}

function createWait(): Wait {
  let end!: () => void;
  let fail!: (error: Error) => void;
  const promise = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  // Nobody may be waiting.
  promise.catch(() => undefined);
  return { promise, end, fail };
}

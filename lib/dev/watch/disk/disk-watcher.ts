import path from 'node:path';
import { fileState } from '../modules/file-state.js';
import { FolderListings } from './folder-listing.js';
import { FolderWatchers } from './folder-watchers.js';
import type { DiskReport, LoadedStateChanges } from './start-watch-thread.js';

/** How soon everything is compared after the system has reported a change. */
const checkDelayMs = 50;
/** How often it is compared while things change, and for how long after that. */
const activeMs = 250;
const activeForMs = 2000;
/** How often it is compared when nothing happens. */
const idleMs = 1000;
/** Comparing takes at most one part in so many of a processor's time. */
const maxCpuShare = 10;

/**
 * Finds out where the disk differs from what was loaded, and reports it until it no longer does. What the operating
 * system reports only makes that quick: it may come late, twice or never, so everything is compared regularly, too.
 */
export class DiskWatcher {
  /** The states of files and the listings of folders as they were loaded. */
  private readonly files = new Map<string, string>();
  private readonly folders = new Map<string, string>();
  private readonly listings: FolderListings;
  private readonly watchers: FolderWatchers;
  private foldersToWatch: ReadonlySet<string> = new Set();
  private readonly eventPaths = new Set<string>();
  private hasRenameEvent = false;
  private pendingCheck: NodeJS.Immediate | undefined;
  private lastChangeAt = 0;
  private notBefore = 0;
  private dueAt = Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    extensions: readonly string[],
    private readonly report: (report: DiskReport) => void,
  ) {
    this.listings = new FolderListings(extensions);
    this.watchers = new FolderWatchers(
      (folder, name, event) => this.onEvent(folder, name, event),
      (reason) => this.report({ unwatchable: reason }),
    );
  }

  update({ files, folders }: LoadedStateChanges): void {
    apply(files, this.files);
    apply(folders, this.folders);
    for (const [folder, listing] of folders) if (listing === undefined) this.listings.forget(folder);
    this.foldersToWatch = new Set([
      ...this.folders.keys(),
      ...[...this.files.keys()].map((file) => path.dirname(file)),
    ]);
    this.compareAfter(checkDelayMs);
  }

  private onEvent(folder: string, name: string | null, event: string): void {
    this.eventPaths.add(folder);
    if (name !== null) this.eventPaths.add(path.join(folder, name));
    this.hasRenameEvent ||= event === 'rename';
    // All that the system reports at once, together: to list a folder takes time.
    this.pendingCheck ??= setImmediate(() => this.checkEventPaths());
  }

  private checkEventPaths(): void {
    const hasChanged = this.reportChanged([...this.eventPaths]) || this.hasRenameEvent;
    this.eventPaths.clear();
    this.hasRenameEvent = false;
    this.pendingCheck = undefined;
    if (!hasChanged) return;
    this.lastChangeAt = performance.now();
    this.compareAfter(checkDelayMs);
  }

  private compareAll(): void {
    const startedAt = performance.now();
    this.dueAt = Infinity;
    // Before comparing, so that no change falls in between.
    this.watchers.watchOnly(this.foldersToWatch);
    if (this.reportChanged([...this.files.keys(), ...this.folders.keys()])) this.lastChangeAt = startedAt;
    const now = performance.now();
    this.notBefore = now + (now - startedAt) * maxCpuShare;
    this.compareAfter(now - this.lastChangeAt < activeForMs ? activeMs : idleMs);
  }

  private compareAfter(ms: number): void {
    const now = performance.now();
    const due = Math.max(now + ms, this.notBefore);
    if (due >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = due;
    this.timer = setTimeout(() => this.compareAll(), due - now);
  }

  private reportChanged(paths: readonly string[]): boolean {
    const changed = paths.filter((one) => this.isChanged(one));
    if (changed.length > 0) this.report({ changed });
    return changed.length > 0;
  }

  private isChanged(one: string): boolean {
    const state = this.files.get(one);
    if (state !== undefined && state !== fileState(one)) return true;
    const listing = this.folders.get(one);
    return listing !== undefined && listing !== this.listings.of(one);
  }
}

function apply(changes: LoadedStateChanges['files'], map: Map<string, string>): void {
  for (const [key, value] of changes) {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
}

import path from 'node:path';
import { fileState } from '../modules/file-state.js';
import { FolderListings } from './folder-listing.js';
import { FolderWatchers } from './folder-watchers.js';
import type { DiskReport, LoadedStateChanges } from './start-watch-thread.js';

/** The time between a change that the system reports and the comparison of all files and folders. */
const checkDelayMs = 50;
/** The interval of comparisons while things change. */
const activeMs = 250;
/** The time after the last change during which `activeMs` applies. */
const activeForMs = 2000;
/** The interval of comparisons when nothing changes. */
const idleMs = 1000;
/** The pause after a comparison, as a multiple of its duration: comparisons take at most a tenth of a processor. */
const pauseFactor = 10;

/**
 * Finds the files and folders that differ from what was loaded, and reports them again until they no longer differ.
 * Events of the operating system make that quick, but they may come late, twice or never. So all files and folders are
 * also compared at intervals.
 */
export class DiskWatcher {
  /** The states of files as they were loaded. */
  private readonly files = new Map<string, string>();
  /** The listings of folders as they were loaded. */
  private readonly folders = new Map<string, string>();
  private readonly listings: FolderListings;
  private readonly watchers: FolderWatchers;
  private foldersToWatch: ReadonlySet<string> = new Set();
  /** The paths that the system has reported since the last check. */
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
    // Events that come together are checked together, because listing a folder takes time.
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
    // Watches before it compares, so that no change is lost in between.
    this.watchers.watchOnly(this.foldersToWatch);
    if (this.reportChanged([...this.files.keys(), ...this.folders.keys()])) this.lastChangeAt = startedAt;
    const now = performance.now();
    this.notBefore = now + (now - startedAt) * pauseFactor;
    this.compareAfter(now - this.lastChangeAt < activeForMs ? activeMs : idleMs);
  }

  private compareAfter(ms: number): void {
    const now = performance.now();
    const dueAt = Math.max(now + ms, this.notBefore);
    if (dueAt >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => this.compareAll(), dueAt - now);
  }

  private reportChanged(paths: readonly string[]): boolean {
    const changed = paths.filter((fileOrFolder) => this.isChanged(fileOrFolder));
    if (changed.length > 0) this.report({ changed });
    return changed.length > 0;
  }

  private isChanged(fileOrFolder: string): boolean {
    const state = this.files.get(fileOrFolder);
    if (state !== undefined && state !== fileState(fileOrFolder)) return true;
    const listing = this.folders.get(fileOrFolder);
    return listing !== undefined && listing !== this.listings.of(fileOrFolder);
  }
}

function apply(changes: LoadedStateChanges['files'], map: Map<string, string>): void {
  for (const [key, value] of changes) {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
}

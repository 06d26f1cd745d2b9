import path from 'node:path';
import { fileState } from '../modules/file-state.js';
import { FolderListings } from './folder-listing.js';
import { FolderWatchers } from './folder-watchers.js';
import type { DiskReport, LoadedChanges } from './watched-disk.js';

/** How soon everything is compared after the system has reported a change. */
const soonMs = 50;
/** How often it is compared while things change, and for how long after that. */
const activeMs = 250;
const activeForMs = 2000;
/** How often it is compared when nothing happens. */
const idleMs = 1000;
/** Comparing takes at most one part in so many of a processor's time. */
const restFactor = 10;

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
  private toWatch: ReadonlySet<string> = new Set();
  private readonly heard = new Set<string>();
  private hasHeardRename = false;
  private checking: NodeJS.Immediate | undefined;
  private lastChange = 0;
  private restUntil = 0;
  private due = Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    extensions: readonly string[],
    private readonly report: (report: DiskReport) => void,
  ) {
    this.listings = new FolderListings(extensions);
    this.watchers = new FolderWatchers(
      (folder, name, event) => this.hear(folder, name, event),
      (reason) => this.report({ unwatchable: reason }),
    );
  }

  update({ files, folders }: LoadedChanges): void {
    apply(files, this.files);
    apply(folders, this.folders);
    for (const [folder, listing] of folders) if (listing === undefined) this.listings.forget(folder);
    this.toWatch = new Set([...this.folders.keys(), ...[...this.files.keys()].map((file) => path.dirname(file))]);
    this.compareIn(soonMs);
  }

  private hear(folder: string, name: string | null, event: string): void {
    this.heard.add(folder);
    if (name !== null) this.heard.add(path.join(folder, name));
    this.hasHeardRename ||= event === 'rename';
    // All that the system reports at once, together: to list a folder takes time.
    this.checking ??= setImmediate(() => this.checkHeard());
  }

  private checkHeard(): void {
    const hasChanged = this.reportChanged([...this.heard]) || this.hasHeardRename;
    this.heard.clear();
    this.hasHeardRename = false;
    this.checking = undefined;
    if (!hasChanged) return;
    this.lastChange = performance.now();
    this.compareIn(soonMs);
  }

  private compareAll(): void {
    const begun = performance.now();
    this.due = Infinity;
    // Before comparing, so that no change falls in between.
    this.watchers.watchOnly(this.toWatch);
    if (this.reportChanged([...this.files.keys(), ...this.folders.keys()])) this.lastChange = begun;
    const now = performance.now();
    this.restUntil = now + (now - begun) * restFactor;
    this.compareIn(now - this.lastChange < activeForMs ? activeMs : idleMs);
  }

  private compareIn(ms: number): void {
    const now = performance.now();
    const due = Math.max(now + ms, this.restUntil);
    if (due >= this.due) return;
    clearTimeout(this.timer);
    this.due = due;
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

function apply(changes: LoadedChanges['files'], map: Map<string, string>): void {
  for (const [key, value] of changes) {
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
}

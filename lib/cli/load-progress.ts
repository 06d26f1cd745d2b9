import path from 'node:path';
import type { LoadListener } from '../dev/inspect/inspect-folder.js';
import { toPosix } from '../files/to-posix.js';

/** Folders smaller than this are loaded before anybody could read how far it is. */
const minFiles = 500;

/** Goes to the beginning of the line, and erases it. */
const eraseLine = '\r\x1b[2K';

/** How often the line changes, in milliseconds. */
const updateIntervalMs = 50;

/** Follows the loading of route files: shows how far it is, and knows which files are not through yet. */
export class LoadProgress implements LoadListener {
  private readonly pending = new Set<string>();
  private done = 0;
  private total = 0;
  private shownAt = 0;

  /** @param stream where the line goes, if it is a terminal */
  constructor(private readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr) {}

  /** @param total how many files are to be loaded */
  start(total: number): void {
    this.total = total;
  }

  onStart(absolutePath: string): void {
    this.pending.add(absolutePath);
  }

  onEnd(absolutePath: string): void {
    this.pending.delete(absolutePath);
    this.done += 1;
    if (this.total >= minFiles && this.stream.isTTY) this.show();
  }

  /** Those that have begun to load and are not through, relative to the folder, with `/`. */
  pendingFiles(directory: string): string[] {
    return [...this.pending].map((absolutePath) => toPosix(path.relative(directory, absolutePath)));
  }

  /** Takes the line away. */
  clear(): void {
    if (this.shownAt > 0) this.stream.write(eraseLine);
    this.shownAt = 0;
  }

  private show(): void {
    const now = performance.now();
    if (this.done === this.total) this.clear();
    else if (now - this.shownAt >= updateIntervalMs) {
      this.stream.write(`${eraseLine}Loading ${this.done} of ${this.total} files …`);
      this.shownAt = now;
    }
  }
}

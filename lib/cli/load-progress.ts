import path from 'node:path';
import type { LoadListener } from '../dev/inspect/inspect-folder.js';
import { toPosix } from '../files/to-posix.js';

/** The number of files from which on progress is shown. Smaller folders load too fast for that. */
const minFiles = 500;

/** The control sequence that moves the cursor to the start of the line and erases the line. */
const eraseLine = '\r\x1b[2K';

const updateIntervalMs = 50;

/** The progress of loading route files. It is shown on a terminal, and lists the files that are still loading. */
export class LoadProgress implements LoadListener {
  private readonly pending = new Set<string>();
  private doneCount = 0;
  private totalCount = 0;
  private shownAtMs = 0;

  constructor(private readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr) {}

  start(totalCount: number): void {
    this.totalCount = totalCount;
  }

  onStart(absolutePath: string): void {
    this.pending.add(absolutePath);
  }

  onEnd(absolutePath: string): void {
    this.pending.delete(absolutePath);
    this.doneCount += 1;
    if (this.totalCount >= minFiles && this.stream.isTTY) this.show();
  }

  /** Returns the files that are still loading, relative to the folder and with `/`. */
  pendingFiles(directory: string): string[] {
    return [...this.pending].map((absolutePath) => toPosix(path.relative(directory, absolutePath)));
  }

  /** Erases the progress from the terminal. */
  clear(): void {
    if (this.shownAtMs > 0) this.stream.write(eraseLine);
    this.shownAtMs = 0;
  }

  private show(): void {
    const nowMs = performance.now();
    if (this.doneCount === this.totalCount) this.clear();
    else if (nowMs - this.shownAtMs >= updateIntervalMs) {
      this.stream.write(`${eraseLine}Loading ${this.doneCount} of ${this.totalCount} files …`);
      this.shownAtMs = nowMs;
    }
  }
}

import path from 'node:path';
import type { LoadListener } from '../dev/inspect-folder.js';

/** Folders smaller than this are loaded before anybody could read how far it is. */
const largeFolder = 500;

/** How often the line changes, in milliseconds. */
const interval = 50;

/** Follows the loading of route files: shows how far it is, and knows which files are not through yet. */
export class Loading implements LoadListener {
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

  begin(absolutePath: string): void {
    this.pending.add(absolutePath);
  }

  end(absolutePath: string): void {
    this.pending.delete(absolutePath);
    this.done += 1;
    if (this.total >= largeFolder && this.stream.isTTY) this.show();
  }

  /** Those that have begun to load and are not through, relative to the folder. */
  filesUnderWay(directory: string): string[] {
    return [...this.pending].map((absolutePath) => path.relative(directory, absolutePath));
  }

  private show(): void {
    const now = performance.now();
    if (this.done === this.total) this.stream.write('\r\x1b[2K');
    else if (now - this.shownAt >= interval) {
      this.stream.write(`\r\x1b[2KLoading ${this.done} of ${this.total} files …`);
      this.shownAt = now;
    }
  }
}

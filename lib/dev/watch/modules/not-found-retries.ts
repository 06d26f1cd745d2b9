import { codeOf } from '../../../files/load-problem.js';

/** The error codes of Node.js and `fs` for a file that does not exist. */
const notFound = new Set(['ENOENT', 'ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
/** The time after the first failure for which a file is loaded again. */
const retryForMs = 1000;

/** Returns `true` if an error says that a file, or one that it imports, does not exist. */
export function isNotFound(thrown: unknown): boolean {
  return notFound.has(codeOf(thrown));
}

/**
 * Decides which files are loaded again although they have not changed. If a folder is moved away and back, its files
 * are the same as before, but a file that was loaded in between has not found them.
 */
export class NotFoundRetries {
  private readonly failingSince = new Map<string, number>();
  private retried: readonly string[] = [];

  /**
   * Starts the time of these files anew, except of those that are only retried.
   *
   * @param changed the files that are loaded again because they, or files that they import, have changed
   */
  reset(changed: ReadonlySet<string>): void {
    for (const file of changed) if (!this.retried.includes(file)) this.failingSince.delete(file);
  }

  /**
   * Returns the files to load again.
   *
   * @param missing the files whose last load has not found a file
   */
  filesToRetry(missing: readonly string[]): readonly string[] {
    const now = performance.now();
    this.retried = missing.filter((file) => {
      const since = this.failingSince.get(file) ?? now;
      this.failingSince.set(file, since);
      return now - since < retryForMs;
    });
    return this.retried;
  }
}

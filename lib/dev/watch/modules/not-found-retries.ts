import { codeOf } from '../../../files/load-problem.js';

/** The error codes of Node.js and `fs` for a file that does not exist. */
const notFound = new Set(['ENOENT', 'ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
/** The time after its first failure during which a file is loaded again. */
const retryForMs = 1000;

/** Returns `true` if an error means that a file, or a file that it imports, does not exist. */
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
   * Restarts the time of these files, except of those that are loaded again only as a retry.
   *
   * @param changed the files that are loaded again because they, or files that they import, have changed
   */
  reset(changed: ReadonlySet<string>): void {
    for (const file of changed) if (!this.retried.includes(file)) this.failingSince.delete(file);
  }

  /**
   * Returns the files to load again.
   *
   * @param missing the files that could not be loaded because a file did not exist
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

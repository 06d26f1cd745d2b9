import { codeOf } from '../../../files/load-problem.js';

/** What Node.js and `fs` say of a file that does not exist. */
const notFound = new Set(['ENOENT', 'ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);
/** Files are tried again for so long after their first failure: what is still missing then is missing. */
const retryForMs = 1000;

/** Whether a file could not be loaded because it, or one that it imports, was not there. */
export function isNotFound(thrown: unknown): boolean {
  return notFound.has(codeOf(thrown));
}

/**
 * Decides which files are loaded again although they have not changed: a folder that is moved away and back leaves its
 * files as they were, and a file that was loaded in between has not found them.
 */
export class NotFoundRetries {
  private readonly failingSince = new Map<string, number>();
  private retried: readonly string[] = [];

  /** @param changed files that are loaded again because they, or what they import, have changed; or as a retry */
  reset(changed: ReadonlySet<string>): void {
    for (const file of changed) if (!this.retried.includes(file)) this.failingSince.delete(file);
  }

  /**
   * @param missing files whose last load has not found something
   * @returns those of them to load again
   */
  filesToRetry(missing: readonly string[]): readonly string[] {
    const now = performance.now();
    for (const file of missing) if (!this.failingSince.has(file)) this.failingSince.set(file, now);
    this.retried = missing.filter((file) => now - this.failingSince.get(file)! < retryForMs);
    return this.retried;
  }
}

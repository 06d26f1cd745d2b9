import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../reporting/thrown.js';
import { print } from './print-reports.js';

/** Files and folders that have changed, together. */
export interface Changes {
  readonly paths: ReadonlySet<string>;
  /** Whether everything is read again, whatever has changed. */
  readonly isForced: boolean;
}

/** How long nothing must have changed before changes are handled: an editor saves in several steps. */
const quietMs = 15;
/** How long changes may go on before some of them are handled, as in a large checkout. */
const maxDelayMs = 200;

/** Collects changes until they are over, and hands them on together, one lot after the other. */
export class ChangeQueue {
  private paths = new Set<string>();
  private isForced = false;
  private lastChangeAt = 0;
  private lastFailure = '';
  private running: Promise<void> | undefined;
  isClosed = false;

  /**
   * @param applyChanges brings the served folder up to date
   * @param delayRequests makes requests wait meanwhile
   */
  constructor(
    private readonly applyChanges: (changes: Changes) => Promise<void>,
    private readonly delayRequests: (until: Promise<void> | undefined) => void,
  ) {}

  /** From now on, nothing is handled. */
  close(): void {
    this.isClosed = true;
  }

  add(path: string, isForced = false): void {
    if (this.isClosed) return;
    this.paths.add(path);
    this.isForced ||= isForced;
    this.lastChangeAt = performance.now();
    if (this.running) return;
    this.running = this.run().finally(() => {
      this.running = undefined;
      this.delayRequests(undefined);
    });
    this.delayRequests(this.running);
  }

  private async run(): Promise<void> {
    while (this.paths.size > 0 && !this.isClosed) {
      await this.waitUntilQuiet();
      const { paths, isForced } = this;
      this.paths = new Set();
      this.isForced = false;
      try {
        await this.applyChanges({ paths, isForced });
      } catch (error) {
        // It is tried again, because the disk still differs from what was loaded.
        const failure = messageOf(error);
        if (failure !== this.lastFailure) print(`A change cannot be followed: ${failure}. Restart to see it.`);
        this.lastFailure = failure;
      }
    }
  }

  private async waitUntilQuiet(): Promise<void> {
    const startedAt = performance.now();
    for (;;) {
      const now = performance.now();
      const remainingMs = Math.min(this.lastChangeAt + quietMs, startedAt + maxDelayMs) - now;
      if (remainingMs <= 0) return;
      await pause(Math.ceil(remainingMs));
    }
  }
}

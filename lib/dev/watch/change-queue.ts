import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../reporting/thrown.js';
import { print } from './print-reports.js';

/** Files and folders that have changed, and whose changes are applied together. */
export interface Changes {
  readonly paths: ReadonlySet<string>;
  /** Is `true` if the folder must be scanned and reloaded whatever has changed. */
  readonly isForced: boolean;
}

/** The time without changes after which they are applied: an editor saves a file in several steps. */
const quietMs = 15;
/** The longest time that changes wait while others keep coming, as in a large checkout. */
const maxDelayMs = 200;

/** Collects changes until no more come, and applies them together. Each batch waits for the one before it. */
export class ChangeQueue {
  private paths = new Set<string>();
  private isForced = false;
  private lastChangeAt = 0;
  private lastFailure = '';
  private running: Promise<void> | undefined;
  isClosed = false;

  /**
   * Creates an empty queue.
   *
   * @param applyChanges brings the served folder up to date
   * @param delayRequests makes requests wait for a promise; `undefined` stops that
   */
  constructor(
    private readonly applyChanges: (changes: Changes) => Promise<void>,
    private readonly delayRequests: (until: Promise<void> | undefined) => void,
  ) {}

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
        // The disk still differs from what was loaded, so the changes are reported and tried again.
        const failure = messageOf(error);
        if (failure !== this.lastFailure) print(`A change could not be applied: ${failure}. Restart to see it.`);
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

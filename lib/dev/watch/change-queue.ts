import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../reporting/thrown.js';
import { tell } from './report-problems.js';

/** Files and folders that have changed, together. */
export interface Changes {
  readonly paths: ReadonlySet<string>;
  /** Whether everything is read again, whatever has changed. */
  readonly isForced: boolean;
}

/** How long nothing must have changed before changes are handled: an editor saves in several steps. */
const quietMs = 15;
/** How long changes may go on before some of them are handled, as in a large checkout. */
const atMostMs = 200;

/** Collects changes until they are over, and hands them on together, one lot after the other. */
export class ChangeQueue {
  private paths = new Set<string>();
  private isForced = false;
  private newest = 0;
  private lastFailure = '';
  private work: Promise<void> | undefined;
  isClosed = false;

  /**
   * @param handle brings the served folder up to date
   * @param hold makes requests wait meanwhile
   */
  constructor(
    private readonly handle: (changes: Changes) => Promise<void>,
    private readonly hold: (until: Promise<void> | undefined) => void,
  ) {}

  /** From now on, nothing is handled. */
  close(): void {
    this.isClosed = true;
  }

  add(path: string, isForced = false): void {
    if (this.isClosed) return;
    this.paths.add(path);
    this.isForced ||= isForced;
    this.newest = performance.now();
    if (this.work) return;
    this.work = this.handleAll().finally(() => {
      this.work = undefined;
      this.hold(undefined);
    });
    this.hold(this.work);
  }

  private async handleAll(): Promise<void> {
    while (this.paths.size > 0 && !this.isClosed) {
      await this.becomeQuiet();
      const { paths, isForced } = this;
      this.paths = new Set();
      this.isForced = false;
      try {
        await this.handle({ paths, isForced });
      } catch (error) {
        // It is tried again, because the disk still differs from what was loaded.
        const failure = messageOf(error);
        if (failure !== this.lastFailure) tell(`A change cannot be followed: ${failure}. Restart to see it.`);
        this.lastFailure = failure;
      }
    }
  }

  private async becomeQuiet(): Promise<void> {
    const begin = performance.now();
    for (;;) {
      const now = performance.now();
      const rest = Math.min(this.newest + quietMs, begin + atMostMs) - now;
      if (rest <= 0) return;
      await pause(Math.ceil(rest));
    }
  }
}

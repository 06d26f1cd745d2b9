import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../errors.js';
import { tell } from './report-problems.js';

/** Paths of what was changed, together. */
export interface Changes {
  readonly paths: ReadonlySet<string>;
  /** Whether files or folders were added or removed, too. */
  readonly isStructural: boolean;
}

/** How long nothing may have happened before changes are looked at: an editor saves in several steps. 15 ms. */
const quiet = 15;
/** For how long changes may go on before some are looked at, as of a large checkout. 200 ms. */
const longestWait = 200;

/** Collects changes until they are over, and hands them on together, one lot after the other. */
export class ChangeQueue {
  private paths = new Set<string>();
  private isStructural = false;
  private newest = 0;
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

  add(path: string, isStructural: boolean): void {
    if (this.isClosed) return;
    this.paths.add(path);
    this.isStructural ||= isStructural;
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
      const { paths, isStructural } = this;
      this.paths = new Set();
      this.isStructural = false;
      try {
        await this.handle({ paths, isStructural });
      } catch (error) {
        tell(`A change could not be followed, restart to see it: ${messageOf(error)}`);
      }
    }
  }

  private async becomeQuiet(): Promise<void> {
    const begin = performance.now();
    for (;;) {
      const now = performance.now();
      const rest = Math.min(this.newest + quiet, begin + longestWait) - now;
      if (rest <= 0) return;
      await pause(Math.ceil(rest));
    }
  }
}

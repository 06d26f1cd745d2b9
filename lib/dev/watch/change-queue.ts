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
/** How long requests wait for files to be loaded again: one may never be through. 5 seconds. */
const patience = 5000;

/** Collects changes until they are over, and hands them on together, one lot after the other. */
export class ChangeQueue {
  private paths = new Set<string>();
  private isStructural = false;
  private newest = 0;
  private work: Promise<void> | undefined;

  /**
   * @param handle brings the served folder up to date
   * @param hold makes requests wait meanwhile
   */
  constructor(
    private readonly handle: (changes: Changes) => Promise<void>,
    private readonly hold: (until: Promise<void> | undefined) => void,
  ) {}

  add(path: string, isStructural: boolean): void {
    this.paths.add(path);
    this.isStructural ||= isStructural;
    this.newest = performance.now();
    if (this.work) return;
    this.work = this.handleAll().finally(() => (this.work = undefined));
    this.holdUntil(this.work);
  }

  private async handleAll(): Promise<void> {
    while (this.paths.size > 0) {
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

  private holdUntil(work: Promise<void>): void {
    const timer = setTimeout(() => {
      this.hold(undefined);
      tell(`Files are still loading after ${patience / 1000} seconds; until they are, the routes from before answer.`);
    }, patience);
    this.hold(
      work.finally(() => {
        clearTimeout(timer);
        this.hold(undefined);
      }),
    );
  }
}

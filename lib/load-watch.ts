import { createRequire } from 'node:module';
import type { Load } from './files/load-modules.js';
import { FsRoutesError } from './reporting/errors.js';
import type { LoadedFolder } from './serving/route-source.js';
import type { Settings } from './serving/settings.js';
import type { ScannedFiles } from './types/index.js';
import type { Problem } from './types/problem.js';

/** A folder that was loaded again while it is watched. Its problems do not stop it. */
export interface WatchedReading extends Omit<LoadedFolder, 'pending'> {
  readonly problems: readonly Problem[];
}

/** The served folder, as `watch` needs it. */
export interface WatchedFolder {
  /** The files that were loaded at start-up. */
  readonly files: ScannedFiles;
  /** The modules that were loaded at start-up, by file. */
  readonly modules: LoadedFolder['modules'];
  /** A promise, if some of the files are still loading. */
  readonly pending: Promise<void> | undefined;
  /** Replaces what is served. */
  replace(reading: WatchedReading): void;
  /** Makes requests wait for a promise, which must not reject; `undefined` stops that. */
  delayRequests(until: Promise<void> | undefined): void;
}

export interface Watch {
  /** Loads a file in a way that allows to load it again. */
  readonly load: Load;
  start(folder: WatchedFolder): void;
  close(): Promise<void>;
}

/** The module `dev/watch`, which is loaded only if the option `watch` is set. */
export interface WatchModule {
  /**
   * Creates what watches a folder. Call it before the first file is loaded, so that it sees what the file imports.
   *
   * @param load loads a file as without `watch`
   */
  createWatch(directory: string, settings: Settings, load: Load): Watch;
}

/**
 * Is `true` in a test runner such as jest, which runs code in a realm of its own and has its own module loader: nothing
 * can be loaded again there.
 */
const isSandboxed = !(createRequire instanceof Function);

/**
 * Loads the part of this package that watches, which the rest of it never imports. Returns `undefined` in the sandbox
 * of a test runner.
 *
 * Loads it by its name at run time, and always its CommonJS build: `createRequire` can load that synchronously from
 * both builds, and it contains nothing that must exist only once in a process.
 *
 * @throws {FsRoutesError} `FSR_NO_WATCH` in bundled code, which has no such file beside it
 */
export function loadWatch(): WatchModule | undefined {
  if (isSandboxed) return undefined;
  try {
    const here = typeof __filename === 'string' ? __filename : import.meta.url;
    return createRequire(here)('./watch.cjs') as WatchModule;
  } catch (cause) {
    throw new FsRoutesError([noWatch(cause)]);
  }
}

function noWatch(cause: unknown): Problem {
  return {
    code: 'FSR_NO_WATCH',
    message: "The option 'watch' needs the file 'watch.cjs' of this package, which cannot be loaded.",
    help: "if your code is bundled, leave 'watch' out, or make express-pages-api external in the bundler's settings.",
    files: [],
    cause,
  };
}

import { createRequire } from 'node:module';
import { FsRoutesError } from './reporting/errors.js';
import type { Problem } from './types/problem.js';
import type { LoadedFolder } from './serving/route-source.js';
import type { Load } from './files/load-modules.js';
import type { Settings } from './serving/settings.js';
import type { ScannedFiles } from './types/index.js';

/** A folder as it was read while watching: what is wrong with it does not stop it. */
export interface Reading extends Omit<LoadedFolder, 'pending'> {
  readonly problems: readonly Problem[];
}

/** The served folder, as `watch` needs it. */
export interface WatchedFolder {
  /** As they were loaded. */
  readonly files: ScannedFiles;
  /** While some of them are still loading. */
  readonly pending: Promise<void> | undefined;
  /** Puts another reading of the folder in the place of the one that is served. */
  replace(reading: Reading): void;
  /** Makes requests wait for a promise, which must not reject; or no longer, where there is none. */
  hold(until: Promise<void> | undefined): void;
}

export interface Watch {
  /** Loads the files, so that they can be loaded again. */
  readonly load: Load;
  begin(folder: WatchedFolder): void;
  close(): Promise<void>;
}

/** The module `dev/watch`, which is loaded only where the option `watch` is set. */
export interface WatchModule {
  /**
   * Called before the first file is loaded, to notice what it imports.
   *
   * @param load how files are loaded without it
   */
  createWatch(directory: string, settings: Settings, load: Load): Watch;
}

/**
 * Whether this runs in a realm of its own, as under jest: such a runner also has its own module loader, in
 * which nothing can be loaded again.
 */
const isSandboxed = !(createRequire instanceof Function);

/**
 * Loads the part of this package that watches, which the rest of it never imports; not in a test runner's sandbox.
 *
 * By its name at run time, and always its CommonJS build: `createRequire` can load that from both builds, at
 * once, and it holds nothing that there may be only one of.
 *
 * @throws {FsRoutesError} `FSR_NO_WATCH` in bundled code, which has nothing of this name beside it
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
    message: "The option 'watch' needs this package as it is installed, and it cannot be found.",
    help: "leave 'watch' out of bundled code, or tell the bundler that express-pages-api is external.",
    files: [],
    cause,
  };
}

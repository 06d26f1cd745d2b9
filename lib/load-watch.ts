import { createRequire } from 'node:module';
import type { Load } from './files/load-modules.js';
import { FsRoutesError } from './reporting/errors.js';
import type { LoadedFolder } from './serving/route-source.js';
import type { Settings } from './serving/settings.js';
import type { ScannedFiles } from './types/index.js';
import type { Problem } from './types/problem.js';

/** A folder that was loaded again. It is served even if it has problems. */
export interface FolderUpdate extends Omit<LoadedFolder, 'pending'> {
  readonly problems: readonly Problem[];
}

/** The served folder, for `dev/watch`. */
export interface WatchedFolder {
  /** The files that were loaded at start-up. */
  readonly files: ScannedFiles;
  /** A promise while some of the files are still loading. It rejects if one of them fails. */
  readonly pending: Promise<void> | undefined;
  /** Replaces the folder that requests are answered from. */
  replace(update: FolderUpdate): void;
  /** Makes new requests wait for a promise, which must not reject. With `undefined`, they wait no longer. */
  delayRequests(until: Promise<void> | undefined): void;
}

export interface Watch {
  /** Loads a file so that it can be loaded again later. */
  readonly load: Load;
  start(folder: WatchedFolder): void;
  close(): Promise<void>;
}

/** The exports of `dev/watch`, which is loaded only if the `watch` option is set. */
export interface WatchModule {
  /**
   * Creates the `Watch` of a folder. Call it before the first file is loaded, so that it sees what the file imports.
   *
   * @param load loads a file as it is loaded without `watch`
   */
  createWatch(directory: string, settings: Settings, load: Load): Watch;
}

/**
 * Is `true` in a test runner such as jest, which runs code in a realm of its own and has its own module loader. No file
 * can be reloaded there.
 */
const isSandboxed = !(createRequire instanceof Function);

/**
 * Loads `dev/watch` by its file name at run time, so that nothing in the core imports it. Returns `undefined` in the
 * sandbox of a test runner.
 *
 * It is always the CommonJS build: `createRequire` can load that synchronously from both builds, and it contains
 * nothing that must exist only once in a process.
 *
 * @throws {FsRoutesError} `FSR_NO_WATCH` if that file cannot be loaded, as in bundled code
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

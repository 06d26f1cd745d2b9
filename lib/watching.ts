import { createRequire } from 'node:module';
import { FsRoutesError, type Problem } from './errors.js';
import type { Load, LoadedModules } from './load-module.js';
import type { RouteFolder } from './served-folder.js';

/** What `watch` is given of a folder that is served. */
export interface WatchedFolder extends Pick<RouteFolder, 'directory' | 'settings'> {
  /** As it was read at start-up. */
  readonly loaded: LoadedModules;
  /** Loads a file for the first time. */
  readonly load: Load;
  /** Puts another reading of the folder in the place of the one that is served. */
  readonly replace: (reading: Reading) => void;
  /** Makes requests wait for a promise, which must not reject; or no longer, where there is none. */
  readonly hold: (until: Promise<void> | undefined) => void;
}

/** A folder as it was read while watching: its problems do not stop it. */
export interface Reading extends Pick<RouteFolder, 'routes' | 'problems'> {
  /** For each route, and for each file of its `middleware`. */
  readonly modules: LoadedModules['modules'];
}

/** The module `watch`, which is loaded only where the option of this name is set. */
export interface WatchModule {
  /** Begins to notice which module imports which; called before the first route file is loaded. */
  noticeImports(): void;
  watchFolder(folder: WatchedFolder): Watching;
}

export interface Watching {
  close(): Promise<void>;
}

/**
 * Loads the part of this package that watches, which the rest of it never imports.
 *
 * By its name at run time, and always its CommonJS build: `createRequire` can load that from both builds, at
 * once, and it holds nothing that there may be only one of.
 *
 * @throws {FsRoutesError} `FSR_NO_WATCH` in bundled code, which has nothing of this name beside it
 */
export function loadWatch(): WatchModule {
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

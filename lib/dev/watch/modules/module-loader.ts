import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import { exportsAsRequired, isCommonJs } from '../../../files/commonjs-exports.js';
import { importWithDeepStack, requireWithDeepStack } from '../../../files/stack-frames.js';
import type { Exported, Load } from '../../../files/load-modules.js';
import { codeOf } from '../../../files/load-problem.js';
import { removeFromRequireStack } from '../../../files/require-stack.js';
import type { RealPathCache } from './file-state.js';
import { versionOf } from './file-versions.js';
import { isNotFound } from './not-found-retries.js';

/** The exports of a file from when it was loaded last. */
interface Loaded extends Exported {
  readonly version: number;
}

/** The time after which a file that is still loading counts as broken. Until then, requests wait. */
const loadTimeoutMs = 5000;

/** Loads the files of a folder. Loads a file again if its version has changed. */
export class ModuleLoader {
  private readonly loaded = new Map<string, Loaded>();
  /** The real paths of files that `require()` can load again: it always returns the first instance of an ES module. */
  private readonly commonJs = new Set<string>();
  /** The errors of files that could not be loaded, by real path. */
  private readonly failed = new Map<string, unknown>();
  /** The versions of files that exceeded the timeout and are still loading, by real path. */
  private readonly stillLoading = new Map<string, number>();
  /** The listener for slow files, which `startReloading` sets. Until then, files are loaded as without `watch`. */
  private onSlowFileLoaded: (() => void) | undefined;

  /**
   * Creates a loader without loading a file.
   *
   * @param initialLoad loads a file at start-up
   * @param isCustomLoader `true` if `initialLoad` is the option `import`, which then also loads files again
   */
  constructor(
    private readonly initialLoad: Load,
    private readonly isCustomLoader: boolean,
    private readonly realPaths: RealPathCache,
  ) {}

  /** Returns the exports of the newest version of a file, or a promise of them. */
  readonly load: Load = (absolutePath) => {
    const file = this.realPaths.get(absolutePath);
    const version = versionOf(file);
    const previous = this.loaded.get(file);
    if (previous?.version === version) return previous;
    if (this.stillLoading.get(file) === version) throw timeoutError();

    this.loaded.delete(file);
    try {
      const loaded = this.loadFile(absolutePath, file);
      if (loaded instanceof Promise) return this.storeWhenLoaded(loaded, file, version);
      this.store(file, loaded, version);
      return loaded;
    } catch (thrown) {
      this.failed.set(file, thrown);
      throw thrown;
    }
  };

  private storeWhenLoaded(promise: Promise<Exported>, file: string, version: number): Promise<Exported> {
    const loading = promise.then(
      (loaded) => {
        this.store(file, loaded, version);
        return loaded;
      },
      (thrown: unknown) => {
        if (versionOf(file) === version) this.failed.set(file, thrown);
        throw thrown;
      },
    );
    return this.onSlowFileLoaded ? this.withTimeout(loading, file, version) : loading;
  }

  /** Stores the exports, unless there is a newer version of the file by now. */
  private store(file: string, { exported }: Exported, version: number): void {
    if (versionOf(file) !== version) return;
    this.failed.delete(file);
    this.loaded.set(file, { exported, version });
  }

  /**
   * Makes `load` load files again from now on.
   *
   * @param onSlowFileLoaded called when a file that exceeded the timeout has loaded, or has failed to load
   */
  startReloading(onSlowFileLoaded: () => void): void {
    this.onSlowFileLoaded = onSlowFileLoaded;
  }

  /** Returns `true` if the last attempt to load a file, by its real path, failed. */
  hasFailed(file: string): boolean {
    return this.failed.has(file);
  }

  /** Returns those of the given files that could not be loaded because a file does not exist. */
  withMissingFiles(files: readonly string[]): string[] {
    return files.filter((file) => this.failed.has(file) && isNotFound(this.failed.get(file)));
  }

  /** Rejects after the timeout, because a top-level `await` may never end, and other files must not wait for it. */
  private async withTimeout(loading: Promise<Exported>, file: string, version: number): Promise<Exported> {
    const cancel = new AbortController();
    const timeout = pause(loadTimeoutMs, undefined, { signal: cancel.signal, ref: false }).catch(() => undefined);
    const loaded = await Promise.race([loading, timeout]).finally(() => cancel.abort());
    if (loaded) return loaded;
    this.stillLoading.set(file, version);
    const onEnd = (): void => {
      if (this.stillLoading.get(file) !== version) return;
      this.stillLoading.delete(file);
      this.onSlowFileLoaded?.();
    };
    loading.then(onEnd, onEnd);
    throw timeoutError();
  }

  private loadFile(absolutePath: string, file: string): Exported | Promise<Exported> {
    if (this.isCustomLoader) return this.initialLoad(absolutePath);
    const isCommonJs = this.commonJs.delete(file);
    // The imports of an ES module get their newest versions only if `import()` loads it.
    if (this.onSlowFileLoaded && !isCommonJs) return this.importFile(file);
    const loaded = this.onSlowFileLoaded ? requireFile(file) : this.initialLoad(absolutePath);
    const isEsModule = loaded instanceof Promise || types.isModuleNamespaceObject(loaded.exported);
    if (!isEsModule) this.commonJs.add(file);
    return loaded;
  }

  private async importFile(file: string): Promise<Exported> {
    try {
      const exported = await importWithDeepStack(() => import(pathToFileURL(file).href));
      // `require.cache` can forget a CommonJS module, so the next version is loaded by `require()`.
      if (isCommonJs(file)) this.commonJs.add(file);
      return { exported: exportsAsRequired(exported, file) };
    } catch (thrown) {
      // ts-node hooks into `require()` only.
      if (codeOf(thrown) !== 'ERR_UNKNOWN_FILE_EXTENSION') throw thrown;
      return requireFile(file);
    }
  }
}

function timeoutError(): Error {
  return new Error(
    `it is still loading after ${loadTimeoutMs / 1000} seconds. Does a top-level await in it never end?`,
  );
}

/** Loads a file with a new `require`, because a `require` keeps all modules that it has loaded in memory. */
function requireFile(file: string): Exported {
  try {
    return { exported: requireWithDeepStack(createRequire(file), file) };
  } catch (thrown) {
    removeFromRequireStack(thrown, file);
    throw thrown;
  }
}

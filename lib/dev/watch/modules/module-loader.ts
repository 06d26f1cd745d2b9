import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type { Exported, Load } from '../../../files/load-modules.js';
import { codeOf } from '../../../files/load-problem.js';
import type { RealPathCache } from './file-state.js';
import { versionOf } from './file-versions.js';
import { isNotFound } from './not-found-retries.js';

const { cache } = createRequire(__filename);

/** What a file gave when it was loaded last. */
interface Loaded extends Exported {
  readonly version: number;
}

/** How long a file may take to load, before it counts as broken: 5 seconds. Requests wait for as long. */
const loadTimeoutMs = 5000;

/** Loads the files of a folder, each again when it has another version than before. */
export class ModuleLoader {
  private readonly loaded = new Map<string, Loaded>();
  /** Real paths of what `require` can load again; an ES module it gives as it was at first, for ever. */
  private readonly commonJs = new Set<string>();
  /** Real paths of what could not be loaded, each with what was thrown. */
  private readonly failed = new Map<string, unknown>();
  /** Real paths of what took too long, each with the version that is still loading. */
  private readonly stillLoading = new Map<string, number>();
  /** Called when such a file is through; while nobody listens, files are loaded as without `watch`. */
  private onSlowFileLoaded: (() => void) | undefined;

  /**
   * @param initialLoad how files are loaded at start-up
   * @param isCustomLoader whether that is a loader of the caller's, who then loads again, too
   */
  constructor(
    private readonly initialLoad: Load,
    private readonly isCustomLoader: boolean,
    private readonly realPaths: RealPathCache,
  ) {}

  /** What the newest version of a file exports, or a promise of it. */
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

  /** Unless it comes too late, and there is a newer version. */
  private store(file: string, { exported }: Exported, version: number): void {
    if (versionOf(file) !== version) return;
    this.failed.delete(file);
    this.loaded.set(file, { exported, version });
  }

  /**
   * From now on, files are loaded again.
   *
   * @param onLate called when a file is through that took too long
   */
  start(onLate: () => void): void {
    this.onSlowFileLoaded = onLate;
  }

  /** Whether a file, by its real path, could not be loaded when that was tried last. */
  hasFailed(file: string): boolean {
    return this.failed.has(file);
  }

  /** Returns which of these files could not be loaded because something was missing. */
  withMissingFiles(files: readonly string[]): string[] {
    return files.filter((file) => this.failed.has(file) && isNotFound(this.failed.get(file)));
  }

  /** A top-level await may never end: then the other files go on without this one. */
  private async withTimeout(loading: Promise<Exported>, file: string, version: number): Promise<Exported> {
    const over = new AbortController();
    const late = pause(loadTimeoutMs, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
    const loaded = await Promise.race([loading, late]).finally(() => over.abort());
    if (loaded) return loaded;
    this.stillLoading.set(file, version);
    const end = (): void => {
      if (this.stillLoading.get(file) !== version) return;
      this.stillLoading.delete(file);
      this.onSlowFileLoaded?.();
    };
    loading.then(end, end);
    throw timeoutError();
  }

  private loadFile(absolutePath: string, file: string): Exported | Promise<Exported> {
    if (this.isCustomLoader) return this.initialLoad(absolutePath);
    const isCommonJs = this.commonJs.delete(file);
    // What an ES module imports is led to its newest version where `import()` loads it, not `require`.
    if (this.onSlowFileLoaded && !isCommonJs) return this.importFile(file);
    const loaded = this.onSlowFileLoaded ? requireFile(file) : this.initialLoad(absolutePath);
    const isEsModule = loaded instanceof Promise || types.isModuleNamespaceObject(loaded.exported);
    if (!isEsModule) this.commonJs.add(file);
    return loaded;
  }

  private async importFile(file: string): Promise<Exported> {
    try {
      const exported: unknown = await import(pathToFileURL(file).href);
      // Node.js forgets what was required, and nothing that was imported.
      const module = cache[file];
      if (module && !types.isModuleNamespaceObject(module.exports)) this.commonJs.add(file);
      return { exported };
    } catch (thrown) {
      // ts-node hooks into `require` alone.
      if (codeOf(thrown) !== 'ERR_UNKNOWN_FILE_EXTENSION') throw thrown;
      return requireFile(file);
    }
  }
}

function timeoutError(): Error {
  return new Error(
    `it is still loading after ${loadTimeoutMs / 1000} seconds: does an await at its top level never end?`,
  );
}

/** From a `require` of its own, which would otherwise remember every version as its child. */
function requireFile(file: string): Exported {
  return { exported: createRequire(file)(file) as unknown };
}

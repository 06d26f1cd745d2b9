import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type { Load } from '../../load-module.js';
import { codeOf } from '../../load-problem.js';
import type { RealPaths } from './file-state.js';
import { versionOf } from './file-versions.js';
import { isNotFound } from './not-found-retries.js';

const { cache } = createRequire(__filename);

/** What a file gave when it was loaded last. */
interface Loaded {
  readonly exported: unknown;
  readonly version: number;
}

/** How long a file may take to load, before it counts as broken: 5 seconds. Requests wait for as long. */
const patience = 5000;

/** Loads the files of a folder, each again when it has another version than before. */
export class ModuleLoader {
  private readonly loaded = new Map<string, Loaded>();
  /** Real paths of what `require` can load again; an ES module it gives as it was at first, for ever. */
  private readonly commonJs = new Set<string>();
  /** Real paths of what could not be loaded, each with what was thrown. */
  private readonly failed = new Map<string, unknown>();
  /** Real paths of what took too long, each with the version that is still loading. */
  private readonly slow = new Map<string, number>();
  /** Called when such a file is through; while nobody listens, files are loaded as without `watch`. */
  private onLate: (() => void) | undefined;

  /**
   * @param first how files are loaded at start-up
   * @param isCallers whether that is a loader of the caller's, who then loads again, too
   */
  constructor(
    private readonly first: Load,
    private readonly isCallers: boolean,
    private readonly realPaths: RealPaths,
  ) {}

  /** What the newest version of a file exports, or a promise of it. */
  readonly load: Load = (absolutePath) => {
    const file = this.realPaths.of(absolutePath);
    const version = versionOf(file);
    const before = this.loaded.get(file);
    if (before?.version === version) return before.exported;
    if (this.slow.get(file) === version) throw tookTooLong();

    this.loaded.delete(file);
    try {
      const exported = this.loadNow(absolutePath, file);
      if (exported instanceof Promise) return this.await(exported, file, version);
      this.keep(file, exported, version);
      return exported;
    } catch (thrown) {
      this.failed.set(file, thrown);
      throw thrown;
    }
  };

  private await(exported: Promise<unknown>, file: string, version: number): Promise<unknown> {
    const loading = exported.then(
      (value: unknown) => {
        this.keep(file, value, version);
        return value;
      },
      (thrown: unknown) => {
        if (versionOf(file) === version) this.failed.set(file, thrown);
        throw thrown;
      },
    );
    return this.onLate ? this.inTime(loading, file, version) : loading;
  }

  /** Unless it comes too late, and there is a newer version. */
  private keep(file: string, exported: unknown, version: number): void {
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
    this.onLate = onLate;
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
  private async inTime(loading: Promise<unknown>, file: string, version: number): Promise<unknown> {
    const over = new AbortController();
    const late = pause(patience, tooLate, { signal: over.signal, ref: false }).catch(() => tooLate);
    const outcome = await Promise.race([loading, late]).finally(() => over.abort());
    if (outcome !== tooLate) return outcome;
    this.slow.set(file, version);
    const end = (): void => {
      if (this.slow.get(file) !== version) return;
      this.slow.delete(file);
      this.onLate?.();
    };
    loading.then(end, end);
    throw tookTooLong();
  }

  private loadNow(absolutePath: string, file: string): unknown {
    if (this.isCallers) return this.first(absolutePath);
    const isCommonJs = this.commonJs.delete(file);
    // What an ES module imports is led to its newest version where `import()` loads it, not `require`.
    if (this.onLate && !isCommonJs) return this.importNow(file);
    const exported = this.onLate ? requireNow(file) : this.first(absolutePath);
    const isEsModule = exported instanceof Promise || types.isModuleNamespaceObject(exported);
    if (!isEsModule) this.commonJs.add(file);
    return exported;
  }

  private async importNow(file: string): Promise<unknown> {
    try {
      const namespace: unknown = await import(pathToFileURL(file).href);
      // Node.js forgets what was required, and nothing that was imported.
      const module = cache[file];
      if (module && !types.isModuleNamespaceObject(module.exports)) this.commonJs.add(file);
      return namespace;
    } catch (thrown) {
      // ts-node hooks into `require` alone.
      if (codeOf(thrown) !== 'ERR_UNKNOWN_FILE_EXTENSION') throw thrown;
      return requireNow(file);
    }
  }
}

const tooLate = Symbol('too late');

function tookTooLong(): Error {
  return new Error(`it is still loading after ${patience / 1000} seconds: does an await at its top level never end?`);
}

/** From a `require` of its own, which would otherwise remember every version as its child. */
function requireNow(file: string): unknown {
  return createRequire(file)(file) as unknown;
}

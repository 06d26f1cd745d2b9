import { findAppFiles, type AppFiles } from './app-files.js';
import { clockTickMs, fileState, hasChangedSince, stateBeforeLoading } from './file-state.js';
import type { ImportHooks } from './import-hooks.js';
import { importersOf, ModuleGraph, reachable, type ImportMap } from './module-graph.js';

/** The state of a file if Node.js may have loaded another version. It differs from every state on the disk. */
const unknownState = 'unknown';

/** A route file or middleware file: the path that the scan found, and that path with links resolved. */
export interface LoadedFile {
  readonly absolutePath: string;
  readonly realPath: string;
}

/**
 * The files that the routes of a folder import, directly or not, by their real paths. Includes files that are missing.
 */
export class TrackedFiles {
  private readonly graph = new ModuleGraph();
  private imports: ImportMap = new Map();
  /** The imports of each file when it was last used, including files that are no longer used. */
  private readonly allImports = new Map<string, ReadonlySet<string>>();
  /**
   * The state of each file when it was loaded last, including files that are no longer used: Node.js still has them.
   */
  private readonly states = new Map<string, string>();
  private app: AppFiles = { startup: new Set(), all: new Set() };
  private isAppKnown = false;

  /**
   * Tracks no files before the first `update`.
   *
   * @param caller the file that called `fsRoutes`
   * @param onNewImport called when a tracked file imports another for the first time
   */
  constructor(
    hooks: ImportHooks,
    private readonly caller: string | undefined,
    onNewImport: () => void,
  ) {
    hooks.onImport((imported) => {
      this.graph.addImport(imported);
      const known = this.imports.get(imported.from);
      if (known && !known.has(imported.to) && !this.app.startup.has(imported.from)) onNewImport();
    });
  }

  /**
   * Finds the files again, starting with those that were loaded as routes and middleware.
   *
   * @param since when they began to load, in milliseconds
   */
  async update(loaded: readonly LoadedFile[], since: number): Promise<void> {
    if (!this.isAppKnown) this.app = await findAppFiles(this.graph, this.caller);
    this.isAppKnown = true;
    const roots = loaded.map(({ realPath }) => realPath);
    const imports = new Map(await this.graph.reachableFrom(roots, (file) => this.app.startup.has(file)));
    for (const { absolutePath, realPath } of loaded) {
      if (absolutePath !== realPath) imports.set(absolutePath, new Set([realPath]));
    }
    const isNew = [...imports.keys()].filter((file) => !this.imports.has(file));
    this.imports = imports;
    for (const [file, imported] of imports) this.allImports.set(file, imported);
    for (const file of isNew) this.states.set(file, this.stateOfNew(file, since));
  }

  /** Returns the files that the routes use now, each with the state in which it was loaded. */
  inUse(): ReadonlyMap<string, string> {
    return new Map([...this.imports.keys()].map((file) => [file, this.states.get(file) ?? unknownState]));
  }

  /** Returns those of the given files that have changed since they were loaded, each with its new state. */
  changesIn(files: Iterable<string>): ReadonlyMap<string, string> {
    const changed = new Map<string, string>();
    for (const file of files) {
      const known = this.states.get(file);
      const state = stateBeforeLoading(file);
      if (known !== undefined && known !== state) changed.set(file, state);
    }
    // A new file may be the one that an import of another file means.
    for (const file of importersOf(changed.keys(), this.allImports)) this.graph.invalidate(file);
    return changed;
  }

  /** Stores the states that files had before they were loaded. */
  setLoaded(states: ReadonlyMap<string, string>): void {
    for (const [file, state] of states) this.states.set(file, state);
  }

  /** Makes files count as changed, so that they are loaded again. */
  markUnknown(files: Iterable<string>): void {
    for (const file of files) this.states.set(file, unknownState);
  }

  /** Returns the states of files that are about to be loaded for the first time. */
  statesOfNew(files: readonly string[]): ReadonlyMap<string, string> {
    const isNew = files.filter((file) => !this.states.has(file) && !this.app.all.has(file));
    return new Map(isNew.map((file) => [file, stateBeforeLoading(file)]));
  }

  /**
   * Returns the given files and all files that import them, without those that start the app: loading these again would
   * start it a second time. Includes files that only failed files import, because Node.js remembers failures.
   *
   * @param roots the route files and middleware files
   * @param hasFailed returns `true` if a file could not be loaded
   */
  filesToReload(
    changed: Iterable<string>,
    roots: readonly string[],
    hasFailed: (file: string) => boolean,
  ): Set<string> {
    const files = importersOf(changed, this.allImports);
    const failed = roots.filter((file) => files.has(file) && hasFailed(file));
    if (failed.length > 0) {
      const usedByOthers = reachable(
        roots.filter((file) => !hasFailed(file)),
        this.imports,
      );
      for (const file of reachable(failed, this.imports)) {
        if (!usedByOthers.has(file) && !this.app.all.has(file)) files.add(file);
      }
    }
    for (const file of this.app.startup) files.delete(file);
    return files;
  }

  /** Returns `true` for a file that starts the app, and is not run again. */
  isStartupFile(file: string): boolean {
    return this.app.startup.has(file);
  }

  private stateOfNew(file: string, since: number): string {
    const known = this.states.get(file);
    if (known !== undefined) return known;
    // The app may have loaded it before any route did.
    const from = this.app.all.has(file) ? performance.timeOrigin : since - clockTickMs;
    return hasChangedSince(file, from) ? unknownState : fileState(file);
  }
}

import { findAppFiles, type AppFiles } from './app-files.js';
import { clockTickMs, fileState, hasChangedSince, stateBeforeLoading } from './file-state.js';
import type { ImportHooks } from './import-hooks.js';
import { importersOf, ModuleGraph, reachable, type ImportMap } from './module-graph.js';

/** The state of a file of which Node.js may have another version than the disk: equals none that the disk will have. */
const unknownState = 'unknown';

/** A route file or a folder's middleware: the path that the scan found, and where that leads to. */
export interface LoadedFile {
  readonly absolutePath: string;
  readonly realPath: string;
}

/** All files that the routes of a folder lead to, by their real paths; also those that are missing. */
export class TrackedFiles {
  private readonly graph = new ModuleGraph();
  private imports: ImportMap = new Map();
  /** What each imported when it was seen last; also of those that are out of use. */
  private readonly allImports = new Map<string, ReadonlySet<string>>();
  /** The version of each that was loaded last; also of those that are out of use, because Node.js still has them. */
  private readonly states = new Map<string, string>();
  private app: AppFiles = { startup: new Set(), all: new Set() };
  private isAppKnown = false;

  /**
   * @param caller the file that called `fsRoutes`
   * @param onNewImport called when a file is seen to import another that is not among them
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
   * Finds them, from the files that were loaded.
   *
   * @param since when the loading of them began, in milliseconds
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

  /** Returns those that the routes lead to now, each with the version that was loaded. */
  inUse(): ReadonlyMap<string, string> {
    return new Map([...this.imports.keys()].map((file) => [file, this.states.get(file) ?? unknownState]));
  }

  /** Returns those of the given files that are not as they were loaded, each with how it is now. */
  changesIn(files: Iterable<string>): ReadonlyMap<string, string> {
    const changed = new Map<string, string>();
    for (const file of files) {
      const known = this.states.get(file);
      const state = stateBeforeLoading(file);
      if (known !== undefined && known !== state) changed.set(file, state);
    }
    // What is new may be what another file has meant all the time.
    for (const file of importersOf(changed.keys(), this.allImports)) this.graph.invalidate(file);
    return changed;
  }

  /** Remembers what was loaded: states as they were before that. */
  setLoaded(states: ReadonlyMap<string, string>): void {
    for (const [file, state] of states) this.states.set(file, state);
  }

  /** Has files loaded again, as if they had changed. */
  markUnknown(files: Iterable<string>): void {
    for (const file of files) this.states.set(file, unknownState);
  }

  /** Returns the states of files that are about to be loaded for the first time. */
  statesOfNew(files: readonly string[]): ReadonlyMap<string, string> {
    const isNew = files.filter((file) => !this.states.has(file) && !this.app.all.has(file));
    return new Map(isNew.map((file) => [file, stateBeforeLoading(file)]));
  }

  /**
   * The given files and all that import them, without those that make the app: to load these would start it again.
   *
   * @param hasFailed whether a file could not be loaded: then what only such files lead to is loaded again, too,
   * because Node.js remembers failures
   */
  filesToReload(
    changed: Iterable<string>,
    roots: readonly string[],
    hasFailed: (file: string) => boolean,
  ): Set<string> {
    const files = importersOf(changed, this.allImports);
    const failed = roots.filter((file) => files.has(file) && hasFailed(file));
    if (failed.length > 0) {
      const wellLoaded = reachable(
        roots.filter((file) => !hasFailed(file)),
        this.imports,
      );
      for (const file of reachable(failed, this.imports)) {
        if (!wellLoaded.has(file) && !this.app.all.has(file)) files.add(file);
      }
    }
    for (const file of this.app.startup) files.delete(file);
    return files;
  }

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

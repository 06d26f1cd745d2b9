import path from 'node:path';
import { findAppModules, type AppModules } from './app-modules.js';
import { changedAt, fileState } from './file-state.js';
import type { ImportHooks } from './import-hooks.js';
import { importersOf, ModuleGraph, reach, type ImportMap } from './module-graph.js';

/** A file system's clock may be behind by as much: 10 milliseconds. */
const clockStep = 10;

/** A route file or a folder's middleware: the path that the scan found, and where that leads to. */
export interface LoadedFile {
  readonly absolutePath: string;
  readonly realPath: string;
}

/** All files that the routes of a folder lead to, by their real paths; also those that are missing. */
export class TrackedFiles {
  private readonly graph = new ModuleGraph();
  private imports: ImportMap = new Map();
  /** How each was when it was last looked at; also of those that are out of use, because Node.js still has them. */
  private readonly states = new Map<string, string>();
  private app: AppModules = { makers: new Set(), all: new Set() };
  private isAppKnown = false;

  /**
   * @param caller the file that called `fsRoutes`
   * @param onMore called when a file is seen to import another that is not among them
   */
  constructor(
    hooks: ImportHooks,
    private readonly caller: string | undefined,
    onMore: () => void,
  ) {
    hooks.onImport((imported) => {
      this.graph.notice(imported);
      const known = this.imports.get(imported.from);
      if (known && !known.has(imported.to) && !this.app.makers.has(imported.from)) onMore();
    });
  }

  has(file: string): boolean {
    return this.imports.has(file);
  }

  /**
   * Finds them, from the files that were loaded.
   *
   * @param since when the loading of them began, in milliseconds
   * @returns the files of which Node.js may have another version than is there now
   */
  async find(loaded: readonly LoadedFile[], since: number): Promise<string[]> {
    if (!this.isAppKnown) this.app = await findAppModules(this.graph, this.caller);
    this.isAppKnown = true;
    const roots = loaded.map(({ realPath }) => realPath);
    const imports = new Map(await this.graph.below(roots, (file) => this.app.makers.has(file)));
    for (const { absolutePath, realPath } of loaded) {
      if (absolutePath !== realPath) imports.set(absolutePath, new Set([realPath]));
    }
    const isNew = [...imports.keys()].filter((file) => !this.has(file));
    this.imports = imports;
    return isNew.filter((file) => this.isLate(file, since));
  }

  /** Whether a file is not as it was. */
  isChanged(file: string): boolean {
    const state = this.states.get(file);
    return state !== undefined && state !== fileState(file);
  }

  /** Those of the given files that are not as they were, each with how it is now. */
  takeChanged(files: Iterable<string>): ReadonlyMap<string, string> {
    const changed = new Map<string, string>();
    for (const file of files) {
      const known = this.states.get(file);
      const state = fileState(file);
      if (known === undefined || known === state) continue;
      this.states.set(file, state);
      changed.set(file, state);
    }
    // What is new may be what another file has meant all the time.
    for (const file of importersOf(changed.keys(), this.imports)) this.graph.forget(file);
    return changed;
  }

  /**
   * The given files and all that import them, without those that make the app: to load these would start it again.
   *
   * @param hasFailed whether a file could not be loaded: then what only such files lead to is loaded again, too,
   * because Node.js remembers failures
   */
  toLoadAgain(changed: Iterable<string>, roots: readonly string[], hasFailed: (file: string) => boolean): Set<string> {
    const files = importersOf(changed, this.imports);
    const failed = roots.filter((file) => files.has(file) && hasFailed(file));
    if (failed.length > 0) {
      const wellLoaded = reach(
        roots.filter((file) => !hasFailed(file)),
        this.imports,
      );
      for (const file of reach(failed, this.imports)) {
        if (!wellLoaded.has(file) && !this.app.all.has(file)) files.add(file);
      }
    }
    for (const file of this.app.makers) files.delete(file);
    return files;
  }

  isOfApp(file: string): boolean {
    return this.app.makers.has(file);
  }

  /** Those that are not as they were, in one folder or below it. */
  changedIn(directory: string): string[] {
    const isBelow = (file: string) => file.startsWith(directory + path.sep);
    return [...this.imports.keys()].filter((file) => isBelow(file) && this.isChanged(file));
  }

  /** The folders that they are in, or would be. */
  directories(): string[] {
    return [...new Set([...this.imports.keys()].map((file) => path.dirname(file)))];
  }

  private isLate(file: string, since: number): boolean {
    const known = this.states.get(file);
    const state = fileState(file);
    // The app may have loaded it before any route did.
    const from = this.app.all.has(file) ? performance.timeOrigin : since - clockStep;
    const isLate = known === undefined ? changedAt(file) > from : known !== state;
    this.states.set(file, isLate ? 'as it was loaded' : state);
    return isLate;
  }
}

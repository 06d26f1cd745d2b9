import { statSync } from 'node:fs';
import path from 'node:path';
import { findAppModules } from './app-modules.js';
import { fileState } from './file-state.js';
import type { ImportHooks } from './import-hooks.js';
import { importersOf, ModuleGraph, type ImportMap } from './module-graph.js';

/** All files that the routes of a folder lead to, by their real paths; also those that are missing. */
export class TrackedFiles {
  private readonly graph = new ModuleGraph();
  private imports: ImportMap = new Map();
  /** How each was when it was last looked at. */
  private readonly states = new Map<string, string>();
  private appModules: ReadonlySet<string> | undefined;

  /** @param caller the file that called `fsRoutes` */
  constructor(
    private readonly hooks: ImportHooks,
    private readonly caller: string | undefined,
  ) {}

  has(file: string): boolean {
    return this.imports.has(file);
  }

  /**
   * Finds them, from the files that were loaded.
   *
   * @param since when the loading of them began, in milliseconds: what has changed after that may not be what
   * was loaded
   * @returns the files that have changed after it
   */
  async find(loaded: readonly string[], since: number): Promise<string[]> {
    this.graph.notice(this.hooks.takeImports());
    const appModules = (this.appModules ??= await findAppModules(this.graph, this.caller));
    this.imports = await this.graph.below(loaded, (file) => appModules.has(file));
    for (const file of this.states.keys()) if (!this.has(file)) this.states.delete(file);
    const isNew = [...this.imports.keys()].filter((file) => !this.states.has(file));
    const isLate = isNew.filter((file) => changedAt(file) > since);
    for (const file of isNew) this.states.set(file, fileState(file));
    for (const file of isLate) this.states.set(file, 'as loaded');
    return isLate;
  }

  /** Whether a file is not as it was. */
  isChanged(file: string): boolean {
    return this.has(file) && this.states.get(file) !== fileState(file);
  }

  /** Those of the given files that are not as they were, each with how it is now. */
  takeChanged(files: Iterable<string>): ReadonlyMap<string, string> {
    const changed = new Map<string, string>();
    for (const file of files) {
      if (!this.isChanged(file)) continue;
      const state = fileState(file);
      this.states.set(file, state);
      this.graph.forget(file);
      changed.set(file, state);
    }
    return changed;
  }

  /** The given files and all that import them, without those that make the app: to load these would start it again. */
  toLoadAgain(changed: Iterable<string>): ReadonlySet<string> {
    this.graph.notice(this.hooks.takeImports());
    const files = importersOf(changed, this.imports);
    for (const file of this.appModules ?? []) files.delete(file);
    return files;
  }

  isOfApp(file: string): boolean {
    return this.appModules?.has(file) === true;
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
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type { Load } from '../../load-module.js';
import { codeOf } from '../../load-problem.js';
import type { RealPaths } from './file-state.js';
import type { ImportHooks } from './import-hooks.js';

const { cache } = createRequire(__filename);

/** By real path; of all folders, so that what two of them import is loaded again once. */
const versions = new Map<string, number>();
/** Which version a file became by being as it is now. */
const changes = new Map<string, { readonly state: string; readonly version: number }>();
let newest = 0;

/** The version of the newest of these changes, the same whichever folder asks. */
export function versionOfChanges(files: ReadonlyMap<string, string>): number {
  let version = 0;
  for (const [file, state] of files) {
    let change = changes.get(file);
    if (change?.state !== state) changes.set(file, (change = { state, version: ++newest }));
    version = Math.max(version, change.version);
  }
  return version;
}

/** A version that no file has yet. */
export function nextVersion(): number {
  return ++newest;
}

/** Makes the next load or import of each file load it again, unless it has that version already. */
export function raiseVersions(files: ReadonlySet<string>, version: number, hooks: ImportHooks): void {
  const raised = [...files].filter((file) => (versions.get(file) ?? 0) < version);
  for (const file of raised) {
    versions.set(file, version);
    hooks.setVersion(file, version);
    Reflect.deleteProperty(cache, file);
  }
}

/** What a file gave when it was loaded last. */
interface Loaded {
  readonly exported: unknown;
  readonly version: number;
}

/** Loads the files of a folder, each again when it has another version than before. */
export class ModuleLoader {
  private readonly loaded = new Map<string, Loaded>();
  /** Real paths of what `require` can load again; an ES module it gives as it was at first, for ever. */
  private readonly commonJs = new Set<string>();
  /** Whether all files were loaded once; until then, they are loaded as without `watch`. */
  isStarted = false;

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
    const version = versions.get(file) ?? 0;
    const before = this.loaded.get(file);
    if (before?.version === version) return before.exported;

    this.loaded.delete(file);
    const exported = this.loadNow(absolutePath, file);
    if (!(exported instanceof Promise)) this.loaded.set(file, { exported, version });
    else
      void exported
        .then((value: unknown) => this.loaded.set(file, { exported: value, version }))
        .catch(() => undefined);
    return exported;
  };

  /** Whether the newest version of a file is loaded. */
  has(absolutePath: string): boolean {
    const file = this.realPaths.of(absolutePath);
    return this.loaded.get(file)?.version === (versions.get(file) ?? 0);
  }

  private loadNow(absolutePath: string, file: string): unknown {
    if (this.isCallers) return this.first(absolutePath);
    const isCommonJs = this.commonJs.delete(file);
    // What an ES module imports is led to its newest version where `import()` loads it, not `require`.
    if (this.isStarted && !isCommonJs) return importNow(file);
    const exported = this.isStarted ? requireNow(file) : this.first(absolutePath);
    const isEsModule = exported instanceof Promise || types.isModuleNamespaceObject(exported);
    if (!isEsModule) this.commonJs.add(file);
    return exported;
  }
}

/** From a `require` of its own, which would otherwise remember every version as its child. */
function requireNow(file: string): unknown {
  return createRequire(file)(file) as unknown;
}

async function importNow(file: string): Promise<unknown> {
  try {
    return (await import(pathToFileURL(file).href)) as unknown;
  } catch (thrown) {
    // ts-node hooks into `require` alone.
    if (codeOf(thrown) !== 'ERR_UNKNOWN_FILE_EXTENSION') throw thrown;
    return requireNow(file);
  }
}

import { createRequire } from 'node:module';
import type { ImportHooks } from './import-hooks.js';

const { cache } = createRequire(__filename);

/** By real path; of all folders, so that what two of them import is loaded again once. */
const versions = new Map<string, number>();
/** Which version a file became by being as it is now. */
const changes = new Map<string, { readonly state: string; readonly version: number }>();
let newestVersion = 0;

/** The version of the newest of these changes, the same whichever folder asks. */
export function versionOfChanges(files: ReadonlyMap<string, string>): number {
  let version = 0;
  for (const [file, state] of files) {
    let change = changes.get(file);
    if (change?.state !== state) changes.set(file, (change = { state, version: ++newestVersion }));
    version = Math.max(version, change.version);
  }
  return version;
}

/** Makes the next change of these files another version even if they are as they were. */
export function forgetChanges(files: Iterable<string>): void {
  for (const file of files) changes.delete(file);
}

/** The version of a file, by its real path; 0 until it has changed. */
export function versionOf(file: string): number {
  return versions.get(file) ?? 0;
}

/** Makes the next load or import of each file load it again, unless it has that version already. */
export function raiseVersions(files: ReadonlySet<string>, version: number, hooks: ImportHooks): void {
  const raised = [...files].filter((file) => versionOf(file) < version);
  for (const file of raised) {
    versions.set(file, version);
    hooks.setVersion(file, version);
    Reflect.deleteProperty(cache, file);
  }
}

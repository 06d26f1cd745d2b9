import { createRequire } from 'node:module';
import type { ImportHooks } from './import-hooks.js';

const { cache } = createRequire(__filename);

/** The versions of files by real path. Route folders share them, so that a module that two import is loaded once. */
const versions = new Map<string, number>();
/** The last change of each file: its state, and the version that it got with it. */
const changes = new Map<string, { readonly state: string; readonly version: number }>();
let newestVersion = 0;

/** Returns the version of the newest of these changes. It is the same for all route folders. */
export function versionOfChanges(files: ReadonlyMap<string, string>): number {
  let version = 0;
  for (const [file, state] of files) {
    let change = changes.get(file);
    if (change?.state !== state) changes.set(file, (change = { state, version: ++newestVersion }));
    version = Math.max(version, change.version);
  }
  return version;
}

/** Gives these files a new version at their next change, even if their state is then the same as before. */
export function forgetChanges(files: Iterable<string>): void {
  for (const file of files) changes.delete(file);
}

/** Returns the version of a file, by its real path; 0 until it has changed. */
export function versionOf(file: string): number {
  return versions.get(file) ?? 0;
}

/** Makes the next load or import of each file load it again, unless the file already has that version. */
export function raiseVersions(files: ReadonlySet<string>, version: number, hooks: ImportHooks): void {
  const raised = [...files].filter((file) => versionOf(file) < version);
  for (const file of raised) {
    versions.set(file, version);
    hooks.setVersion(file, version);
    Reflect.deleteProperty(cache, file);
  }
}

import { createRequire } from 'node:module';
import path from 'node:path';
import { types } from 'node:util';
import { printable } from '../../../reporting/printable.js';
import { print } from '../print-reports.js';

const { cache } = createRequire(__filename);

/**
 * Says for what a restart is needed.
 *
 * @param changed files that were edited
 * @param stale these and all that import them
 * @param isOfApp whether a file makes the app, and is not run again
 */
export function warnIfRestartNeeded(
  changed: Iterable<string>,
  stale: Iterable<string>,
  isOfApp: (file: string) => boolean,
): void {
  const named = (file: string) => printable(path.relative(process.cwd(), file));
  for (const file of changed) {
    if (isOfApp(file)) print(`${named(file)} is part of the app itself: restart to see its change.`);
  }
  for (const { file, by } of requiredEsModules(stale)) {
    print(`${named(file)} is an ES module that ${named(by)} loads by require(): restart to see its change.`);
  }
}

/** An ES module that CommonJS code loads, and that code. */
interface RequiredEsModule {
  readonly file: string;
  readonly by: string;
}

/** Of some files, those of which Node.js gives `require()` the same module for ever: ES modules. */
function requiredEsModules(files: Iterable<string>): RequiredEsModule[] {
  return [...files].flatMap((file) => {
    const module = cache[file];
    if (!module || !types.isModuleNamespaceObject(module.exports)) return [];
    const by = Object.values(cache).find((other) => requires(other, module));
    return by ? [{ file, by: by.filename }] : [];
  });
}

/** Data that an ES module imports is in the cache, too, and has no children. */
function requires(module: NodeJS.Module | undefined, other: NodeJS.Module): boolean {
  const children = module?.children as readonly NodeJS.Module[] | undefined;
  return children?.includes(other) === true;
}

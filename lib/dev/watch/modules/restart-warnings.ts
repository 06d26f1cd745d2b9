import { createRequire } from 'node:module';
import path from 'node:path';
import { types } from 'node:util';
import { printable } from '../../../reporting/printable.js';
import { print } from '../print-reports.js';

const { cache } = createRequire(__filename);

/**
 * Warns of changed files that need a restart.
 *
 * @param changed the files that were edited
 * @param stale these files and all that import them
 * @param isStartupFile returns `true` for a file that starts the app, and is not run again
 */
export function warnIfRestartNeeded(
  changed: Iterable<string>,
  stale: Iterable<string>,
  isStartupFile: (file: string) => boolean,
): void {
  const nameOf = (file: string) => printable(path.relative(process.cwd(), file));
  for (const file of changed) {
    if (isStartupFile(file)) print(`${nameOf(file)} starts the app, and is not run again. Restart to see its change.`);
  }
  for (const { file, requiredBy } of findRequiredEsModules(stale)) {
    print(
      `${nameOf(file)} is an ES module that ${nameOf(requiredBy)} loads with require(). Restart to see its change.`,
    );
  }
}

interface RequiredEsModule {
  readonly file: string;
  /** A CommonJS module that loads it. */
  readonly requiredBy: string;
}

/** Returns those files that `require()` cannot load again: it always returns the same instance of an ES module. */
function findRequiredEsModules(files: Iterable<string>): RequiredEsModule[] {
  return [...files].flatMap((file) => {
    const module = cache[file];
    if (!module || !types.isModuleNamespaceObject(module.exports)) return [];
    const parent = Object.values(cache).find((other) => requires(other, module));
    return parent ? [{ file, requiredBy: parent.filename }] : [];
  });
}

/**
 * Returns `true` if a module requires another. JSON that an ES module imports is in the cache too, without children.
 */
function requires(module: NodeJS.Module | undefined, other: NodeJS.Module): boolean {
  const children = module?.children as readonly NodeJS.Module[] | undefined;
  return children?.includes(other) === true;
}

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, runInThisContext } from 'node:vm';
import { messageOf } from '../reporting/thrown.js';
import { UsageError } from './usage-error.js';

/**
 * Loads a module as `node --import` does: a package, or a path, from the working directory.
 *
 * @throws {UsageError} where it cannot be loaded
 */
export async function preload(specifier: string): Promise<void> {
  const isPath = /^(?:\.{0,2}[/\\]|[A-Za-z]:[/\\])/.test(specifier);
  const here = path.resolve('index.js');
  try {
    await importFrom(here, isPath ? pathToFileURL(path.resolve(specifier)).href : specifier);
  } catch (error) {
    const help =
      'name an installed package, or a path that begins with ./ and starts at the working directory; or correct the module.';
    // Without where it was looked for from, which is no file of anybody's.
    const reason = messageOf(error).split('\n', 1)[0]!.replace(` imported from ${here}`, '');
    throw new UsageError(`The module of --import could not be loaded: ${reason}`, help);
  }
}

/** As `import()` in a file of this path: from here, packages would be looked for beside this one. */
function importFrom(file: string, specifier: string): Promise<unknown> {
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const load: unknown = runInThisContext('(specifier) => import(specifier)', {
    filename: file,
    importModuleDynamically,
  });
  return (load as (specifier: string) => Promise<unknown>)(specifier);
}

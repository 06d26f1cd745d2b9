import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, runInThisContext } from 'node:vm';
import { messageOf } from '../reporting/thrown.js';
import { UsageError } from './usage-error.js';

/**
 * Loads a module as `node --import` does: a package of the project, or a path relative to the working directory.
 *
 * @throws {UsageError} if the module cannot be loaded
 */
export async function preload(specifier: string): Promise<void> {
  const isPath = /^(?:\.{0,2}[/\\]|[A-Za-z]:[/\\])/.test(specifier);
  const importer = path.resolve('index.js');
  try {
    await importFrom(importer, isPath ? pathToFileURL(path.resolve(specifier)).href : specifier);
  } catch (error) {
    const help =
      'name an installed package, or a path relative to the working directory that begins with ./, or correct the module.';
    const [firstLine = ''] = messageOf(error).split('\n');
    // The message of Node.js names the importer, which does not exist.
    const reason = firstLine.replace(` imported from ${importer}`, '');
    throw new UsageError(`The module of --import could not be loaded: ${reason}`, help);
  }
}

/** Imports a module as the importer would. A plain `import()` would look for packages beside this file. */
function importFrom(importer: string, specifier: string): Promise<unknown> {
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const load: unknown = runInThisContext('(specifier) => import(specifier)', {
    filename: importer,
    importModuleDynamically,
  });
  return (load as (specifier: string) => Promise<unknown>)(specifier);
}

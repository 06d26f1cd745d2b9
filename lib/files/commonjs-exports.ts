import { createRequire } from 'node:module';
import path from 'node:path';
import { types } from 'node:util';
import { isRecord } from '../reporting/inspect-value.js';

/** The name under which `import()` gives `module.exports`, from Node.js 23 on. */
const exportsName = 'module.exports';

/**
 * Returns what `require` returns for a module that `import()` has loaded: `module.exports` if the file is CommonJS, so
 * that its problems are the same either way.
 *
 * @param file the real path of the file, by which Node.js keeps CommonJS modules
 */
export function exportsAsRequired(namespace: unknown, file: string): unknown {
  if (isRecord(namespace) && exportsName in namespace) return namespace[exportsName];
  return isCommonJs(file) ? cacheOf(file)?.[file]?.exports : namespace;
}

/** Returns whether a file was loaded as CommonJS. */
export function isCommonJs(file: string): boolean {
  const module = cacheOf(file)?.[file];
  // An ES module that was required is there, too, with its namespace.
  return module?.loaded === true && !types.isModuleNamespaceObject(module.exports);
}

function cacheOf(file: string): NodeJS.Dict<NodeJS.Module> | undefined {
  // A test runner may have no cache.
  return createRequire(path.resolve(file)).cache;
}

import { createRequire } from 'node:module';
import { types } from 'node:util';
import { isRecord } from '../reporting/inspect-value.js';

/** The name under which `import()` gives `module.exports`, from Node.js 23 on. */
const exportsName = 'module.exports';

/**
 * Returns what `require` returns for a module that `import()` has loaded: `module.exports` if the file is CommonJS, so
 * that its problems are the same either way.
 */
export function exportsAsRequired(namespace: unknown, file: string): unknown {
  if (isRecord(namespace) && exportsName in namespace) return namespace[exportsName];
  return isCommonJs(file) ? cachedModule(file)?.exports : namespace;
}

/** Returns `true` if a file was loaded as CommonJS. */
export function isCommonJs(file: string): boolean {
  const module = cachedModule(file);
  // An ES module that was required is there, too, with its namespace.
  return module?.loaded === true && !types.isModuleNamespaceObject(module.exports);
}

function cachedModule(file: string): NodeJS.Module | undefined {
  try {
    const require = createRequire(file);
    // Node.js keeps modules by their real paths.
    return require.cache[require.resolve(file)];
  } catch {
    // A test runner may have no cache, and the file may have been removed.
    return undefined;
  }
}

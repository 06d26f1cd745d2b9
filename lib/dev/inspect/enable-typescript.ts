import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Makes Node.js load the TypeScript files of a folder: with a loader that is already registered, or else with the tsx
 * of the project. The support in Node.js itself (from 22.18 on) comes last, because it has no enums and does not find
 * `module.ts` for `./module.js`.
 *
 * @returns `true` if TypeScript can be loaded now
 */
export async function enableTypeScript(directory: string): Promise<boolean> {
  const require = createRequire(path.join(directory, 'index.js'));
  // `require.extensions` is deprecated, but ts-node and tsx still register themselves there, and so does
  // `node --import tsx`.
  if (Reflect.has(Reflect.get(require, 'extensions'), '.ts')) return true;
  // The types of Node 20 do not have `process.features.typescript`.
  return (await loadTsx(require)) || Boolean(Reflect.get(process.features, 'typescript'));
}

/** Loads tsx as `node --import tsx` does, with its hooks for `require` and `import`, if it is installed. */
async function loadTsx(require: NodeJS.Require): Promise<boolean> {
  let file: string;
  try {
    file = require.resolve('tsx');
  } catch {
    return false;
  }
  await import(pathToFileURL(file).href);
  return true;
}

import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Makes Node load the TypeScript files of a folder, with the tsx that the project has, unless something does
 * already. Node's own way (22.18 and later) comes last: it knows neither enums nor `./module.js` for `module.ts`.
 *
 * @returns whether anything loads them now
 */
export async function enableTypeScript(directory: string): Promise<boolean> {
  const require = createRequire(path.join(directory, 'index.js'));
  // Deprecated, and still where ts-node and tsx hook themselves in: `node --import tsx` does.
  if (Reflect.has(Reflect.get(require, 'extensions'), '.ts')) return true;
  // Not known to the types of Node 20.
  return (await loadTsx(require)) || Boolean(Reflect.get(process.features, 'typescript'));
}

/** As `node --import tsx` does, with its hooks for `require` and for `import`. */
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

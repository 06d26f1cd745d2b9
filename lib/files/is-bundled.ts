import { createRequire } from 'node:module';

/**
 * Returns `true` if this package is part of a bundle. Otherwise its file `module-identity` is beside this code: see
 * `tsup.config.ts`.
 */
export function isBundled(): boolean {
  try {
    const here = typeof __filename === 'string' ? __filename : import.meta.url;
    const extension = typeof __filename === 'string' ? '.cjs' : '.js';
    createRequire(here).resolve(`./module-identity${extension}`);
    return false;
  } catch {
    return true;
  }
}

/** @import { AppRequire } from '../types.js' */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readJson } from './read-json.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packageName = 'express-pages-api';

/**
 * Copies the built package into a node_modules folder, with links to its dependencies.
 *
 * @param {string} modules
 * @param {readonly string[]} [otherPackages] Other packages of this checkout to link.
 */
export function copyOwnPackage(modules, otherPackages = []) {
  const copy = path.join(modules, packageName);
  fs.cpSync(path.join(root, 'dist'), path.join(copy, 'dist'), { recursive: true });
  fs.cpSync(path.join(root, 'package.json'), path.join(copy, 'package.json'));
  const manifest = /** @type {{ dependencies: Record<string, string> }} */ (readJson(path.join(root, 'package.json')));
  for (const name of [...Object.keys(manifest.dependencies), ...otherPackages]) {
    fs.mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    fs.symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
  }
}

/**
 * Loads the built package as a file of an app does. Its types are those of the source, because this folder has a
 * package.json of its own and the package does not resolve from here.
 *
 * @param {AppRequire} require
 */
export function requireOwnPackage(require) {
  return /** @type {typeof import('../../lib/index.js')} */ (require(packageName));
}

/**
 * Returns `true` if this version of the package has the `tracing` option: a version without it refuses the option.
 *
 * @param {string} appFolder
 */
export function hasTracingOption(appFolder) {
  const { fsRoutes } = requireOwnPackage(createRequire(path.join(appFolder, 'app.js')));
  try {
    fsRoutes(path.join(appFolder, 'no-such-folder'), { tracing: true });
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'FSR_BAD_OPTION');
  }
  return true;
}

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.js';

const bench = fileURLToPath(new URL('..', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const peers = path.join(bench, 'node_modules');

/**
 * A folder with node_modules as an app has it, with one major of Express under its own name. Whatever
 * imports Express is a copy there, so that it gets that Express without any hook in the loader.
 *
 * @param {4 | 5} major
 */
export function createAppFolder(major) {
  const folder = temporaryFolder();
  const modules = path.join(folder, 'node_modules');
  fs.mkdirSync(modules);
  fs.writeFileSync(path.join(folder, 'package.json'), '{}\n');
  fs.symlinkSync(path.join(peers, major === 4 ? 'express4' : 'express'), path.join(modules, 'express'));
  fs.symlinkSync(path.join(peers, 'node-file-router'), path.join(modules, 'node-file-router'));
  fs.cpSync(path.join(peers, 'express-file-routing'), path.join(modules, 'express-file-routing'), { recursive: true });
  copyOurPackage(modules);
  return folder;
}

/** @param {string} modules */
function copyOurPackage(modules) {
  const own = path.join(modules, 'express-pages-api');
  fs.cpSync(path.join(root, 'dist'), path.join(own, 'dist'), { recursive: true });
  fs.cpSync(path.join(root, 'package.json'), path.join(own, 'package.json'));
  const { dependencies } = createRequire(import.meta.url)(path.join(root, 'package.json'));
  for (const name of Object.keys(dependencies)) {
    fs.mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    fs.symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
  }
}

/** @import { Major } from '../types.js' */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyOwnPackage } from './own-package.js';
import { createTemporaryFolder } from './temporary-folder.js';

const peers = fileURLToPath(new URL('../node_modules', import.meta.url));

/**
 * Creates a folder with node_modules as an app has it, with one major of Express under its own name. The packages that
 * import Express are copied into it, so that they get that Express without a hook in the loader.
 *
 * @param {Major} major
 */
export function createAppFolder(major) {
  const folder = createTemporaryFolder();
  const modules = path.join(folder, 'node_modules');
  fs.mkdirSync(modules);
  fs.writeFileSync(path.join(folder, 'package.json'), '{}\n');
  fs.symlinkSync(path.join(peers, major === 4 ? 'express4' : 'express'), path.join(modules, 'express'));
  fs.symlinkSync(path.join(peers, 'node-file-router'), path.join(modules, 'node-file-router'));
  fs.cpSync(path.join(peers, 'express-file-routing'), path.join(modules, 'express-file-routing'), { recursive: true });
  copyOwnPackage(modules);
  return folder;
}

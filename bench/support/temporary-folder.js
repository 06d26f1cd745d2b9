import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** @type {string[]} */
const folders = [];

/**
 * A new folder that is gone when the process ends, also by Ctrl-C.
 *
 * @param {string} [parent]
 */
export function temporaryFolder(parent = fs.realpathSync(os.tmpdir())) {
  const folder = fs.mkdtempSync(path.join(parent, 'express-pages-api-bench-'));
  folders.push(folder);
  return folder;
}

process.once('exit', () => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

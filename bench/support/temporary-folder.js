import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** @type {string[]} */
const folders = [];

/** Creates a folder that is removed when the process exits, also by Ctrl-C. */
export function createTemporaryFolder(parent = fs.realpathSync(os.tmpdir())) {
  const folder = fs.mkdtempSync(path.join(parent, 'express-pages-api-bench-'));
  folders.push(folder);
  return folder;
}

process.once('exit', () => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from './run.js';
import { say } from './say.js';

/** Outside the repository: nothing here is seen by git, jest, eslint or `npm ci`. */
const cache = path.join(os.tmpdir(), 'express-pages-api-conformance');

/** Installs that version once, in a folder of its own, and says where it is. */
export async function installNext(wanted) {
  const folder = path.join(cache, `next-${wanted}`);
  const manifest = path.join(folder, 'node_modules/next/package.json');
  if (!fs.existsSync(manifest)) {
    say(`installing next@${wanted} in ${folder}`);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), dependenciesFor(wanted));
    await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  }
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  return { version, folder, bin: path.join(folder, 'node_modules/next/dist/bin/next') };
}

function dependenciesFor(next) {
  const own = JSON.parse(fs.readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  return `${JSON.stringify({ ...own, dependencies: { ...own.dependencies, next } }, null, 2)}\n`;
}

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('..', import.meta.url));
const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];

/** Installs what the package is compared with, unless what is there is what the lock file says. */
export function installPeers() {
  installOnce(bench, 'package-lock.json', ['ci']);
}

/** Next.js names its own dependencies exactly; a lock file would have to list its binaries for every platform. */
export function installNext() {
  const folder = path.join(bench, 'next');
  installOnce(folder, 'package.json', ['install', '--no-package-lock']);
  return folder;
}

function installOnce(folder, list, command) {
  const wanted = fs.readFileSync(path.join(folder, list), 'utf8');
  const installed = path.join(folder, 'node_modules', `.installed-${list}`);
  if (fs.existsSync(installed) && fs.readFileSync(installed, 'utf8') === wanted) return;
  npm([...command, ...quiet], folder);
  fs.writeFileSync(installed, wanted);
}

function npm(args, cwd) {
  const cli = process.env.npm_execpath;
  const isNpm = cli !== undefined && /npm-cli\.c?js$/.test(cli);
  // Standard output is for tables.
  const stdio = ['ignore', 2, 2];
  // Not started by npm: there npm is a command, which on Windows a shell has to find.
  const { status } = isNpm
    ? spawnSync(process.execPath, [cli, ...args], { cwd, stdio })
    : spawnSync('npm', args, { cwd, stdio, shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm ${args[0]} in ${cwd} ended with ${status}.`);
}

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('..', import.meta.url));
const quietFlags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];

/** Installs the packages that `fsRoutes` is compared with, unless they are there as the lock file says. */
export function installPeers() {
  installOnce(bench, 'package-lock.json', ['ci']);
}

/**
 * Installs Next.js and returns its folder. There is no lock file, which would have to list Next.js's binaries for every
 * platform; Next.js pins its own dependencies.
 */
export function installNext() {
  const folder = path.join(bench, 'next');
  installOnce(folder, 'package.json', ['install', '--no-package-lock']);
  return folder;
}

/**
 * @param {string} folder
 * @param {'package.json' | 'package-lock.json'} list The file that says what is to be installed.
 * @param {readonly [string, ...string[]]} command
 */
function installOnce(folder, list, command) {
  const wanted = fs.readFileSync(path.join(folder, list), 'utf8');
  const installed = path.join(folder, 'node_modules', `.installed-${list}`);
  if (fs.existsSync(installed) && fs.readFileSync(installed, 'utf8') === wanted) return;
  runNpm([...command, ...quietFlags], folder);
  fs.writeFileSync(installed, wanted);
}

/**
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function runNpm(args, cwd) {
  const cli = process.env['npm_execpath'];
  /** @type {import('node:child_process').SpawnSyncOptions} */
  // Standard output is for tables.
  const options = { cwd, stdio: ['ignore', 2, 2] };
  // Without npm as the parent, npm is a command, which on Windows a shell has to find.
  const { status } =
    cli !== undefined && /npm-cli\.c?js$/.test(cli)
      ? spawnSync(process.execPath, [cli, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} exited with ${String(status)} in ${cwd}.`);
}

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Returns an environment as a user's terminal has it. npm and jest set variables for their child processes that change
 * what a program does, or where npm installs. Of npm's variables, only those to reach the registry stay.
 */
export function environment(): NodeJS.ProcessEnv {
  const ours = /^(npm_|jest_|ts_node_|vitest|node_options$|node_env$|node_path$|force_color$)/i;
  const users = /^npm_config_(userconfig|globalconfig|cache|registry|\w*proxy|cafile|strict_ssl)$/i;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name) || users.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}

/** Runs a program in an environment as users have it, with the variables of `more`. Resolves when it has exited. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  shell = false,
  more: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { ...environment(), ...more };
    const child = spawn(command, args, { cwd, shell, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

export async function npm(args: readonly string[], cwd: string): Promise<void> {
  const cli = process.env['npm_execpath'];
  const isWindows = process.platform === 'win32';
  // Without npm as the parent, npm is a command, which on Windows a shell has to find.
  const { code, stdout, stderr } = await (cli !== undefined && /npm-cli\.c?js$/.test(cli)
    ? run(process.execPath, [cli, ...args], cwd)
    : run('npm', isWindows ? args.map((arg) => `"${arg}"`) : args, cwd, isWindows));
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed with ${String(code)}:\n${stdout}${stderr}`);
}

/**
 * Installs the packages of a folder's lock file, unless it was done before. Projects of jest may call it at the same
 * time.
 */
export async function installOnce(folder: string, flags: readonly string[] = []): Promise<void> {
  const wanted = fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  const installed = path.join(folder, 'node_modules', '.installed-package-lock.json');
  await withLock(folder, async () => {
    if (fs.existsSync(installed) && fs.readFileSync(installed, 'utf8') === wanted) return;
    await npm(['ci', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', ...flags], folder);
    fs.writeFileSync(installed, wanted);
  });
}

/** Runs a function that only one process at a time may run for a folder. */
export async function withLock(folder: string, use: () => Promise<void>): Promise<void> {
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const lock = path.join(os.tmpdir(), `express-pages-api-${path.basename(folder)}-${id}.lock`);
  while (!takeLock(lock)) await pause(200);
  try {
    await use();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): boolean {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isHeld(lock)) fs.rmSync(lock, { force: true });
    return false;
  }
}

/** Returns `true` if the process that wrote a lock still runs. A process that was killed leaves its lock. */
function isHeld(lock: string): boolean {
  try {
    const holder = Number(fs.readFileSync(lock, 'utf8'));
    // The lock was just created, and has no text yet.
    if (holder === 0) return true;
    return process.kill(holder, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

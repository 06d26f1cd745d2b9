import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';

/**
 * Libraries that people use in API routes of Next.js, each with the route of its own documentation:
 * see `libraries/run.mjs`, which also shows that the same routes pass under Next.js itself.
 */
const libraries = [
  'next-auth',
  'better-auth',
  'iron-session',
  'passport',
  'trpc',
  'apollo',
  'graphql-yoga',
  'next-connect',
  'stripe',
  'formidable',
  'multer',
  'http-proxy-middleware',
  'sse',
  'socket.io',
];

/** Each of jest's two projects asks for the Express that it is about. Only version 4 exports `query`. */
const expressName = 'query' in express ? 'express4' : 'express';
const expressVersion = 'query' in express ? '4.22.3' : '5.3.0';

const minutes = 60_000;
const folder = fileURLToPath(new URL('libraries', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What a terminal of the user's would have. npm and jest set much for their own children that changes
 * what a program does, or where npm installs; of npm's, only how to reach the registry stays.
 */
function environment(): NodeJS.ProcessEnv {
  const ours = /^(npm_|jest_|ts_node_|vitest|node_options$|node_env$|node_path$|force_color$)/i;
  const users = /^npm_config_(userconfig|globalconfig|cache|registry|\w*proxy|cafile|strict_ssl)$/i;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name) || users.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}

function run(command: string, args: readonly string[], shell = false): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, shell, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

async function npm(args: readonly string[]): Promise<void> {
  const cli = process.env['npm_execpath'];
  // Under another package manager, or none, npm is a command; on Windows a shell has to find it.
  const { code, stdout, stderr } = await (cli !== undefined && /npm-cli\.c?js$/.test(cli)
    ? run(process.execPath, [cli, ...args])
    : run('npm', args, process.platform === 'win32'));
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed with ${String(code)}:\n${stdout}${stderr}`);
}

/** Installs the libraries once for both of jest's projects, which run at the same time, and for later runs. */
async function install(): Promise<void> {
  const wanted = fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  const installed = path.join(folder, 'node_modules', '.installed-package-lock.json');
  await withLock(async () => {
    if (fs.existsSync(installed) && fs.readFileSync(installed, 'utf8') === wanted) return;
    await npm(['ci', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts']);
    fs.writeFileSync(installed, wanted);
  });
}

async function withLock(use: () => Promise<void>): Promise<void> {
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const lock = path.join(os.tmpdir(), `express-pages-api-libraries-${id}.lock`);
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

/** A run that was killed leaves its lock behind. */
function isHeld(lock: string): boolean {
  try {
    const holder = Number(fs.readFileSync(lock, 'utf8'));
    // Just made, and not written yet.
    if (holder === 0) return true;
    return process.kill(holder, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

let outcome: Outcome = { code: null, stdout: '', stderr: '' };

function lines(): string[] {
  return outcome.stdout.split(/\r?\n/).filter((line) => line !== '');
}

beforeAll(async () => {
  if (!fs.existsSync(path.join(root, 'dist', 'index.js'))) {
    throw new Error('There is no dist/index.js to try: run `npm run build` first, as `npm test` does.');
  }
  await install();
  // As the guide to migration says: with tsx, which reads the files as Next.js does. Node alone gives
  // an ES module the whole `exports` of next-auth where it asks for its default.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  outcome = await run(process.execPath, ['--import', tsx, 'run.mjs', expressName]);
}, 10 * minutes);

afterAll(() => {
  process.stdout.write(
    lines()
      .map((line) => `${line}\n`)
      .join(''),
  );
});

describe(`a pages/api folder of libraries, unchanged, with express ${expressVersion}`, () => {
  it('is served by that Express, library by library', () => {
    const { code, stderr } = outcome;
    const [served, ...results] = lines();

    // Where there are no results, what was printed says why.
    expect({ served, why: results.length > 0 ? '' : stderr, code: code ?? 'killed' }).toEqual({
      served: `express ${expressVersion}`,
      why: '',
      code: expect.any(Number),
    });
    expect(results.map((line) => line.split(':')[0])).toEqual(libraries);
  });

  it.each(libraries)('works: %s', (library) => {
    const result = lines().find((line) => line.startsWith(`${library}:`));

    expect(result).toBe(`${library}: pass`);
  });

  it('gives no warning', () => {
    expect(outcome.stderr).not.toMatch(/FSR_\w+|FsRoutes\w+/);
  });
});

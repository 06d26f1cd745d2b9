import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';
import express from 'express';
import { run } from '../support/child-process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = path.join(root, 'node_modules');
const outside = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'express-projects-'));
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill();
  fs.rmSync(outside, { recursive: true, force: true, maxRetries: 3 });
});

/** Puts this package beside the Express that the tests are about, where all projects below find both. */
export function installPackages(): void {
  const installed = path.join(outside, 'node_modules');
  const manifest = path.join(root, 'package.json');
  const copy = path.join(installed, 'express-pages-api');
  // Copied: a link would find the Express that is beside the original.
  fs.cpSync(path.join(root, 'dist'), path.join(copy, 'dist'), { recursive: true });
  fs.copyFileSync(manifest, path.join(copy, 'package.json'));
  const { dependencies } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { dependencies: Record<string, string> };
  const major = 'query' in express ? '4' : '';
  const links = { express: `express${major}`, '@types/express': `@types/express${major}` };
  const others = [...Object.keys(dependencies), '@types/node', 'typescript', 'tsx', 'http-errors'];
  for (const [name, target] of [...Object.entries(links), ...others.map((name) => [name, name] as const)]) {
    fs.mkdirSync(path.dirname(path.join(installed, name)), { recursive: true });
    fs.symlinkSync(path.join(modules, target), path.join(installed, name), 'junction');
  }
}

/** Writes a project below what is installed. */
export function writeProject(files: Readonly<Record<string, string>>): string {
  const folder = fs.mkdtempSync(path.join(outside, 'project-'));
  for (const [file, text] of Object.entries(files)) {
    const absolutePath = path.join(folder, ...file.split('/'));
    fs.mkdirSync(path.dirname(absolutePath), { recursive: true });
    fs.writeFileSync(absolutePath, text);
  }
  return folder;
}

/** All files of a project with their texts. */
export function readFiles(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    files.map((file) => [path.relative(folder, file).split(path.sep).join('/'), fs.readFileSync(file, 'utf8')]),
  );
}

export interface RunningProject {
  /** Status and body of an answer. */
  ask(url: string): Promise<{ status: number; body: string }>;
  stop(): Promise<void>;
}

/** Runs commands of a project as npm would; the last one serves at `port`. */
export async function startProject(commands: readonly string[], cwd: string, port: number): Promise<RunningProject> {
  for (const command of commands.slice(0, -1)) {
    const { code, stdout, stderr } = await run(process.execPath, argumentsOf(command), cwd);
    if (code !== 0) throw new Error(`${command} failed:\n${stdout}${stderr}`);
  }
  // From another working directory than the project's: what is mounted is found from the file.
  const [script, ...rest] = argumentsOf(commands.at(-1)!).toReversed();
  const args = [...rest.toReversed(), path.join(cwd, script!)];
  const child = spawn(process.execPath, args, { cwd: outside, env: { ...environment(), PORT: String(port) } });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += String(data)));
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ask = async (url: string) => {
    const response = await fetch(`http://localhost:${port}${url}`);
    return { status: response.status, body: await response.text() };
  };
  while (!(await ask('/').catch(() => undefined))) {
    if (child.exitCode !== null) throw new Error(`The project ended with ${child.exitCode}:\n${output}`);
    await pause(20);
  }
  const stop = async () => {
    child.kill();
    await exit;
  };
  return { ask, stop };
}

function argumentsOf(command: string): string[] {
  const programs: Record<string, string[]> = {
    node: [],
    tsx: [path.join(modules, 'tsx', 'dist', 'cli.mjs')],
    tsc: [path.join(modules, 'typescript', 'bin', 'tsc')],
  };
  const [program, ...args] = command.split(' ');
  return [...programs[program!]!, ...args];
}

/** Without what jest and npm set for their own children. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|jest_|node_options$|node_env$)/i.test(name));
  return Object.fromEntries(kept);
}

/** A port that nobody listens at. */
export async function findFreePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

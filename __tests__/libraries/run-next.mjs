/**
 * Runs the flows against the real Next.js, in a folder of its own outside of the repository:
 *
 *     node run-next.mjs [version]
 *
 * What fails here is a wrong test.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from './environment.mjs';
import { startUpstream } from './flows/upstream.mjs';
import { runFlows } from './run-flows.mjs';

const version = process.argv[2] ?? '16.4.6';
const here = fileURLToPath(new URL('.', import.meta.url));
const folder = path.join(os.tmpdir(), 'express-pages-api-libraries-next');
const next = ['node_modules/next/dist/bin/next'];

function start(command, args) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  return spawn(command, args, { cwd: folder, env, stdio: ['ignore', 2, 2] });
}

async function run(command, args) {
  const code = await new Promise((resolve, reject) => start(command, args).on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}

async function install() {
  for (const name of ['pages', 'shared', '.next']) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.cpSync(path.join(here, 'api'), path.join(folder, 'pages/api'), { recursive: true });
  for (const name of ['shared', 'package.json', 'package-lock.json', '.npmrc']) {
    fs.cpSync(path.join(here, name), path.join(folder, name), { recursive: true });
  }
  await run('npm', ['install', '--ignore-scripts', '--loglevel=error', `next@${version}`, 'react', 'react-dom']);
}

async function isListening(base) {
  return new Promise((resolve) => http.get(base, () => resolve(true)).on('error', () => resolve(false)));
}

await install();
const upstream = await startUpstream();
const port = await freePort();
const base = `http://127.0.0.1:${port}`;
Object.assign(process.env, environment(base, upstream.address));
await run(process.execPath, [...next, 'build']);

const server = start(process.execPath, [...next, 'start', '--hostname', '127.0.0.1', '--port', String(port)]);
while (server.exitCode === null && !(await isListening(base))) await new Promise((resolve) => setTimeout(resolve, 100));
process.stdout.write(`next ${version}\n`);
const isFine = await runFlows(base);
server.kill();
upstream.close();
process.exitCode = isFine ? 0 : 1;

async function freePort() {
  const probe = http.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { collect, environment, Failure, run } from './run.js';

/**
 * Builds an app whose `pages/api` holds the files, starts it, and hands its port to `use`.
 * Stops it and removes it whatever happens.
 */
export async function withApp(installed, { name, files, config = {}, rootFiles = {} }, use) {
  const folder = path.join(installed.folder, 'apps', name);
  fs.rmSync(folder, { recursive: true, force: true });
  try {
    for (const [file, text] of Object.entries(files)) write(path.join(folder, 'pages/api', file), text);
    for (const [file, text] of Object.entries(rootFiles)) write(path.join(folder, file), text);
    write(path.join(folder, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }));
    write(path.join(folder, 'next.config.mjs'), nextConfig(installed, config));
    await run(process.execPath, [installed.bin, 'build'], { cwd: folder });
    return await withServer(installed, folder, use);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function write(file, text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** No compression unless asked for: bodies are compared byte by byte, and Express apps bring their own. */
function nextConfig({ folder }, config) {
  const all = { compress: false, turbopack: { root: folder }, typescript: { ignoreBuildErrors: true }, ...config };
  return `export default ${JSON.stringify(all)};\n`;
}

async function withServer(installed, folder, use) {
  const port = await freePort();
  const args = [installed.bin, 'start', '--hostname', '127.0.0.1', '--port', String(port)];
  const server = spawn(process.execPath, args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(server);
  const ended = once(server, 'close');
  try {
    await listening(server, port, output);
    const answers = await use(port);
    if (server.exitCode !== null) throw new Failure(`next start ended with ${server.exitCode}`, output.text());
    return answers;
  } finally {
    server.kill('SIGKILL');
    await ended;
  }
}

async function listening(server, port, output) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (server.exitCode !== null) throw new Failure(`next start ended with ${server.exitCode}`, output.text());
    if (await accepts(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Failure('next start did not listen within 30 s', output.text());
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { installNext } from '../support/install-peers.js';
import { writeTree } from '../support/route-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** From the folder of an app, which stands beside node_modules. */
const bin = '../node_modules/next/dist/bin/next';
const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };

/**
 * Builds and starts an app whose pages/api holds the tree. It stands beside node_modules, because
 * `next build` follows no link out of its root.
 *
 * @returns {Promise<{ name: string, origin: string, close: () => void }>}
 */
export async function startNext(tree) {
  const folder = temporaryFolder(installNext());
  writeApp(folder, tree);
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'build'], { cwd: folder, env });
  if (status !== 0) throw new Error(`next build ended with ${status}:\n${stdout}${stderr}`);
  const { origin, child } = await start(folder);
  const close = () => child.kill();
  process.once('exit', close);
  return { name: 'next', origin, close };
}

function writeApp(folder, tree) {
  writeTree(
    path.join(folder, 'pages/api'),
    tree,
    ({ file }) => `export default function handler(req, res) {\n  res.end('${file}');\n}\n`,
  );
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  // No compression: the others have none.
  const config = { compress: false, turbopack: { root: path.dirname(folder) } };
  fs.writeFileSync(path.join(folder, 'next.config.mjs'), `export default ${JSON.stringify(config)};\n`);
}

async function start(folder) {
  const port = await freePort();
  const args = [bin, 'start', '--hostname', '127.0.0.1', '--port', String(port)];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  while (!(await isListening(origin))) {
    if (child.exitCode !== null) throw new Error(`next start ended with ${child.exitCode}.`);
    await pause(100);
  }
  return { origin, child };
}

async function isListening(origin) {
  return fetch(origin).then(
    () => true,
    () => false,
  );
}

async function freePort() {
  const probe = net.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/**
 * @import { ChildProcess } from 'node:child_process'
 * @import { AddressInfo } from 'node:net'
 * @import { RunningServer, TreeRoute } from '../types.js'
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { productionEnv } from '../support/child.js';
import { installNext } from '../support/install-peers.js';
import { sources, writeTree } from '../support/route-tree.js';
import { createTemporaryFolder } from '../support/temporary-folder.js';

/** The program of Next.js, relative to the folder of an app. */
const bin = '../node_modules/next/dist/bin/next';
const env = { ...productionEnv, NEXT_TELEMETRY_DISABLED: '1' };

/**
 * Builds and starts an app whose pages/api is the tree. The folder of the app is beside node_modules, because
 * `next build` follows no link out of its root.
 *
 * @param {readonly TreeRoute[]} tree
 * @returns {Promise<RunningServer>}
 */
export async function startNext(tree) {
  const folder = createTemporaryFolder(installNext());
  writeApp(folder, tree);
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'build'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`next build exited with ${status}:\n${stdout}${stderr}`);
  const { origin, child } = await start(folder);
  const close = () => void child.kill();
  process.once('exit', close);
  return { name: 'next', origin, close };
}

/**
 * @param {string} folder
 * @param {readonly TreeRoute[]} tree
 */
function writeApp(folder, tree) {
  writeTree(path.join(folder, 'pages/api'), tree, sources.esm);
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  // Without compression, which the others do not have.
  const config = { compress: false, turbopack: { root: path.dirname(folder) } };
  fs.writeFileSync(path.join(folder, 'next.config.mjs'), `export default ${JSON.stringify(config)};\n`);
}

/**
 * @param {string} folder
 * @returns {Promise<{ origin: string, child: ChildProcess }>}
 */
async function start(folder) {
  const port = await findFreePort();
  const args = [bin, 'start', '--hostname', '127.0.0.1', '--port', String(port)];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  while (!(await isListening(origin))) {
    if (child.exitCode !== null) throw new Error(`next start exited with ${child.exitCode}.`);
    await pause(100);
  }
  return { origin, child };
}

/** @param {string} origin */
async function isListening(origin) {
  return fetch(origin).then(
    () => true,
    () => false,
  );
}

async function findFreePort() {
  const probe = net.createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = /** @type {AddressInfo} */ (probe.address());
  await once(probe.close(), 'close');
  return port;
}

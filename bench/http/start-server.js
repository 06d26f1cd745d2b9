/** @import { RunningServer, ServerSetting } from '../types.js' */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nodeFlags, productionEnv } from '../support/child.js';
import { waitFor } from '../support/wait-for.js';

const script = fileURLToPath(new URL('server.js', import.meta.url));

/**
 * Starts a server for a contender, and resolves when it listens.
 *
 * @param {ServerSetting} setting
 * @returns {Promise<RunningServer>}
 */
export async function startServer(setting) {
  const { contender } = setting;
  const child = fork(script, [JSON.stringify(setting)], { execArgv: nodeFlags, env: productionEnv });
  const ready = /** @type {Promise<{ port: number }>} */ (waitFor(child, 'message'));
  const exited = waitFor(child, 'exit').then((code) => {
    throw new Error(`The server of ${contender} exited with ${String(code)}.`);
  });
  const { port } = await Promise.race([ready, exited]);
  return { name: contender, origin: `http://127.0.0.1:${port}`, close: () => child.kill() };
}

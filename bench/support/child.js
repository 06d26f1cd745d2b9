import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { waitFor } from './wait-for.js';

/** The flags and the environment of the processes that are measured. */
export const nodeFlags = ['--disable-warning=ExperimentalWarning'];
export const productionEnv = { ...process.env, NODE_ENV: 'production' };

/**
 * Runs a script in a fresh process, and resolves to what it printed, parsed as JSON.
 *
 * @param {URL} script
 * @param {object} setting The argument of the script: see `readSetting`.
 * @param {readonly string[]} [flags] Flags of node.
 * @returns {Promise<unknown>}
 */
export async function runScript(script, setting, flags = []) {
  const args = [...nodeFlags, ...flags, fileURLToPath(script), JSON.stringify(setting)];
  const child = spawn(process.execPath, args, { env: productionEnv, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  const code = await waitFor(child, 'close');
  if (code !== 0)
    throw new Error(`${fileURLToPath(script)} exited with ${String(code)}. Its setting: ${JSON.stringify(setting)}`);
  /** @type {unknown} */
  const result = JSON.parse(output);
  return result;
}

/**
 * Returns the setting that the parent process passed.
 *
 * @returns {unknown}
 */
export function readSetting() {
  return JSON.parse(process.argv[2] ?? '');
}

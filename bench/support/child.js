import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Runs a script in a fresh process, and returns what it printed, as JSON.
 *
 * @param {URL} script
 * @param {object} setting its argument
 * @param {readonly string[]} [flags] of node
 */
export async function runFresh(script, setting, flags = []) {
  const args = ['--disable-warning=ExperimentalWarning', ...flags, fileURLToPath(script), JSON.stringify(setting)];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${fileURLToPath(script)} ended with ${code}: ${JSON.stringify(setting)}`);
  return JSON.parse(output);
}

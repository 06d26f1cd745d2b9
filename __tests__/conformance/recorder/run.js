import { spawn } from 'node:child_process';

/** Next must neither phone home nor look for a terminal. */
export const environment = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  CI: '1',
  NO_COLOR: '1',
  NODE_ENV: undefined,
};

/** Runs to the end; a failure carries everything that was printed. */
export async function run(command, args, { cwd }) {
  const child = spawn(command, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Failure(`${command} ${args.join(' ')} ended with ${code}`, output.text());
  return output.text();
}

export class Failure extends Error {
  constructor(message, output) {
    super(`${message}\n${output}`);
    this.output = output;
  }
}

export function collect(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
  return { text: () => text };
}

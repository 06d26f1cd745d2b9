import { execute } from '../../lib/cli/run.js';
import { paint, render, type ProcessTerminal } from '../../lib/cli/terminal.js';
import type { Outcome } from './child-process.js';

interface Appearance {
  /** `true` if the terminal shows colors. */
  readonly isStyled?: boolean;
  readonly width?: number;
}

/**
 * Carries out a command in this process, as if the program had been started in a folder. That is many times faster
 * than a process; but route files are loaded by jest, and nothing may end the process or print while they load.
 */
export async function runInProcess(
  cwd: string,
  args: readonly string[],
  { isStyled = false, width }: Appearance = {},
): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const terminal: ProcessTerminal = {
    writeOut: (lines) => (stdout += `${render(lines, isStyled)}\n`),
    writeErr: (lines) => (stderr += `${render(lines, isStyled)}\n`),
    paint,
    isInteractive: false,
    width,
    reserveStdout: () => undefined,
    flush: () => Promise.resolve(),
  };
  const before = process.cwd();
  process.chdir(cwd);
  try {
    return { code: await execute(args, terminal), stdout, stderr };
  } finally {
    process.chdir(before);
    // The program ends soon after a command, and leaves them on.
    for (const event of ['uncaughtException', 'unhandledRejection']) process.removeAllListeners(event);
  }
}

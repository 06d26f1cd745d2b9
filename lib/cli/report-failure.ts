import type { Terminal } from './terminal.js';

/** The reason why a command could not answer. */
export interface Failure {
  readonly exitCode: number;
  /** The code of an `FsRoutesError`, `USAGE`, `ENDED`, `FAILURE`, or the reason why `init` can do nothing. */
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/**
 * Reports a failure on standard error, or with `--json` as the answer.
 *
 * @returns the exit code
 */
export function reportFailure({ exitCode, code, message, help }: Failure, isJson: boolean, terminal: Terminal): number {
  if (isJson) terminal.writeOut(JSON.stringify({ error: { code, message, help } }, undefined, 2));
  else terminal.writeErr(`${terminal.paint('red', message)}\n  fix:  ${help}`);
  return exitCode;
}

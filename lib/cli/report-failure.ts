import type { Terminal } from './terminal.js';

/** Why a command was not carried out. */
export interface Failure {
  readonly exitCode: number;
  /** `USAGE`, `ENDED`, `FAILURE`, or that of an `FsRoutesError`. */
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/**
 * Tells why: on standard error, or with `--json` as the answer.
 *
 * @returns the exit code
 */
export function reportFailure({ exitCode, code, message, help }: Failure, isJson: boolean, terminal: Terminal): number {
  if (isJson) terminal.writeOut(JSON.stringify({ error: { code, message, help } }, undefined, 2));
  else terminal.writeErr(`${terminal.paint('red', message)}\n  fix:  ${help}`);
  return exitCode;
}

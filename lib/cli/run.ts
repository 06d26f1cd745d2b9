import { CommanderError } from 'commander';
import { FsRoutesError } from '../reporting/errors.js';
import { messageOf } from '../reporting/thrown.js';
import { stackOf } from '../files/load-problem.js';
import { printable } from '../reporting/printable.js';
import { trace } from '../reporting/trace.js';
import { exitCodes } from './exit-codes.js';
import { runCommand } from './program.js';
import { reportFailure, type Failure } from './report-failure.js';
import { processTerminal, type Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/**
 * The whole program: carries out a command, tells what fails in words, and ends the process, whatever a route
 * file has left open.
 *
 * @param args without those of Node
 */
export async function run(args: readonly string[]): Promise<void> {
  const terminal = processTerminal();
  process.removeAllListeners('warning');
  process.on('warning', (warning) => tellWarning(warning, terminal));
  let exitCode: number;
  try {
    exitCode = await runCommand(args, terminal);
  } catch (error) {
    exitCode = tellError(error, args.includes('--json'), terminal);
  }
  try {
    await terminal.flush();
  } catch (error) {
    const message = `The answer could not be written: ${messageOf(error)}`;
    const failure = { exitCode: exitCodes.failure, code: 'FAILURE', message, help: 'write it where there is room.' };
    exitCode = reportFailure(failure, false, terminal);
  }
  process.exit(exitCode);
}

/** Node's own way has a line about its flags, and one for each ES module that is required. */
function tellWarning(warning: Error, terminal: Terminal): void {
  if (warning.name !== 'ExperimentalWarning') terminal.writeErr(`Warning: ${warning.message}`);
}

function tellError(error: unknown, isJson: boolean, terminal: Terminal): number {
  // Help and version have been printed.
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
  const exitCode = reportFailure(failureOf(error), isJson, terminal);
  if (exitCode === exitCodes.failure && trace.enabled) terminal.writeErr(stackOf(error));
  return exitCode;
}

function failureOf(error: unknown): Failure {
  const message = messageOf(error);
  const usage = { exitCode: exitCodes.usage, code: 'USAGE', message };
  if (error instanceof UsageError) return { ...usage, message: printable(message), help: printable(error.help) };
  if (error instanceof CommanderError) {
    const help = 'see express-pages-api --help, or --help after a command.';
    const message = error.code === 'commander.help' ? 'No command was named.' : sentence(error.message);
    return { ...usage, message, help };
  }
  if (error instanceof FsRoutesError) {
    const [problem] = error.problems;
    return { ...usage, code: error.code, message: problem?.message ?? message, help: helpOf(error) };
  }
  const help = 'please report it, with the command and the output of DEBUG=express-pages-api before it.';
  return { exitCode: exitCodes.failure, code: 'FAILURE', message: `This program failed: ${message}`, help };
}

/** What commander says, as the rest of the program speaks: `error: unknown command 'chek'`, and on a line of its own a guess. */
function sentence(text: string): string {
  const line = text.replace(/^error: /, '').replaceAll('\n', ' ');
  return line.charAt(0).toUpperCase() + line.slice(1) + (/[.)]$/.test(line) ? '' : '.');
}

function helpOf({ code, help }: FsRoutesError): string {
  // Here is no module for the path to start at.
  if (code !== 'FSR_DIRECTORY_NOT_FOUND') return help;
  return `create it or correct the path, which starts at the working directory (${printable(process.cwd())}).`;
}

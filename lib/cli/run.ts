import { CommanderError } from 'commander';
import { FsRoutesError } from '../reporting/errors.js';
import { messageOf } from '../reporting/thrown.js';
import { stackOf } from '../files/load-problem.js';
import { printable } from '../reporting/printable.js';
import { trace } from '../reporting/trace.js';
import { exitCodes } from './exit-codes.js';
import { runCommand } from './program.js';
import { reportFailure, type Failure } from './report-failure.js';
import { processTerminal, type ProcessTerminal, type Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/**
 * Runs the program: carries out a command, reports what fails, and ends the process, even if a route file has left
 * timers or connections open.
 *
 * @param args the command-line arguments, without those of Node
 */
export async function run(args: readonly string[]): Promise<void> {
  const terminal = processTerminal();
  process.removeAllListeners('warning');
  process.on('warning', (warning) => reportWarning(warning, terminal));
  let exitCode = await execute(args, terminal);
  try {
    await terminal.flush();
  } catch (error) {
    const message = `The output could not be written: ${messageOf(error)}`;
    const help = 'free space on the disk, or write the output somewhere else.';
    exitCode = reportFailure({ exitCode: exitCodes.failure, code: 'FAILURE', message, help }, false, terminal);
  }
  process.exit(exitCode);
}

/**
 * Carries out a command and reports what fails. Never rejects.
 *
 * @returns the exit code
 */
export async function execute(args: readonly string[], terminal: ProcessTerminal): Promise<number> {
  try {
    return await runCommand(args, terminal);
  } catch (error) {
    return reportError(error, args.includes('--json'), terminal);
  }
}

/**
 * Reports a warning in one line. Node.js itself would add a line about its flags, and would warn of each ES module that
 * is loaded with `require`.
 */
function reportWarning(warning: Error, terminal: Terminal): void {
  if (warning.name !== 'ExperimentalWarning') terminal.writeErr(`Warning: ${warning.message}`);
}

function reportError(error: unknown, isJson: boolean, terminal: Terminal): number {
  // commander throws after it has printed help or version.
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
    const help = 'see express-pages-api --help, or add --help to the command.';
    const message = error.code === 'commander.help' ? 'No command was given.' : toSentence(error.message);
    return { ...usage, message, help };
  }
  if (error instanceof FsRoutesError) {
    const [problem] = error.problems;
    return { ...usage, code: error.code, message: problem?.message ?? message, help: helpOf(error) };
  }
  const help = 'please report this, with the command and what it prints with DEBUG=express-pages-api.';
  return { exitCode: exitCodes.failure, code: 'FAILURE', message: `express-pages-api failed: ${message}`, help };
}

/**
 * Returns a message of commander as a sentence on one line, like all other messages. commander writes `error: unknown
 * command 'chek'`, and its suggestion on a second line.
 */
function toSentence(text: string): string {
  const line = text.replace(/^error: /, '').replaceAll('\n', ' ');
  return line.charAt(0).toUpperCase() + line.slice(1) + (/[.)]$/.test(line) ? '' : '.');
}

function helpOf({ code, help }: FsRoutesError): string {
  // The error's own help mentions the module that calls `fsRoutes`, and a command has no such module.
  if (code !== 'FSR_DIRECTORY_NOT_FOUND') return help;
  return `create it or correct the path, which is relative to the working directory (${printable(process.cwd())}).`;
}

import { printable } from '../../reporting/printable.js';
import { exitCodes } from '../exit-codes.js';
import { reportFailure } from '../report-failure.js';
import type { Terminal } from '../terminal.js';
import { applyPlan, type ApplyResult } from './apply-plan.js';
import { confirm } from './confirm.js';
import { makePlan } from './make-plan.js';
import type { PrintedPlan } from './plan.js';
import { printPlan } from './print-plan.js';

/** The options of `init`. */
export interface InitOptions {
  /** Applies the plan without a question. */
  readonly yes: boolean;
  /** Prints the plan and changes nothing. */
  readonly dryRun: boolean;
  /** Prints the plan as JSON and asks no question: applies it only with `yes`. */
  readonly json: boolean;
  /** The file that creates the app, relative to the project. By default, `init` searches for it. */
  readonly entry?: string;
}

/**
 * Adds a first `api` folder, and the line that mounts it, to an existing Express project. Prints the plan and
 * asks for confirmation before it writes.
 *
 * @returns the exit code of the process: 0 if the plan was applied, was printed as the options ask, or is not needed; 1
 *   if it was not applied, or not completely; 2 if it was refused, for example without an Express project
 * @example process.exitCode = await runInit(process.cwd(), { yes: false, dryRun: false, json: false }, terminal)
 */
export async function runInit(projectDirectory: string, options: InitOptions, terminal: Terminal): Promise<number> {
  const plan = makePlan(projectDirectory, options.entry);
  if (plan.outcome === 'refused') {
    const message = printable(plan.message);
    return reportFailure({ ...plan, exitCode: exitCodes.usage, message }, options.json, terminal);
  }
  if (options.json) return runAsJson(projectDirectory, plan, options, terminal);
  printPlan(plan, terminal);
  if (plan.outcome !== 'ready' || options.dryRun) return exitCodeOf(plan);
  if (!(await isConfirmed(options, terminal))) return exitCodes.negative;
  const result = applyPlan(projectDirectory, plan);
  reportResult(result, terminal);
  return result.problem === undefined ? exitCodes.ok : exitCodes.negative;
}

async function isConfirmed({ yes }: InitOptions, terminal: Terminal): Promise<boolean> {
  if (yes) return true;
  terminal.writeOut('');
  if (!terminal.isInteractive) {
    terminal.writeErr('No files were changed, because there is no terminal to ask on. To apply the plan, add `--yes`.');
    return false;
  }
  const isYes = await confirm('Apply this plan?');
  if (!isYes) terminal.writeErr('No files were changed.');
  return isYes;
}

function runAsJson(
  projectDirectory: string,
  plan: PrintedPlan,
  { yes, dryRun }: InitOptions,
  terminal: Terminal,
): number {
  const result = plan.outcome === 'ready' && yes && !dryRun ? applyPlan(projectDirectory, plan) : undefined;
  const { written = [], problem } = result ?? {};
  terminal.writeOut(JSON.stringify({ ...plan, written, ...(problem !== undefined && { problem }) }, undefined, 2));
  return problem === undefined ? exitCodeOf(plan) : exitCodes.negative;
}

function exitCodeOf({ outcome }: PrintedPlan): number {
  return outcome === 'by-hand' ? exitCodes.negative : exitCodes.ok;
}

function reportResult({ written, unwritten, problem }: ApplyResult, terminal: Terminal): void {
  terminal.writeOut('');
  for (const file of written) terminal.writeErr(`${terminal.paint('green', 'Written:')} ${printable(file)}`);
  if (problem === undefined) return;
  terminal.writeErr(`${terminal.paint('red', 'Stopped:')} ${printable(problem)}`);
  for (const file of unwritten) terminal.writeErr(`Not written: ${printable(file)}`);
}

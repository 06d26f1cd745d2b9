import { printable } from '../../reporting/printable.js';
import { exitCodes } from '../exit-codes.js';
import { reportFailure } from '../report-failure.js';
import type { Terminal } from '../terminal.js';
import { askYesNo } from './ask.js';
import { carryOut, type Done } from './carry-out.js';
import { makePlan } from './make-plan.js';
import type { FeasiblePlan } from './plan.js';
import { showPlan } from './show-plan.js';

/** How `init` was called. */
export interface InitOptions {
  /** Does it without asking. */
  readonly yes: boolean;
  /** Only shows what it would do. */
  readonly dryRun: boolean;
  /** Prints the plan as JSON, and does not ask: writes with `yes` only. */
  readonly json: boolean;
  /** The file that makes the app, relative to the project; found out where it is left out. */
  readonly entry?: string;
}

/**
 * Puts a first `api` folder and the line that mounts it into an existing Express project, after showing
 * what it will do.
 *
 * @returns the exit code of the process: 0 done, nothing to do, or only shown as asked; 1 not done; 2 no Express project
 * @example process.exitCode = await runInit(process.cwd(), { yes: false, dryRun: false, json: false }, terminal)
 */
export async function runInit(projectDirectory: string, options: InitOptions, terminal: Terminal): Promise<number> {
  const plan = makePlan(projectDirectory, options.entry);
  if (plan.outcome === 'refused') {
    const message = printable(plan.message);
    return reportFailure({ ...plan, exitCode: exitCodes.usage, message }, options.json, terminal);
  }
  if (options.json) return runForPrograms(projectDirectory, plan, options, terminal);
  showPlan(plan, terminal);
  if (plan.outcome !== 'ready' || options.dryRun) return exitCodeOf(plan);
  if (!(await isAgreed(options, terminal))) return exitCodes.negative;
  const outcome = carryOut(projectDirectory, plan);
  tellOutcome(outcome, terminal);
  return outcome.problem === undefined ? exitCodes.ok : exitCodes.negative;
}

async function isAgreed({ yes }: InitOptions, terminal: Terminal): Promise<boolean> {
  if (yes) return true;
  terminal.writeOut('');
  if (!terminal.isInteractive) {
    terminal.writeErr('Nothing is changed, because nobody can be asked here. `--yes` does it without asking.');
    return false;
  }
  const isYes = await askYesNo('Do it?');
  if (!isYes) terminal.writeErr('Nothing is changed.');
  return isYes;
}

function runForPrograms(
  directory: string,
  plan: FeasiblePlan,
  { yes, dryRun }: InitOptions,
  terminal: Terminal,
): number {
  const isWanted = plan.outcome === 'ready' && yes && !dryRun;
  const outcome = isWanted ? carryOut(directory, plan) : undefined;
  const { written = [], problem } = outcome ?? {};
  terminal.writeOut(JSON.stringify({ ...plan, written, ...(problem !== undefined && { problem }) }, undefined, 2));
  return problem === undefined ? exitCodeOf(plan) : exitCodes.negative;
}

function exitCodeOf({ outcome }: FeasiblePlan): number {
  return outcome === 'by-hand' ? exitCodes.negative : exitCodes.ok;
}

function tellOutcome({ written, left, problem }: Done, terminal: Terminal): void {
  terminal.writeOut('');
  for (const file of written) terminal.writeErr(`${terminal.paint('green', 'Written:')} ${printable(file)}`);
  if (problem === undefined) return;
  terminal.writeErr(`${terminal.paint('red', 'Stopped:')} ${printable(problem)}`);
  for (const file of left) terminal.writeErr(`Not written: ${printable(file)}`);
}

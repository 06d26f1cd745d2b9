import { printableProblem } from '../reporting/errors.js';
import { stackOf } from '../files/load-problem.js';
import { printable } from '../reporting/printable.js';
import { noRoutesMessage } from '../files/scan-routes.js';
import type { RouteFolder } from '../serving/route-folder.js';
import { trace } from '../reporting/trace.js';
import type { Terminal } from './terminal.js';

/** A problem as commands report it: a problem of an `FsRoutesError`, or a warning of `fsRoutes`. */
export interface ReportedProblem {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly files: readonly string[];
  readonly cause?: unknown;
}

/** Returns the lines that show problems as text, each problem below the first of its files. */
export function formatProblems(problems: readonly ReportedProblem[], { paint }: Pick<Terminal, 'paint'>): string[] {
  const lines: string[] = [];
  let heading: string | undefined;
  let hasStack = false;
  for (const problem of problems) {
    const { code, message, help, cause } = printableProblem(problem);
    const [file = '.', ...others] = problem.files.map(printable);
    if (file !== heading) lines.push(...(heading === undefined ? [] : ['']), paint('bold', file || '.'));
    heading = file;
    lines.push(`  ${paint('red', message.replaceAll('\n', '\n  '))} ${paint('dim', `[${code}]`)}`);
    for (const other of others) lines.push(`    also: ${other}`);
    lines.push(`    fix:  ${help}`);
    const stack = stackOf(cause);
    if (stack !== '' && trace.enabled) lines.push(stack);
    hasStack ||= stack !== '';
  }
  if (hasStack && !trace.enabled) lines.push('', paint('dim', 'Set DEBUG=express-pages-api to see the stacks.'));
  return lines;
}

/** Returns problems for JSON: without `cause`, because their messages say what was thrown. */
export function serializeProblems(problems: readonly ReportedProblem[]): ReportedProblem[] {
  return problems.map(({ code, message, help, files }) => ({ code, message, help, files }));
}

/**
 * Returns everything that is wrong with a folder. A folder without routes is a problem, too: `fsRoutes` only warns
 * of it, but here the path is nearly always wrong.
 */
export function collectProblems({ directory, settings, routes, problems }: RouteFolder): readonly ReportedProblem[] {
  if (routes.length > 0 || problems.length > 0) return problems;
  const help = 'correct the path of the folder, name other file extensions with --extensions, or ignore fewer files.';
  return [{ code: 'FSR_NO_ROUTES', message: noRoutesMessage(directory, settings), help, files: [] }];
}

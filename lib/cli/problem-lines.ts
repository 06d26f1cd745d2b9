import { printableProblem } from '../reporting/errors.js';
import { stackOf } from '../files/load-problem.js';
import { printable } from '../reporting/printable.js';
import { noRoutesMessage } from '../files/scan-routes.js';
import type { RouteFolder } from '../serving/route-folder.js';
import { trace } from '../reporting/trace.js';
import type { Terminal } from './terminal.js';

/** A problem as commands tell it: of `FsRoutesError`, or one that is a warning at start-up. */
export interface ToldProblem {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly files: readonly string[];
  readonly cause?: unknown;
}

/** Problems for people, under the first of their files each. */
export function problemLines(problems: readonly ToldProblem[], { paint }: Pick<Terminal, 'paint'>): string[] {
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
  if (hasStack && !trace.enabled) lines.push('', paint('dim', 'DEBUG=express-pages-api adds the stacks.'));
  return lines;
}

/** Problems as data; what was thrown is in their messages. */
export function problemData(problems: readonly ToldProblem[]): ToldProblem[] {
  return problems.map(({ code, message, help, files }) => ({ code, message, help, files }));
}

/** What is wrong with a folder; with what is only a warning at start-up, and nearly always a wrong path. */
export function problemsToTell({ directory, settings, routes, problems }: RouteFolder): readonly ToldProblem[] {
  if (routes.length > 0 || problems.length > 0) return problems;
  const help = 'correct the path of the folder, name other endings with --extensions, or ignore less.';
  return [{ code: 'FSR_NO_ROUTES', message: noRoutesMessage(directory, settings), help, files: [] }];
}

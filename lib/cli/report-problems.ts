import { printableProblem } from '../reporting/errors.js';
import { stackOf } from '../files/load-problem.js';
import { printable } from '../reporting/printable.js';
import { noRoutesMessage } from '../files/scan-routes.js';
import type { RouteFolder } from '../serving/route-folder.js';
import { trace } from '../reporting/trace.js';
import type { Terminal } from './terminal.js';
import { wrapWords } from './wrap-words.js';

/** A problem as commands report it: a problem of an `FsRoutesError`, or a warning of `fsRoutes`. */
export interface ReportedProblem {
  readonly code: string;
  readonly message: string;
  readonly help: string;
  readonly files: readonly string[];
  readonly cause?: unknown;
}

/**
 * Returns the lines that show problems to people, each below the first of its files. They are broken at words if the
 * terminal is narrower.
 */
export function formatProblems(
  problems: readonly ReportedProblem[],
  { paint, width = Infinity }: Pick<Terminal, 'paint' | 'width'>,
): string[] {
  const lines: string[] = [];
  let heading: string | undefined;
  let hasStack = false;
  for (const problem of problems) {
    const { code, message, help, cause } = printableProblem(problem);
    const [file = '.', ...others] = problem.files.map(printable);
    if (file !== heading) lines.push(...(heading === undefined ? [] : ['']), paint('bold', file || '.'));
    heading = file;
    lines.push(...wrapWords(`${message} [${code}]`, width - 2).map((line) => `  ${paintProblem(line, code, paint)}`));
    for (const other of others) lines.push(`    also: ${other}`);
    lines.push(...wrapWords(help, width - 10).map((line, index) => `    ${index === 0 ? 'fix:' : '    '}  ${line}`));
    const stack = stackOf(cause);
    if (stack !== '' && trace.enabled) lines.push(stack);
    hasStack ||= stack !== '';
  }
  if (hasStack && !trace.enabled) lines.push('', paint('dim', 'Set DEBUG=express-pages-api to see the stacks.'));
  return lines;
}

/** Paints a line of a problem's message. The code, at the end of the last line, is no part of the message. */
function paintProblem(line: string, code: string, paint: Terminal['paint']): string {
  const suffix = `[${code}]`;
  if (!line.endsWith(suffix)) return paint('red', line);
  const message = line.slice(0, -suffix.length).trimEnd();
  return [...(message === '' ? [] : [paint('red', message)]), paint('dim', suffix)].join(' ');
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

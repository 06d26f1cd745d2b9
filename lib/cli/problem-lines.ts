import { stackOf } from '../load-problem.js';
import type { RouteFolder } from '../served-folder.js';
import { isDebugging } from './debugging.js';
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
  for (const { code, message, help, files, cause } of problems) {
    const [file = '.', ...others] = files;
    if (file !== heading) lines.push(...(heading === undefined ? [] : ['']), paint('bold', file || '.'));
    heading = file;
    lines.push(`  ${paint('red', message)} ${paint('dim', `[${code}]`)}`);
    for (const other of others) lines.push(`    also: ${other}`);
    lines.push(`    fix:  ${help}`);
    if (isDebugging()) lines.push(stackOf(cause));
  }
  return lines;
}

/** Problems as data; what was thrown is in their messages. */
export function problemData(problems: readonly ToldProblem[]): ToldProblem[] {
  return problems.map(({ code, message, help, files }) => ({ code, message, help, files }));
}

/** `1 file`, `2 files` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What is wrong with a folder; with what is only a warning at start-up, and nearly always a wrong path. */
export function problemsToTell({ directory, settings, routes, problems }: RouteFolder): readonly ToldProblem[] {
  if (routes.length > 0 || problems.length > 0) return problems;
  const message = `There is no route file in ${directory} (endings: ${settings.extensions.join(' ')}).`;
  const help = 'correct the path of the folder, or name other endings with --extensions.';
  return [{ code: 'FSR_NO_ROUTES', message, help, files: [] }];
}

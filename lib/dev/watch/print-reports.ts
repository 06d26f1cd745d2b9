import { FsRoutesError } from '../../reporting/errors.js';
import { printable, printableLines } from '../../reporting/printable.js';
import { messageOf } from '../../reporting/thrown.js';
import type { Problem } from '../../types/problem.js';

/**
 * Creates a function that reports the problems of a folder, to be called with all of them after each change. It prints
 * each problem once as long as it lasts, and then the files that were fixed.
 */
export function createProblemReporter(directory: string): (problems: readonly Problem[]) => void {
  let reported = new Map<string, Problem>();
  return function report(problems) {
    const current = new Map(
      problems.map((problem) => [JSON.stringify([problem.code, problem.files, problem.message]), problem]),
    );
    const [first, ...others] = [...current].filter(([key]) => !reported.has(key)).map(([, problem]) => problem);
    if (first) print(new FsRoutesError([first, ...others], { directory }).message);
    const filesOf = (list: Iterable<Problem>) => new Set([...list].flatMap((problem) => problem.files));
    const broken = filesOf(current.values());
    const fixed = [...filesOf(reported.values())].filter((file) => !broken.has(file));
    if (fixed.length > 0) print(`Fixed: ${fixed.map(printable).join(', ')}`);
    else if (reported.size > 0 && current.size === 0) print(`Fixed: ${printable(directory)}`);
    reported = current;
  };
}

/** Prints a message on standard error, for the developer at the terminal. */
export function print(message: string): void {
  console.error(`[express-pages-api] ${printableLines(message)}`);
}

let hasReportedDelays = false;

/**
 * Reports, once in a process, that some changes are found late.
 *
 * @param reason why the system does not report changes in a folder
 */
export function reportDelays(reason: string): void {
  if (hasReportedDelays) return;
  hasReportedDelays = true;
  print(`Some changes show up to a second late: ${reason}. On Linux, raise fs.inotify.max_user_watches.`);
}

/** Reports an error that has stopped watching. */
export function reportFailure(error: unknown): void {
  print(`The folder is no longer watched: ${messageOf(error)}. Restart to see changes.`);
}

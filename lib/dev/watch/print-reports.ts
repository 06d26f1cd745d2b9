import { FsRoutesError } from '../../reporting/errors.js';
import type { Problem } from '../../types/problem.js';
import { messageOf } from '../../reporting/thrown.js';
import { printable, printableLines } from '../../reporting/printable.js';

/** Prints each problem of a folder once, for as long as it is there, and what is well again. */
export function createProblemReporter(directory: string): (problems: readonly Problem[]) => void {
  let reported = new Map<string, Problem>();
  return function report(problems) {
    const now = new Map(
      problems.map((problem) => [JSON.stringify([problem.code, problem.files, problem.message]), problem]),
    );
    const [first, ...rest] = [...now].filter(([key]) => !reported.has(key)).map(([, problem]) => problem);
    if (first) print(new FsRoutesError([first, ...rest], { directory }).message);
    const files = (some: Iterable<Problem>) => new Set([...some].flatMap((problem) => problem.files));
    const broken = files(now.values());
    const fixed = [...files(reported.values())].filter((file) => !broken.has(file));
    if (fixed.length > 0) print(`well again: ${fixed.map(printable).join(', ')}`);
    else if (reported.size > 0 && now.size === 0) print(`well again: ${printable(directory)}`);
    reported = now;
  };
}

/** For the developer at the terminal. */
export function print(message: string): void {
  console.error(`[express-pages-api] ${printableLines(message)}`);
}

/** The system reports each folder that is one too many. */
let hasReportedDelay = false;

/** @param reason why the system does not report changes at once */
export function reportDelays(reason: string): void {
  if (hasReportedDelay) return;
  hasReportedDelay = true;
  print(`Some changes show a second later: ${reason}. On Linux, raise fs.inotify.max_user_watches.`);
}

/** @param error what ended the watching itself */
export function reportFailure(error: unknown): void {
  print(`Changes are no longer followed: ${messageOf(error)}. Restart to see them.`);
}

import { FsRoutesError } from '../../reporting/errors.js';
import type { Problem } from '../../types/problem.js';
import { messageOf } from '../../reporting/thrown.js';
import { printable, printableLines } from '../../reporting/printable.js';

/** Prints each problem of a folder once, for as long as it is there, and what is well again. */
export function problemReporter(directory: string): (problems: readonly Problem[]) => void {
  let told = new Map<string, Problem>();
  return function report(problems) {
    const now = new Map(
      problems.map((problem) => [JSON.stringify([problem.code, problem.files, problem.message]), problem]),
    );
    const [first, ...rest] = [...now].filter(([key]) => !told.has(key)).map(([, problem]) => problem);
    if (first) tell(new FsRoutesError([first, ...rest], { directory }).message);
    const files = (some: Iterable<Problem>) => new Set([...some].flatMap((problem) => problem.files));
    const broken = files(now.values());
    const mended = [...files(told.values())].filter((file) => !broken.has(file));
    if (mended.length > 0) tell(`well again: ${mended.map(printable).join(', ')}`);
    else if (told.size > 0 && now.size === 0) tell(`well again: ${printable(directory)}`);
    told = now;
  };
}

/** For the developer at the terminal. */
export function tell(message: string): void {
  console.error(`[express-pages-api] ${printableLines(message)}`);
}

/** The system reports each folder that is one too many. */
let hasReportedDelay = false;

/** @param reason why the system does not report changes at once */
export function tellOfDelay(reason: string): void {
  if (hasReportedDelay) return;
  hasReportedDelay = true;
  tell(`Some changes show a second later: ${reason}. On Linux, raise fs.inotify.max_user_watches.`);
}

/** @param error what ended the watching itself */
export function tellOfError(error: unknown): void {
  tell(`Changes are no longer followed: ${messageOf(error)}. Restart to see them.`);
}

import { FsRoutesError, messageOf, type Problem } from '../../errors.js';
import { printable, printableLines } from '../../printable.js';

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

/** The system tells of each folder that is one too many. */
let hasTold = false;

/** Of the watching itself. */
export function tellOfError(error: unknown): void {
  if (hasTold) return;
  hasTold = true;
  const help = 'on Linux, raise fs.inotify.max_user_watches; `node --watch` needs fewer of them.';
  tell(`Changes may go unseen from now on: ${messageOf(error)}. Restart to see them; ${help}`);
}

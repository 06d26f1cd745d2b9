import { findNotes } from '../dev/inspect/left-out.js';
import { formatCount } from './format-count.js';
import { exitCodes } from './exit-codes.js';
import type { FolderFlags } from './folder-flags.js';
import { formatNotes } from './format-notes.js';
import { openFolder } from './open-folder.js';
import { collectProblems, formatProblems, serializeProblems, type ReportedProblem } from './report-problems.js';
import type { ProcessTerminal } from './terminal.js';

/**
 * Prints everything that is wrong with a folder, and what may be wrong. The exit code depends only on the first.
 *
 * @returns the exit code
 */
export async function check(source: string, flags: FolderFlags, terminal: ProcessTerminal): Promise<number> {
  const folder = await openFolder(source, flags, terminal);
  const problems = collectProblems(folder);
  const notes = findNotes(folder);
  const { directory, routes } = folder;
  if (flags.json) {
    const answer = { directory, routeCount: routes.length, problems: serializeProblems(problems), notes };
    terminal.writeOut(JSON.stringify(answer, undefined, 2));
  } else {
    if (problems.length > 0) terminal.writeOut([...formatProblems(problems, terminal), ''].join('\n'));
    if (notes.length > 0) terminal.writeOut([...formatNotes('Perhaps a slip:', notes, terminal), ''].join('\n'));
    terminal.writeOut(formatSummary(routes.length, problems, terminal));
  }
  return problems.length > 0 ? exitCodes.negative : exitCodes.ok;
}

function formatSummary(routeCount: number, problems: readonly ReportedProblem[], { paint }: ProcessTerminal): string {
  if (problems.length === 0) return paint('green', `${formatCount(routeCount, 'route')}, no problems`);
  const fileCount = new Set(problems.flatMap(({ files }) => files)).size;
  const inFiles = fileCount === 0 ? '' : ` in ${formatCount(fileCount, 'file')}`;
  return paint('red', `${formatCount(routeCount, 'route')}, ${formatCount(problems.length, 'problem')}${inFiles}`);
}

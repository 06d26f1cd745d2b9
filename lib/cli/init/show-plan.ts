import { printable } from '../../reporting/printable.js';
import type { Terminal } from '../terminal.js';
import type { ByHandPlan, FeasiblePlan, ReadyPlan } from './plan.js';

/** Prints what `init` would do, for people. */
export function showPlan(plan: FeasiblePlan, terminal: Terminal): void {
  switch (plan.outcome) {
    case 'ready':
      return showReady(plan, terminal);
    case 'by-hand':
      return showByHand(plan, terminal);
    case 'nothing-to-do':
      return terminal.writeOut(`Nothing to do: ${printable(plan.file)} calls fsRoutes in line ${plan.line}.`);
  }
}

function showReady({ create, change, notes, next }: ReadyPlan, { writeOut, paint }: Terminal): void {
  for (const { file, text } of create) {
    writeOut(paint('bold', `New file ${printable(file)}`));
    for (const line of text.trimEnd().split(/\r?\n/)) writeOut(paint('green', `  ${line}`));
    writeOut('');
  }
  writeOut(paint('bold', `Changed file ${printable(change.file)}`));
  for (const line of change.diff) writeOut(`  ${paintDiff(line, paint)}`);
  writeOut('');
  for (const note of notes) writeOut(`${paint('yellow', 'Note:')} ${printable(note)}`);
  if (notes.length > 0) writeOut('');
  writeOut(paint('bold', 'Then run'));
  for (const command of [next.install, next.start, next.try]) {
    if (command !== undefined) writeOut(`  ${paint('cyan', printable(command))}`);
  }
}

function showByHand({ code, reason, lines, next }: ByHandPlan, { writeOut, paint }: Terminal): void {
  writeOut(`${paint('yellow', 'Not sure, so nothing is changed:')} ${printable(reason)}. [${code}]`);
  writeOut('');
  writeOut('By hand it is a folder `api` with route files, beside the file that makes the app, and two lines:');
  for (const line of lines) writeOut(paint('green', `  ${line}`));
  writeOut('');
  writeOut('The second goes behind the middleware of the app, and before what answers every URL that is left:');
  writeOut('404 handlers and error handlers. `--entry <file>` names the file that makes the app.');
  if (next.install !== undefined) writeOut(`To install the package: ${paint('cyan', next.install)}`);
}

function paintDiff(line: string, paint: Terminal['paint']): string {
  if (line.startsWith('@@')) return paint('cyan', line);
  return line.startsWith('+') && !line.startsWith('+++') ? paint('green', line) : paint('dim', line);
}

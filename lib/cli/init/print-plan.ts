import { printable } from '../../reporting/printable.js';
import type { Terminal } from '../terminal.js';
import type { ManualPlan, PrintedPlan, ReadyPlan } from './plan.js';

/** Prints a plan as text for people. */
export function printPlan(plan: PrintedPlan, terminal: Terminal): void {
  switch (plan.outcome) {
    case 'ready':
      return printReadyPlan(plan, terminal);
    case 'by-hand':
      return printManualPlan(plan, terminal);
    case 'nothing-to-do':
      return terminal.writeOut(`Nothing to do: ${printable(plan.file)} already calls fsRoutes on line ${plan.line}.`);
  }
}

function printReadyPlan({ create, change, notes, next }: ReadyPlan, { writeOut, paint }: Terminal): void {
  for (const { file, text } of create) {
    writeOut(paint('bold', `New file ${printable(file)}`));
    for (const line of text.trimEnd().split(/\r?\n/)) writeOut(paint('green', `  ${line}`));
    writeOut('');
  }
  writeOut(paint('bold', `Changed file ${printable(change.file)}`));
  for (const line of change.diff) writeOut(`  ${paintDiffLine(line, paint)}`);
  writeOut('');
  for (const note of notes) writeOut(`${paint('yellow', 'Note:')} ${printable(note)}`);
  if (notes.length > 0) writeOut('');
  writeOut(paint('bold', 'Then run'));
  for (const command of [next.install, next.start, next.try]) {
    if (command !== undefined) writeOut(`  ${paint('cyan', printable(command))}`);
  }
}

function printManualPlan({ code, reason, lines, next }: ManualPlan, { writeOut, paint }: Terminal): void {
  writeOut(`${paint('yellow', 'No files were changed:')} ${printable(reason)}. [${code}]`);
  writeOut('');
  writeOut('To add the routes by hand, create a folder `api` next to the file that creates the app, put route files');
  writeOut('into it, and add two lines to that file:');
  for (const line of lines) writeOut(paint('green', `  ${line}`));
  writeOut('');
  writeOut("Put the second line after the app's middleware, and before handlers that answer every URL, such as 404");
  writeOut('handlers and error handlers. To tell `init` which file creates the app, use `--entry <file>`.');
  if (next.install !== undefined) writeOut(`Install the package: ${paint('cyan', next.install)}`);
}

function paintDiffLine(line: string, paint: Terminal['paint']): string {
  if (line.startsWith('@@')) return paint('cyan', line);
  return line.startsWith('+') && !line.startsWith('+++') ? paint('green', line) : paint('dim', line);
}

import { printable } from '../../../reporting/printable.js';
import type { Insertion } from '../app/create-insertions.js';

const context = 3;

/**
 * The difference that insertions make, in the form of `diff -u`, as lines.
 *
 * @param file its name, with `/`
 * @param insertions at ends of lines, in the order of the text
 */
export function unifiedDiff(file: string, text: string, insertions: readonly Insertion[]): string[] {
  const lines = linesOf(text);
  const added = insertions.map(({ offset, text: inserted }) => ({
    // How many lines are before it.
    after: linesOf(text.slice(0, offset)).length,
    lines: linesOf(inserted).slice(1),
  }));
  const name = printable(file);
  const result = [`--- a/${name}`, `+++ b/${name}`];
  let grown = 0;
  for (const group of groupsOf(added)) {
    const from = Math.max(0, group[0]!.after - context);
    const to = Math.min(lines.length, group.at(-1)!.after + context);
    const growth = group.reduce((sum, one) => sum + one.lines.length, 0);
    result.push(`@@ -${from + 1},${to - from} +${from + grown + 1},${to - from + growth} @@`);
    for (let index = from; index < to; index++) {
      result.push(` ${lines[index]!}`);
      for (const one of group) if (one.after === index + 1) result.push(...one.lines.map((line) => `+${line}`));
    }
    grown += growth;
  }
  return result;
}

interface Added {
  readonly after: number;
  readonly lines: readonly string[];
}

/** Those whose surroundings touch are shown together. */
function groupsOf(added: readonly Added[]): Added[][] {
  const groups: Added[][] = [];
  for (const one of added) {
    const last = groups.at(-1);
    if (last && one.after - last.at(-1)!.after <= 2 * context) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

function linesOf(text: string): string[] {
  const lines = text.replace('\uFEFF', '').split(/\r\n|\n|\r/);
  // What is behind the last line end is no line.
  return lines.length > 1 && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

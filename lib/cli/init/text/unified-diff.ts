import { printable } from '../../../reporting/printable.js';
import type { Insertion } from '../app/create-insertions.js';

const contextLines = 3;

/**
 * Returns the lines of a unified diff, as `diff -u` prints them.
 *
 * @param file the name for the header, with `/`
 * @param insertions the inserted lines, in the order of the text
 */
export function unifiedDiff(file: string, text: string, insertions: readonly Insertion[]): string[] {
  const lines = splitLines(text);
  const added = insertions.map(({ offset, text: inserted }) => ({
    afterLine: splitLines(text.slice(0, offset)).length,
    lines: splitLines(inserted).slice(1),
  }));
  const name = printable(file);
  const result = [`--- a/${name}`, `+++ b/${name}`];
  let addedBefore = 0;
  for (const hunk of createHunks(added)) {
    const from = Math.max(0, hunk.firstLine - contextLines);
    const kept = lines.slice(from, hunk.lastLine + contextLines);
    const addedHere = hunk.added.reduce((sum, { lines: { length } }) => sum + length, 0);
    result.push(`@@ -${from + 1},${kept.length} +${from + addedBefore + 1},${kept.length + addedHere} @@`);
    for (const [index, line] of kept.entries()) {
      result.push(` ${line}`);
      const here = hunk.added.filter(({ afterLine }) => afterLine === from + index + 1);
      result.push(...here.flatMap((block) => block.lines.map((addedLine) => `+${addedLine}`)));
    }
    addedBefore += addedHere;
  }
  return result;
}

/** A block of added lines. */
interface AddedLines {
  /** The number of the line before the block, from 1. */
  readonly afterLine: number;
  readonly lines: readonly string[];
}

/** A group of added lines that one header describes. */
interface Hunk {
  readonly firstLine: number;
  lastLine: number;
  readonly added: AddedLines[];
}

/** Groups added lines whose context lines touch. */
function createHunks(added: readonly AddedLines[]): Hunk[] {
  const hunks: Hunk[] = [];
  for (const block of added) {
    const last = hunks.at(-1);
    if (last && block.afterLine - last.lastLine <= 2 * contextLines) {
      last.added.push(block);
      last.lastLine = block.afterLine;
    } else hunks.push({ firstLine: block.afterLine, lastLine: block.afterLine, added: [block] });
  }
  return hunks;
}

function splitLines(text: string): string[] {
  const lines = text.replace('\uFEFF', '').split(/\r\n|\n|\r/);
  // The empty string after a final line ending is not a line.
  return lines.length > 1 && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

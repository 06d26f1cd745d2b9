import { printable } from './printable.js';

/** Cells of a table for people, without control characters: all but the last of a row are as wide as the widest of their column. */
export function alignColumns(table: readonly (readonly string[])[]): string[][] {
  const rows = table.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows.map((row) => row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column]!) : cell)));
}

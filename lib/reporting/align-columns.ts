import { printable } from './printable.js';

/**
 * Pads the cells of a table so that its columns line up, and escapes control characters. The last cell of a row is
 * not padded.
 */
export function alignColumns(table: readonly (readonly string[])[]): string[][] {
  const rows = table.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell)),
  );
}

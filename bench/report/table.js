/**
 * Returns a table in Markdown that is also legible in a terminal. The first column is aligned to the left.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function formatTable(head, rows) {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  /** @param {readonly string[]} row */
  const line = (row) => `| ${row.map((text, column) => pad(text, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/**
 * @param {string} text
 * @param {number} width
 * @param {number} column
 */
function pad(text, width, column) {
  return column === 0 ? text.padEnd(width) : text.padStart(width);
}

/**
 * Returns a number with three significant digits, and without an exponent.
 *
 * @param {number} value
 */
export function formatNumber(value) {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value >= 1 ? value.toFixed(2) : value.toFixed(3);
}

/**
 * Returns a ratio with two decimals, or nothing if one side was not measured.
 *
 * @param {number | undefined} own
 * @param {number | undefined} others
 */
export function formatRatio(own, others) {
  return own === undefined || others === undefined ? '' : (own / others).toFixed(2);
}

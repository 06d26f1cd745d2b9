import { alignColumns } from '../reporting/align-columns.js';
import type { Note } from '../dev/inspect/left-out.js';
import type { Terminal } from './terminal.js';

/** Returns the lines that list files and folders, each with a reason. */
export function formatNotes(title: string, notes: readonly Note[], { paint }: Pick<Terminal, 'paint'>): string[] {
  const rows = alignColumns(notes.map(({ file, reason }) => [file, reason]));
  return [title, ...rows.map(([file = '', reason = '']) => `  ${file}  ${paint('dim', reason)}`)];
}

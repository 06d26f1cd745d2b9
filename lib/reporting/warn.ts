import { printableLines } from './printable.js';

/**
 * Tells the people who run the process, not the caller: Node prints it once on standard error, with its
 * code, and passes it to `process.on('warning')`.
 */
export function warn(code: string, message: string): void {
  process.emitWarning(printableLines(message), { type: 'FsRoutesWarning', code });
}

const warned = new Set<string>();

/**
 * As `warn`, but once in a process for each file, however often it is loaded or asked.
 *
 * @param file its absolute path
 */
export function warnOnce(file: string, code: string, message: string): void {
  if (hasWarned(file, code)) return;
  warned.add(`${code} ${file}`);
  warn(code, message);
}

export function hasWarned(file: string, code: string): boolean {
  return warned.has(`${code} ${file}`);
}

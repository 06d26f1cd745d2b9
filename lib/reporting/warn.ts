import type { ErrorCode } from '../types/problem.js';
import { printableLines } from './printable.js';

/**
 * Emits a process warning. Node.js prints it on standard error with its code, and emits it to `process.on('warning')`.
 */
export function warn(code: string, message: string): void {
  process.emitWarning(printableLines(message), { type: 'FsRoutesWarning', code });
}

const warned = new Set<string>();

/**
 * Emits a warning once per file and code in this process, however often the file is loaded or requested.
 *
 * @param file the absolute path of the file
 */
export function warnOnce(file: string, code: string, message: string): void {
  if (hasWarned(file, code)) return;
  warned.add(`${code} ${file}`);
  warn(code, message);
}

export function hasWarned(file: string, code: string): boolean {
  return warned.has(`${code} ${file}`);
}

/** The codes of problems that stop no route from answering. */
const warningCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'FSR_LINK_NOT_FOLLOWED',
  'FSR_LITERAL_NAME',
  'FSR_NOT_SERVED',
]);

/** Returns `true` if a problem is one that `fsRoutes` only warns of. */
export function isWarning({ code }: { readonly code: ErrorCode }): boolean {
  return warningCodes.has(code);
}

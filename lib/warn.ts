/**
 * Tells the people who run the process, not the caller: Node prints it once on standard error, with its
 * code, and passes it to `process.on('warning')`.
 */
export function warn(code: string, message: string): void {
  process.emitWarning(message, { type: 'FsRoutesWarning', code });
}

const warned = new Set<string>();

/** As `warn`, but once in a process: what is said of a file is true of it each time that it is loaded. */
export function warnOnce(code: string, message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  warn(code, message);
}

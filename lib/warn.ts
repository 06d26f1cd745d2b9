/**
 * Tells the people who run the process, not the caller: Node prints it once on standard error, with its
 * code, and passes it to `process.on('warning')`.
 */
export function warn(code: string, message: string): void {
  process.emitWarning(message, { type: 'FsRoutesWarning', code });
}

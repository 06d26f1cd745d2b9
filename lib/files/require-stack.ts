import { readProperty } from '../reporting/thrown.js';

/** Returns the files that required each other up to a module that was not found, innermost first. */
export function requireStackOf(thrown: unknown): readonly string[] {
  const stack = readProperty(thrown, 'requireStack');
  return Array.isArray(stack) ? stack.filter((file) => typeof file === 'string') : [];
}

/**
 * Removes the file that `createRequire` was called with from the end of the require stack of an error, and from its
 * message: no such file has required anything, and often none exists.
 */
export function removeFromRequireStack(thrown: unknown, caller: string): void {
  const files = requireStackOf(thrown);
  if (files.at(-1) !== caller) return;
  const error = thrown as Error & { requireStack: readonly string[] };
  const textOf = (list: readonly string[]): string =>
    list.length === 0 ? '' : `\nRequire stack:\n${list.map((file) => `- ${file}`).join('\n')}`;
  const [before, after] = [textOf(files), textOf(files.slice(0, -1))];
  try {
    const { message, stack } = error;
    Object.assign(error, { message: message.replace(before, () => after), requireStack: files.slice(0, -1) });
    if (typeof stack === 'string') Object.assign(error, { stack: stack.replace(before, () => after) });
  } catch {
    // A frozen error stays as it is.
  }
}

import path from 'node:path';

/** Returns a path with `/` as separator. `separator` is the platform's, a parameter so that tests can be Windows. */
export function toPosix(text: string, separator: string = path.sep): string {
  return separator === '/' ? text : text.replaceAll(separator, '/');
}

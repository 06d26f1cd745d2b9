import path from 'node:path';

/**
 * Returns a path with `/` as separator.
 *
 * @param separator the platform's separator; a test passes that of Windows
 */
export function toPosix(text: string, separator: string = path.sep): string {
  return separator === '/' ? text : text.replaceAll(separator, '/');
}

import { realpathSync, statSync } from 'node:fs';

/** Changes whenever a file is written, put in the place of another, or removed. */
export function fileState(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stats ? `${stats.mtimeNs} ${stats.size} ${stats.ino}` : 'none';
}

export function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** Under which Node.js knows a module, whatever links led to it. The path itself where there is no file. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

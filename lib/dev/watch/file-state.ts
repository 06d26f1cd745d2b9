import { realpathSync, statSync, type BigIntStats } from 'node:fs';

/** Nothing for what is not there, and for what cannot be looked at: a link to itself, a file in the place of a folder. */
function statOf(file: string): BigIntStats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false, bigint: true });
  } catch {
    return undefined;
  }
}

/** Changes whenever a file is written, put in the place of another, or removed. */
export function fileState(file: string): string {
  const stats = statOf(file);
  return stats?.isFile() ? `${stats.mtimeNs} ${stats.size} ${stats.ino}` : 'none';
}

/** When a file was written, or came to its place; in milliseconds. */
export function changedAt(file: string): number {
  const stats = statOf(file);
  return stats ? Number(stats.mtimeMs > stats.ctimeMs ? stats.mtimeMs : stats.ctimeMs) : 0;
}

export function isFile(file: string): boolean {
  return statOf(file)?.isFile() === true;
}

export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

/** Real paths of many files that are asked for again and again. */
export class RealPaths {
  private readonly known = new Map<string, string>();

  readonly of = (file: string): string => {
    let real = this.known.get(file);
    if (real === undefined) this.known.set(file, (real = realPath(file)));
    return real;
  };

  /** Whether a link leads elsewhere than it did. */
  isOutdated(file: string): boolean {
    return this.of(file) !== realPath(file);
  }

  /** Links may lead elsewhere now. */
  forget(): void {
    this.known.clear();
  }
}

/** Under which Node.js knows a module, whatever links led to it. The path itself where there is no file. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

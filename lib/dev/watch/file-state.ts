import { realpathSync, statSync } from 'node:fs';

/** Changes whenever a file is written, put in the place of another, or removed. */
export function fileState(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stats ? `${stats.mtimeNs} ${stats.size} ${stats.ino}` : 'none';
}

export function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}

/** Real paths of many files that are asked for again and again. */
export class RealPaths {
  private readonly known = new Map<string, string>();

  readonly of = (file: string): string => {
    let real = this.known.get(file);
    if (real === undefined) this.known.set(file, (real = realPath(file)));
    return real;
  };

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

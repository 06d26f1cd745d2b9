import { realpathSync, statSync, type BigIntStats } from 'node:fs';

/**
 * Two changes within so many milliseconds may leave the same time on a file: file systems take the time from a clock
 * that ticks every 1 to 10 ms.
 */
export const clockTickMs = 10;

/** Returns `undefined` for what does not exist, and for what cannot be asked: a link to itself, a file as a folder. */
export function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false, bigint: true });
  } catch {
    return undefined;
  }
}

/**
 * Describes which version of a file is on the disk, in a text that changes whenever the file is written, replaced,
 * renamed or removed. `ctime` is what tells of a copy that keeps the time of the original.
 */
export function fileState(file: string): string {
  const stats = statOf(file);
  return stats?.isFile() ? formatState(stats) : 'none';
}

/**
 * Describes the version of a file that is about to be loaded. A file that has changed just now may change again without
 * a trace, so its state equals none that the disk will have: it is compared, and loaded, once more.
 */
export function stateBeforeLoading(file: string): string {
  const stats = statOf(file);
  if (!stats?.isFile()) return 'none';
  return isRecent(stats) ? `${formatState(stats)} recent` : formatState(stats);
}

export function formatState({ mtimeNs, ctimeNs, size, ino }: BigIntStats): string {
  return `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
}

/** Whether something has changed so recently that a second change may leave the same time. */
export function isRecent(stats: BigIntStats): boolean {
  return Math.abs(Date.now() - changeTime(stats)) <= clockTickMs;
}

/**
 * Whether a file may have been written, or put in its place, after a moment.
 *
 * @param moment in milliseconds
 */
export function hasChangedSince(file: string, moment: number): boolean {
  const stats = statOf(file);
  return stats !== undefined && changeTime(stats) > moment;
}

/** In milliseconds. */
function changeTime({ mtimeMs, ctimeMs }: BigIntStats): number {
  return Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs);
}

export function isFile(file: string): boolean {
  return statOf(file)?.isFile() === true;
}

/** Real paths of many files that are asked for again and again. */
export class RealPathCache {
  private readonly known = new Map<string, string>();

  readonly get = (file: string): string => {
    let real = this.known.get(file);
    if (real === undefined) this.known.set(file, (real = realPath(file)));
    return real;
  };

  /** Links may lead elsewhere now. */
  clear(): void {
    this.known.clear();
  }
}

/** Returns the path under which Node.js knows a module, whatever links led to it; the path itself if there is no file. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

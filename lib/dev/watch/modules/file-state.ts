import { realpathSync, statSync, type BigIntStats } from 'node:fs';

/**
 * The time within which two changes may leave the same modification time on a file: file systems take the time from a
 * clock that ticks every 1 to 10 ms.
 */
export const clockTickMs = 10;

/** Returns the stats of a path; `undefined` if it does not exist or cannot be read, such as a link to itself. */
export function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false, bigint: true });
  } catch {
    return undefined;
  }
}

/**
 * Returns a text that changes whenever the file is written, replaced, renamed or removed. It includes `ctime`, because
 * `cp -p` and `rsync -t` keep `mtime`.
 */
export function fileState(file: string): string {
  const stats = statOf(file);
  return stats?.isFile() ? formatState(stats) : 'none';
}

/**
 * Returns the state of a file that is about to be loaded. If the file has changed so recently that a second change may
 * leave the same times, the state differs from every later `fileState`, so that the file is loaded once more.
 */
export function stateBeforeLoading(file: string): string {
  const stats = statOf(file);
  if (!stats?.isFile()) return 'none';
  return isRecent(stats) ? `${formatState(stats)} recent` : formatState(stats);
}

/** Returns the state of a file or folder as a text. */
export function formatState({ mtimeNs, ctimeNs, size, ino }: BigIntStats): string {
  return `${mtimeNs} ${ctimeNs} ${size} ${ino}`;
}

/** Returns `true` if a second change may leave the same times as the last one. */
export function isRecent(stats: BigIntStats): boolean {
  return Math.abs(Date.now() - changeTime(stats)) <= clockTickMs;
}

/**
 * Returns `true` if a file may have been written, or moved to its path, after a point in time.
 *
 * @param moment in milliseconds
 */
export function hasChangedSince(file: string, moment: number): boolean {
  const stats = statOf(file);
  return stats !== undefined && changeTime(stats) > moment;
}

/** Returns the time of the last change in milliseconds. */
function changeTime({ mtimeMs, ctimeMs }: BigIntStats): number {
  return Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs);
}

export function isFile(file: string): boolean {
  return statOf(file)?.isFile() === true;
}

/** A cache of the real paths of files. */
export class RealPathCache {
  private readonly known = new Map<string, string>();

  readonly get = (file: string): string => {
    let real = this.known.get(file);
    if (real === undefined) this.known.set(file, (real = realPath(file)));
    return real;
  };

  /** Clears the cache. Call it when links may have other targets. */
  clear(): void {
    this.known.clear();
  }
}

/** Returns the path by which Node.js knows a module, with links resolved; the given path if there is no such file. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

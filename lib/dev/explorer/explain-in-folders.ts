import { explainMatch } from '../explain/explain-match.js';
import type { MountedFolder } from './check-arguments.js';
import { hidePaths } from './hide-paths.js';
import type { FolderMatch, MatchData } from './explorer-data.js';

/**
 * Explains a request in each folder whose mount path its URL begins with.
 *
 * @param url path and query string, as a client sends them
 */
export function explainInFolders(mounted: readonly MountedFolder[], method: string, url: string): MatchData {
  const matches = mounted.flatMap(({ mountPath, folder }): FolderMatch[] => {
    const prefix = mountPath === '/' ? '' : mountPath;
    const below = stripMountPath(url, prefix);
    if (below === undefined) return [];
    return [{ mountPath, explanation: explainMatch(hidePaths(folder), { method, url: below, mountPath: prefix }) }];
  });
  return { matches };
}

/** Returns the URL without its mount path, or `undefined` if it is not below the mount path. */
function stripMountPath(url: string, prefix: string): string | undefined {
  const stripped = url.slice(prefix.length);
  // Express ignores the letter case of a mount path.
  const isBelow = url.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase() && /^(?:[/?]|$)/.test(stripped);
  return isBelow ? stripped : undefined;
}

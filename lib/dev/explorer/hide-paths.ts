import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../types/problem.js';
import { toPosix } from '../../files/to-posix.js';
import type { RouteFolder } from '../../serving/route-folder.js';

/** Returns the folder as the page may know it: its problems name no path outside of the working directory. */
export function withoutPaths({ directory, settings, routes, modules, problems }: RouteFolder): RouteFolder {
  return {
    directory,
    settings,
    routes,
    modules,
    problems: problems.map((problem) => hidePathsInProblem(problem, directory)),
  };
}

/** Returns an absolute path as it is shown: relative to the working directory, or else only its last name. */
export function displayPath(absolutePath: string): string {
  const relative = path.relative(process.cwd(), absolutePath);
  if (relative === '') return '.';
  const isBelow = !/^\.\.(?:[\\/]|$)/.test(relative) && !path.isAbsolute(relative) && path.isAbsolute(absolutePath);
  return isBelow ? toPosix(relative) : `…/${/[^\\/]*$/.exec(absolutePath)![0]}`;
}

/**
 * What was thrown may have any path in its message, and a problem of the folder itself has the folder's. All others
 * are about names in the folder, and what begins with a slash there is of a URL.
 */
function hidePathsInProblem(problem: Problem, directory: string): Problem {
  const { message, help, cause, files } = problem;
  if (cause === undefined && files.length > 0) return problem;
  return { ...problem, message: hidePathsInText(message, directory), help: hidePathsInText(help, directory) };
}

/** What an absolute path begins with: a slash, a drive of Windows, or a share. */
const root = String.raw`(?:\/(?=[^\s/*'"\`(),;])|[A-Za-z]:[\\/]|\\\\(?=\w))`;

/** How messages have paths: in quotes, in parentheses, up to the end of a line, up to the next space. */
const absolutePath = new RegExp(
  [
    String.raw`(?<=(?<quote>['"\`]))${root}[^\n]*?(?=\k<quote>)`,
    String.raw`(?<=\()${root}[^()\n]*(?=\))`,
    String.raw`(?<=^[ \t]*(?:- )?|imported from )${root}[^()\n]*[^()\s]`,
    String.raw`(?<![\w.…/\\<-])${root}[^\s'"\`(),;]*`,
  ].join('|'),
  'gm',
);

function hidePathsInText(text: string, directory: string): string {
  const withoutUrls = text.replace(/file:\/{1,3}[^\s'"`()<>]+/gi, (url) => displayPath(filePathOf(url)));
  // As they are, because they may hold spaces and quotes.
  const withoutFolders = hideFolder(hideFolder(withoutUrls, process.cwd()), directory);
  return withoutFolders.replace(absolutePath, displayPath);
}

function filePathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}

/** Shortens a folder's path and paths below it. */
function hideFolder(text: string, folder: string): string {
  if (folder === path.dirname(folder)) return text;
  const escaped = folder.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const shown = displayPath(folder);
  return text.replace(
    new RegExp(String.raw`(?<![\w.…/\\-])${escaped}(?:(?<below>[\\/])|(?![\w-]))`, 'g'),
    (_all, below: string | undefined) => {
      if (below === undefined) return shown;
      return shown === '.' ? '' : `${shown}/`;
    },
  );
}

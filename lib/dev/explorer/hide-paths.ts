import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../types/problem.js';
import { toPosix } from '../../files/to-posix.js';
import type { RouteFolder } from '../../serving/route-folder.js';

/** Returns the folder without paths outside of the working directory in its problems. */
export function hidePaths({ directory, settings, routes, modules, problems }: RouteFolder): RouteFolder {
  return {
    directory,
    settings,
    routes,
    modules,
    problems: problems.map((problem) => hidePathsInProblem(problem, directory)),
  };
}

/**
 * Returns an absolute path for display, with `/`: relative to the working directory, or only the last name outside it.
 */
export function displayPath(absolutePath: string): string {
  const relative = path.relative(process.cwd(), absolutePath);
  if (relative === '') return '.';
  const isBelow = !/^\.\.(?:[\\/]|$)/.test(relative) && !path.isAbsolute(relative) && path.isAbsolute(absolutePath);
  return isBelow ? toPosix(relative) : `…/${absolutePath.replace(/^[^]*[\\/]/, '')}`;
}

/**
 * Removes paths outside of the working directory from a problem. The message of a thrown error may contain any path,
 * and a problem of the folder itself contains the path of the folder. All other problems have paths relative to the
 * folder, and a slash at the start of a word belongs to a URL.
 */
function hidePathsInProblem(problem: Problem, directory: string): Problem {
  const { message, help, cause, files } = problem;
  if (cause === undefined && files.length > 0) return problem;
  return { ...problem, message: hidePathsInText(message, directory), help: hidePathsInText(help, directory) };
}

/** Matches the start of an absolute path: a slash, a Windows drive, or a Windows share. */
const root = String.raw`(?:\/(?=[^\s/*'"\`(),;])|[A-Za-z]:[\\/]|\\\\(?=\w))`;

/** Matches absolute paths in messages: in quotes, in parentheses, up to the end of a line, or up to a space. */
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
  // These two paths are known, so they are found even if they contain spaces and quotes.
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

/** Shortens the path of a folder, and all paths below it. */
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

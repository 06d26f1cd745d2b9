import type { Problem } from '../../types/problem.js';
import type { Route } from '../../types/index.js';
import type { MatchExplanation } from '../explain/match-explanation.js';

/** What the page is told of a route. */
export type RouteData = Omit<Route, 'absolutePath'>;

/** What the page is told of a problem. */
export type ProblemData = Omit<Problem, 'cause'>;

/** What the page is told of a folder. */
export interface FolderData {
  readonly mountPath: string;
  /** Shown to people: the path relative to the working directory if it is below that, else its last name; with `/`. */
  readonly directory: string;
  /** Whether an edit of its files shows without a restart. */
  readonly isWatched: boolean;
  /** In order of precedence. */
  readonly routes: readonly RouteData[];
  readonly problems: readonly ProblemData[];
}

export interface ExplorerData {
  /** In the order in which they were given. */
  readonly folders: readonly FolderData[];
}

/** What one folder makes of a request. */
export interface FolderMatch {
  readonly mountPath: string;
  readonly explanation: MatchExplanation;
}

/** What becomes of a request: one answer per folder that is mounted above its path. */
export interface MatchData {
  readonly matches: readonly FolderMatch[];
}

import type { Problem } from '../../types/problem.js';
import type { Route } from '../../types/index.js';
import type { MatchExplanation } from '../explain/match-explanation.js';

/** A route, as the page gets it, in JSON. */
export type RouteData = Omit<Route, 'absolutePath' | 'config'>;

/** A problem, as the page gets it. */
export type ProblemData = Omit<Problem, 'cause'>;

/** A route folder, as the page gets it. */
export interface FolderData {
  readonly mountPath: string;
  /** The path of the folder as `displayPath` returns it. */
  readonly directory: string;
  /** Is `true` if edits of its files take effect without a restart. */
  readonly isWatched: boolean;
  /** The routes in order of precedence. */
  readonly routes: readonly RouteData[];
  readonly problems: readonly ProblemData[];
}

export interface ExplorerData {
  /** The folders in the order of the argument of `explorer`. */
  readonly folders: readonly FolderData[];
}

/** The explanation of a request in one folder. */
export interface FolderMatch {
  readonly mountPath: string;
  readonly explanation: MatchExplanation;
}

/** The explanations of a request, one for each folder whose mount path its URL begins with. */
export interface MatchData {
  readonly matches: readonly FolderMatch[];
}

/**
 * Every way in which this package refuses something, and what it warns of in a route folder. Each code has a
 * heading in the README and never changes its meaning.
 */
export type ErrorCode =
  | 'FSR_BAD_SOURCE'
  | 'FSR_BAD_OPTION'
  | 'FSR_DIRECTORY_NOT_FOUND'
  | 'FSR_NOT_A_DIRECTORY'
  | 'FSR_UNREADABLE'
  | 'FSR_LINK_NOT_FOLLOWED'
  | 'FSR_TOO_MANY_LINKS'
  | 'FSR_BAD_BRACKETS'
  | 'FSR_BAD_PARAM_NAME'
  | 'FSR_OPTIONAL_PARAM'
  | 'FSR_CATCH_ALL_NOT_LAST'
  | 'FSR_REPEATED_PARAM'
  | 'FSR_SIMILAR_PARAMS'
  | 'FSR_PARAM_NAME_CONFLICT'
  | 'FSR_CATCH_ALL_CONFLICT'
  | 'FSR_OPTIONAL_CATCH_ALL_CONFLICT'
  | 'FSR_DUPLICATE_ROUTE'
  | 'FSR_DUPLICATE_FOLDER'
  | 'FSR_DUPLICATE_METHOD'
  | 'FSR_DUPLICATE_MIDDLEWARE'
  | 'FSR_MIDDLEWARE_NAME'
  | 'FSR_LOAD_FAILED'
  | 'FSR_NO_HANDLER'
  | 'FSR_BAD_HANDLER'
  | 'FSR_BAD_CONFIG'
  | 'FSR_MALFORMED_URL'
  | 'FSR_METHOD_NOT_ALLOWED'
  | 'FSR_BODY_CONSUMED'
  | 'FSR_QUERY_FIXED'
  | 'FSR_NO_SUCH_ROUTE'
  | 'FSR_BAD_PARAMS'
  | 'FSR_NO_PAGES'
  | 'FSR_BAD_EXPLORER'
  | 'FSR_EXPLORER_IN_PRODUCTION'
  | 'FSR_NO_WATCH';

/** One thing that is wrong: what, where, and the way out. */
export interface Problem {
  readonly code: ErrorCode;
  /** What is wrong, and the rule it breaks, in one sentence. */
  readonly message: string;
  /** How to fix it. */
  readonly help: string;
  /** The files concerned, relative to the route folder, with `/`; empty where no file is at fault. */
  readonly files: readonly string[];
  /** Folders of which every route is concerned, named like `files`. */
  readonly folders?: readonly string[];
  /** What was thrown, where something was. */
  readonly cause?: unknown;
}

/** A problem of a file that the caller knows. */
export type Issue = Omit<Problem, 'files'>;

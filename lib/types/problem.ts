/**
 * The code of an error, or of a warning about a route folder. Each code has a heading in docs/errors.md and never
 * changes its meaning.
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
  | 'FSR_LITERAL_NAME'
  | 'FSR_NOT_SERVED'
  | 'FSR_LOAD_FAILED'
  | 'FSR_NO_HANDLER'
  | 'FSR_BAD_HANDLER'
  | 'FSR_UNKNOWN_EXPORT'
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

/** Something that is wrong, with the files concerned and the way to fix it. */
export interface Problem {
  readonly code: ErrorCode;
  /** A sentence that says what is wrong. */
  readonly message: string;
  /** The way to fix it. */
  readonly help: string;
  /** The files concerned, relative to the route folder and with `/`. Empty if the problem is not in a file. */
  readonly files: readonly string[];
  /** The folders concerned with all of their routes, named as in `files`. */
  readonly folders?: readonly string[];
  /** The error or other value that was thrown, if the problem reports one. */
  readonly cause?: unknown;
}

/** A problem without its file, which the caller adds. */
export type Issue = Omit<Problem, 'files'>;

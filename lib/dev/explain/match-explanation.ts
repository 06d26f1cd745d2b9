import type { Params, Query } from '../../types/index.js';

/** How a request ends. */
export type Outcome =
  /** A route answers it. */
  | 'answered'
  /** A route matches, and has no handler for the method: 405. */
  | 'method-not-allowed'
  /** A route matches, and one of its params has a malformed escape: 400. */
  | 'malformed'
  /** A route matches, and its file or its middleware is broken: 500, where the folder starts at all. */
  | 'broken'
  /** `compat: 'next'` redirects to a tidier URL: 308. */
  | 'redirected'
  /** No route matches: the request goes on to the next middleware of the app. */
  | 'not-matched';

/** One route that a request could have reached, and why it did or did not. */
export interface Candidate {
  /** Relative to the route folder, with `/`. */
  readonly file: string;
  /** `/posts/[pid]` */
  readonly path: string;
  /** `chosen`; `later`, which matches too and is asked only if those before it go on; `failed`. */
  readonly verdict: 'chosen' | 'later' | 'failed';
  /** One sentence: why. */
  readonly reason: string;
  /** Where it failed: the index of the segment of `path`, or its length where the URL has more. */
  readonly failedAt?: number;
}

/** Which file answers a request, with which `req.query`, and why. Plain data: it goes into JSON as it is. */
export interface MatchExplanation {
  readonly method: string;
  /** As it was asked: path and query string, without the mount path. */
  readonly url: string;
  readonly outcome: Outcome;
  /** One sentence that says it all: for people. */
  readonly summary: string;
  /** The file that was chosen. */
  readonly file?: string;
  readonly path?: string;
  readonly expressPath?: string;
  /** Which export is called: `GET` for HEAD too, or `default`; absent where none is, or the file is not loaded. */
  readonly handler?: string;
  /** The `_middleware` files that are called before it, outermost first. */
  readonly middleware?: readonly string[];
  readonly params?: Params;
  /** `req.query`, as Express 5's own parser and that of Next.js have it. */
  readonly query?: Query;
  /** Where the response has the header `Allow` (405, and OPTIONS without an export of its own): what it has. */
  readonly allow?: readonly string[];
  /** With `redirected`: where to. */
  readonly location?: string;
  /** Those that come nearest, ten at most, in order of precedence. */
  readonly candidates: readonly Candidate[];
  /** How many more routes there are: nearly all of them differ from the URL early on. */
  readonly others: number;
}

import type { Params, Query } from '../../types/index.js';

/** The result of a request. */
export type Outcome =
  /** A route answers it. */
  | 'answered'
  /** A route matches, but has no handler for the method: 405. */
  | 'method-not-allowed'
  /** A route matches, but one of its params has a malformed escape: 400. */
  | 'malformed'
  /** A route matches, but its file or its middleware is broken: 500, if the folder starts at all. */
  | 'broken'
  /** `compat: 'next'` redirects to the normalized URL: 308. */
  | 'redirected'
  /** No route matches: the Router calls `next()`. */
  | 'not-matched';

/** A route that is close to the URL of a request, and why it matched or did not. */
export interface Candidate {
  /** The path of the file, relative to the route folder and with `/`. */
  readonly file: string;
  /** The path of the route, such as `/posts/[pid]`. */
  readonly path: string;
  /** `chosen`; `later` if it matches too, and runs only if those before it call `next()`; or `failed`. */
  readonly verdict: 'chosen' | 'later' | 'failed';
  /** The reason for the verdict, in one sentence. */
  readonly reason: string;
  /** The index of the segment of `path` that failed; its number of segments if the URL has more. */
  readonly failedAt?: number;
}

/** The file that answers a request, its `req.query`, and why: plain data that JSON can hold. */
export interface MatchExplanation {
  readonly method: string;
  /** The path and query string of the request, without the mount path. */
  readonly url: string;
  readonly outcome: Outcome;
  /** The explanation in one sentence, for people. */
  readonly summary: string;
  /** The file that was chosen, relative to the route folder and with `/`. */
  readonly file?: string;
  readonly path?: string;
  readonly expressPath?: string;
  /**
   * The export that is called: a method (`GET` for HEAD, too) or `default`; absent if there is none or it is unknown.
   */
  readonly handler?: string;
  /** The `_middleware` files that run before the handler, outermost first. */
  readonly middleware?: readonly string[];
  readonly params?: Params;
  /** The `req.query` that Express 5's default parser and that of Next.js make. */
  readonly query?: Query;
  /** The methods in the response's `Allow` header: for 405, and for OPTIONS without a handler of its own. */
  readonly allow?: readonly string[];
  /** The URL that a `redirected` request is sent to. */
  readonly location?: string;
  /** The routes closest to the URL, at most ten, in order of precedence. */
  readonly candidates: readonly Candidate[];
  /** The number of routes that are not among the candidates. */
  readonly others: number;
}

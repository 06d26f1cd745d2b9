import { inspect } from 'node:util';
import type { Request, RequestParamHandler } from 'express';
import { printable } from '../reporting/printable.js';
import type { Params, Route } from '../types/index.js';

/** A callback that the app registered with `router.param`. */
export interface ParamCallback {
  readonly name: string;
  readonly callback: RequestParamHandler;
}

/** The outcome of a callback of `router.param` for one value. */
export interface ParamOutcome {
  /** The value that matched, as JSON. */
  readonly matched: string;
  /** The value of `req.params[name]` after the callback, which may replace an id by its record. */
  readonly value: unknown;
  readonly error: unknown;
}

export interface FolderProgress {
  /** The `_middleware` files whose handlers have all called `next()`. They are not called again. */
  readonly passed: Set<string>;
  /** The depth of the folder whose middleware is running, 0 for the outermost; `Infinity` if none is running. */
  depth: number;
}

/** The value of `query` and `cookies` of a visit until they are first read. */
export const notComputed = Symbol('not computed');

/**
 * The key of the newest visit on a request. A symbol, so that a Proxy of the request, or an object that inherits from
 * it, has the same visit.
 */
const visitKey = Symbol('express-pages-api.visit');

type Visited = Request & { [visitKey]?: RouteVisit | undefined };

/** The visit of one request to one route: it changes the request in `enter()` and restores it in `exit()`. */
export class RouteVisit {
  /** The values of `req.query` and `req.cookies`, if handlers have read or set them: see express/extend-request.ts. */
  query: unknown = notComputed;
  cookies: unknown = notComputed;
  /** Is `true` if `req.query` is computed when it is first read. */
  hasLazyQuery = false;
  /** Is `true` if the request had no `query` of its own before the visit. */
  ownsQuery = false;
  /** Is `true` if the request had no `cookies` before the visit. */
  ownsCookies = false;
  /** The values of `req.url` and `req.baseUrl` for handlers, if they differ from the current ones. */
  urlForHandlers: Pick<Request, 'url' | 'baseUrl'> | undefined = undefined;
  /** Is `true` once a handler has called `next('router')`. */
  leavesRouter = false;
  /** The visit around this one, if a handler called another `fsRoutes` Router. */
  readonly parent: RouteVisit | undefined;

  private readonly urlBefore: string;
  private readonly baseUrlBefore: string;
  private readonly paramsBefore: Request['params'];
  private readonly nextBefore: Request['next'];
  private restorers: (() => void)[] | undefined = undefined;
  private progress: FolderProgress | undefined;
  private outcomesOfParams: Map<ParamCallback, ParamOutcome> | undefined;
  hasExited = false;

  /**
   * Creates the visit and stores it on the request. It has not entered the route yet.
   *
   * @param params the params of the route, as they matched
   * @param paramsForHandlers the value of `req.params` for handlers
   * @param previous the visit to the route from which the request fell through to this one
   */
  constructor(
    readonly req: Request,
    readonly route: Route,
    readonly params: Params,
    private readonly paramsForHandlers: Params,
    previous: RouteVisit | undefined,
  ) {
    this.parent = visitOf(req);
    this.urlBefore = req.url;
    this.baseUrlBefore = req.baseUrl;
    this.paramsBefore = req.params;
    this.nextBefore = req.next;
    this.outcomesOfParams = previous?.outcomesOfParams;
    const folderProgress = previous?.progress;
    this.progress = folderProgress && { passed: folderProgress.passed, depth: Infinity };
    (req as Visited)[visitKey] = this;
  }

  /** The outcomes of `router.param`, those of previous visits included: Express calls a callback once per value. */
  get paramOutcomes(): Map<ParamCallback, ParamOutcome> {
    return (this.outcomesOfParams ??= new Map<ParamCallback, ParamOutcome>());
  }

  /** The progress of the request through folder middleware, in this visit and in previous ones. */
  get folderProgress(): FolderProgress {
    return (this.progress ??= { passed: new Set<string>(), depth: Infinity });
  }

  /** Adds a function that `exit()` calls to restore something. The last one added is called first. */
  onExit(restore: () => void): void {
    (this.restorers ??= []).push(restore);
  }

  /**
   * Sets the params and URLs for handlers. Call it before the first code of the user, after Express has set its own.
   */
  enter(): void {
    this.req.params = this.paramsForHandlers as Request['params'];
    if (this.urlForHandlers) Object.assign(this.req, this.urlForHandlers);
  }

  /**
   * Restores everything as it was before the visit, except `req.route`: Express leaves it as well, and metrics and logs
   * read from it which route failed. Returns `false` if the visit has already exited.
   */
  exit(): boolean {
    if (this.hasExited) return false;
    const { req } = this;
    this.hasExited = true;
    for (const restore of this.restorers?.reverse() ?? []) restore();
    if (this.ownsQuery) Reflect.deleteProperty(req, 'query');
    if (this.ownsCookies) Reflect.deleteProperty(req, 'cookies');
    req.url = this.urlBefore;
    req.baseUrl = this.baseUrlBefore;
    req.params = this.paramsBefore;
    req.next = this.nextBefore;
    removeExited(req);
    return true;
  }

  /** Returns the text by which `util.inspect` shows the visit on a request. */
  [inspect.custom](): string {
    return `RouteVisit { ${printable(this.route.file)} }`;
  }
}

/**
 * Returns the current visit of a request, or `undefined` if the request is not in a route.
 *
 * @param req the request, a Proxy of it, or an object that inherits from it. If an app sends such an object through the
 *   app again, it has a visit of its own.
 */
export function visitOf(req: Request): RouteVisit | undefined {
  const newest = (req as Visited)[visitKey];
  if (newest === undefined || (newest.req === req && !newest.hasExited)) return newest;
  let current: RouteVisit | undefined;
  for (let visit: RouteVisit | undefined = newest; visit; visit = visit.parent) {
    if (visit.hasExited) continue;
    if (visit.req === req) return visit;
    current ??= visit;
  }
  return current;
}

/** Returns the current visit of a request in a handler, which always has one. */
export function currentVisit(req: Request): RouteVisit {
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- no handler runs after its visit has exited
  return visitOf(req)!;
}

/** Removes visits that have exited from a request. */
function removeExited(req: Visited): void {
  let newest = req[visitKey];
  while (newest?.hasExited) newest = newest.parent;
  if (newest) req[visitKey] = newest;
  else Reflect.deleteProperty(req, visitKey);
}

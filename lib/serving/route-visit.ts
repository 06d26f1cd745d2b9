import { inspect } from 'node:util';
import type { Request, RequestParamHandler } from 'express';
import { printable } from '../reporting/printable.js';
import type { Params, Route } from '../types/index.js';

/** One call of `router.param`. */
export interface ParamCallback {
  readonly name: string;
  readonly callback: RequestParamHandler;
}

/** What a callback of `router.param` made of a value. */
export interface ParamOutcome {
  readonly matched: string;
  /** `req.params[name]` after it: a callback may put a record in the place of its id. */
  readonly value: unknown;
  readonly error: unknown;
}

export interface FolderProgress {
  /** The `_middleware` files that have gone on, all of their handlers: they are not called again. */
  readonly passed: Set<string>;
  /** Of the folder whose middleware is being called, 0 for the outermost; `Infinity` once they are all passed. */
  depth: number;
}

/** Of `query` and `cookies`, until somebody reads them. */
export const notComputed = Symbol('unread');

/** Where a request has its newest visit. What inherits from the request, or is a Proxy of it, has the same. */
const visitKey = Symbol('express-pages-api.visit');

type Visited = Request & { [visitKey]?: RouteVisit | undefined };

/** One request on its way through one route. */
export class RouteVisit {
  /** What handlers see as `req.query` and `req.cookies`, once they have read them: see express/extend-request.ts. */
  query: unknown = notComputed;
  cookies: unknown = notComputed;
  /** Whether `query` is made when it is read. */
  hasLazyQuery = false;
  /** Whether the request had none of its own before. */
  ownsQuery = false;
  ownsCookies = false;
  /** What the handlers see as `req.url` and `req.baseUrl`, where that is not what is there. */
  urlForHandlers: Pick<Request, 'url' | 'baseUrl'> | undefined = undefined;
  /** Whether a handler called `next('router')`. */
  leavesRouter = false;
  /** The visit that this one is within, where a handler called another `fsRoutes` Router. */
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
   * @param params of the route, as they matched
   * @param paramsForHandlers what `req.params` becomes
   * @param previous the visit to the route that this one fell through from
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

  /** Of the routes that this one fell through from, too: Express calls each callback once per value. */
  get paramOutcomes(): Map<ParamCallback, ParamOutcome> {
    return (this.outcomesOfParams ??= new Map<ParamCallback, ParamOutcome>());
  }

  /** How far the request has come through the middleware of folders, on its way to this route and to those before. */
  get folderProgress(): FolderProgress {
    return (this.progress ??= { passed: new Set<string>(), depth: Infinity });
  }

  /** Adds what is to be done when the request leaves the route; the last is done first. */
  onExit(undo: () => void): void {
    (this.restorers ??= []).push(undo);
  }

  /** Called before the first code of the user's, after Express has set what it thinks right. */
  enter(): void {
    this.req.params = this.paramsForHandlers as Request['params'];
    if (this.urlForHandlers) Object.assign(this.req, this.urlForHandlers);
  }

  /**
   * Puts back everything as it was before the visit, but for `req.route`, which Express leaves, too: metrics and logs
   * want to know where an error came from. Returns false if that was done before.
   */
  exit(): boolean {
    if (this.hasExited) return false;
    const { req } = this;
    this.hasExited = true;
    for (const undo of this.restorers?.reverse() ?? []) undo();
    if (this.ownsQuery) Reflect.deleteProperty(req, 'query');
    if (this.ownsCookies) Reflect.deleteProperty(req, 'cookies');
    req.url = this.urlBefore;
    req.baseUrl = this.baseUrlBefore;
    req.params = this.paramsBefore;
    req.next = this.nextBefore;
    forget(req);
    return true;
  }

  /** `util.inspect` of a request shows this much of it. */
  [inspect.custom](): string {
    return `RouteVisit { ${printable(this.route.file)} }`;
  }
}

/**
 * Returns the visit under way; none once a handler that goes on twice has left the route.
 *
 * @param req the request, or what it is seen through: a Proxy, or an object that inherits from it. Where an app sends
 *   one of them through itself again, each has a visit of its own.
 */
export function visitOf(req: Request): RouteVisit | undefined {
  const newest = (req as Visited)[visitKey];
  if (newest === undefined || (newest.req === req && !newest.hasExited)) return newest;
  let underWay: RouteVisit | undefined;
  for (let visit: RouteVisit | undefined = newest; visit; visit = visit.parent) {
    if (visit.hasExited) continue;
    if (visit.req === req) return visit;
    underWay ??= visit;
  }
  return underWay;
}

/** Takes visits that are over off a request. */
function forget(req: Visited): void {
  let newest = req[visitKey];
  while (newest?.hasExited) newest = newest.parent;
  if (newest) req[visitKey] = newest;
  else Reflect.deleteProperty(req, visitKey);
}

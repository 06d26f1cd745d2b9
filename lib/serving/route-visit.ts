import type { Request, RequestParamHandler } from 'express';
import { hiddenField } from './hidden-field.js';
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
export const unread = Symbol('unread');

/**
 * Of requests, on their `trailers`: an object that Node.js makes for each request and nobody replaces.
 *
 * Not on the request itself: since Express has changed its prototype, V8 copies the description of all its
 * properties for each that is added, a tenth of the memory that a whole request takes; and a WeakMap beside
 * it is slow to collect.
 */
const newestVisit = hiddenField<RouteVisit>();

/** One request on its way through one route. */
export class RouteVisit {
  /** What the handlers see as `req.query`, `req.cookies` and `req.route`: see express-view.ts. */
  query: unknown = unread;
  cookies: unknown = unread;
  expressRoute: unknown;
  /** What was put between the request and its prototype; nothing where an outer visit has done so. */
  view: object | undefined = undefined;
  /** Whether a `query` of the request's own is one that somebody defined during the visit. */
  dropsOwnQuery = false;
  /** What the handlers see as `req.url` and `req.baseUrl`, where that is not what is there. */
  address: Pick<Request, 'url' | 'baseUrl'> | undefined = undefined;
  /** Whether a handler called `next('router')`. */
  leavesRouter = false;
  /** The visit that this one is within, where a handler called another `fsRoutes` Router. */
  readonly outer: RouteVisit | undefined;

  private readonly urlBefore: string;
  private readonly baseUrlBefore: string;
  private readonly paramsBefore: Request['params'];
  private readonly nextBefore: Request['next'];
  private undo: (() => void)[] | undefined = undefined;
  private folderProgress: FolderProgress | undefined;
  private outcomes: Map<ParamCallback, ParamOutcome> | undefined;
  isOver = false;

  /**
   * @param params of the route, as they matched
   * @param seenParams what `req.params` becomes
   * @param previous the visit to the route that this one fell through from
   */
  constructor(
    readonly req: Request,
    readonly route: Route,
    readonly params: Params,
    private readonly seenParams: Params,
    previous: RouteVisit | undefined,
  ) {
    const holder = holderOf(req);
    this.outer = newestOf(req, holder);
    this.urlBefore = req.url;
    this.baseUrlBefore = req.baseUrl;
    this.paramsBefore = req.params;
    this.nextBefore = req.next;
    this.outcomes = previous?.outcomes;
    const folders = previous?.folderProgress;
    this.folderProgress = folders && { passed: folders.passed, depth: Infinity };
    newestVisit.set(holder, this);
  }

  /** Of the routes that this one fell through from, too: Express calls each callback once per value. */
  get paramOutcomes(): Map<ParamCallback, ParamOutcome> {
    return (this.outcomes ??= new Map<ParamCallback, ParamOutcome>());
  }

  /** How far the request has come through the middleware of folders, on its way to this route and to those before. */
  get folders(): FolderProgress {
    return (this.folderProgress ??= { passed: new Set<string>(), depth: Infinity });
  }

  /** Adds what is to be done when the request leaves the route; the last is done first. */
  onLeave(undo: () => void): void {
    (this.undo ??= []).push(undo);
  }

  /** Called before the first code of the user's, after Express has set what it thinks right. */
  arrive(): void {
    this.req.params = this.seenParams as Request['params'];
    if (this.address) Object.assign(this.req, this.address);
  }

  /** Puts back everything as it was before the visit. Answers false when that was done before. */
  leave(): boolean {
    if (this.isOver) return false;
    const { req } = this;
    const route: unknown = req.route;
    this.isOver = true;
    for (const undo of this.undo?.reverse() ?? []) undo();
    if (this.dropsOwnQuery) Reflect.deleteProperty(req, 'query');
    if (this.view) Object.setPrototypeOf(req, Object.getPrototypeOf(this.view) as object);
    req.url = this.urlBefore;
    req.baseUrl = this.baseUrlBefore;
    req.params = this.paramsBefore;
    req.next = this.nextBefore;
    const holder = holderOf(req);
    if (newestVisit.get(holder) === this) newestVisit.set(holder, this.outer);
    // This one stays, as Express leaves it: metrics and logs want to know where an error came from.
    req.route = route;
    return true;
  }
}

/**
 * The visit under way; none once a handler that goes on twice has left the route.
 *
 * @param req the request, or what it is seen through, a Proxy or an object that inherits from it. Those share
 * its trailers; where an app sends one of them through itself again, each has a visit of its own.
 */
export function visitOf(req: Request): RouteVisit | undefined {
  return newestOf(req, holderOf(req));
}

function newestOf(req: Request, holder: object): RouteVisit | undefined {
  let newest: RouteVisit | undefined;
  for (let visit = newestVisit.get(holder); visit; visit = visit.outer) {
    if (visit.isOver) continue;
    if (visit.req === req) return visit;
    newest ??= visit;
  }
  return newest;
}

/** A request that Node.js did not make may have no trailers. */
function holderOf(req: { readonly trailers?: object }): object {
  return req.trailers ?? req;
}

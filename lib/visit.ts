import type { Request, RequestParamHandler } from 'express';
import type { Params, Route } from './types.js';

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

/** Of `query` and `cookies`, until somebody reads them. */
export const unread = Symbol('unread');

const currentVisit = Symbol('express-pages-api: visit');

/** Whatever a request is seen through, a Proxy or an object that inherits from it, has the property, too. */
type VisitedRequest = Request & { [currentVisit]?: Visit };

/**
 * One request on its way through one route: the only property that we put on a request. Each costs several
 * percent of the whole request, after Express has changed its prototype; a WeakMap beside it costs more
 * still, in garbage collection under load.
 */
export class Visit {
  /** What the handlers see as `req.query`, `req.cookies` and `req.route`: see express-view.ts. */
  query: unknown = unread;
  cookies: unknown = unread;
  expressRoute: unknown;
  /** What was put between the request and its prototype; nothing where an outer visit has done so. */
  view: object | undefined = undefined;
  /** Which of the view's properties the request had of its own, and keeps. */
  hasOwn: Readonly<Record<'query' | 'cookies', boolean>> | undefined = undefined;
  /** What the handlers see as `req.url` and `req.baseUrl`, where that is not what is there. */
  address: Pick<Request, 'url' | 'baseUrl'> | undefined = undefined;
  /** Whether a handler called `next('router')`. */
  leavesRouter = false;
  /** The visit that this one is within, where a handler called another `fsRoutes` Router. */
  readonly outer: Visit | undefined;

  private readonly urlBefore: string;
  private readonly baseUrlBefore: string;
  private readonly paramsBefore: Request['params'];
  private readonly nextBefore: Request['next'];
  private undo: (() => void)[] | undefined = undefined;
  private outcomes: Map<ParamCallback, ParamOutcome> | undefined;
  private isOver = false;

  /**
   * @param params of the route, as they matched
   * @param seenParams what `req.params` becomes
   * @param previous the visit to the route that this one fell through from
   */
  constructor(
    readonly req: VisitedRequest,
    readonly route: Route,
    readonly params: Params,
    private readonly seenParams: Params,
    previous: Visit | undefined,
  ) {
    this.outer = req[currentVisit];
    this.urlBefore = req.url;
    this.baseUrlBefore = req.baseUrl;
    this.paramsBefore = req.params;
    this.nextBefore = req.next;
    this.outcomes = previous?.outcomes;
    req[currentVisit] = this;
  }

  /** Of the routes that this one fell through from, too: Express calls each callback once per value. */
  get paramOutcomes(): Map<ParamCallback, ParamOutcome> {
    return (this.outcomes ??= new Map<ParamCallback, ParamOutcome>());
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
    this.isOver = true;
    const { req } = this;
    const route: unknown = req.route;
    for (const undo of this.undo?.reverse() ?? []) undo();
    if (this.hasOwn?.query === false) Reflect.deleteProperty(req, 'query');
    if (this.hasOwn?.cookies === false) Reflect.deleteProperty(req, 'cookies');
    if (this.view) Object.setPrototypeOf(req, Object.getPrototypeOf(this.view) as object);
    req.url = this.urlBefore;
    req.baseUrl = this.baseUrlBefore;
    req.params = this.paramsBefore;
    req.next = this.nextBefore;
    if (this.outer) req[currentVisit] = this.outer;
    else delete req[currentVisit];
    // This one stays, as Express leaves it: metrics and logs want to know where an error came from.
    req.route = route;
    return true;
  }
}

/** The visit under way; none once a handler that goes on twice has left the route. */
export function visitOf(req: VisitedRequest): Visit | undefined {
  return req[currentVisit];
}

import express from 'express';
import type { IRoute, NextFunction, RequestHandler, Response, Router } from 'express';
import { respell, type PatternSyntax } from './express-pattern.js';
import type { Mode } from './mode.js';
import { callParams } from './param-callbacks.js';
import { named, runHandlers, takesErrors, type Handler, type Preparation } from './run-handlers.js';
import { spellings } from './static-name.js';
import type { Route, RouteModule } from './types.js';
import { visitOf, type ParamCallback, type Visit } from './visit.js';

/**
 * Which path syntax the installed Express has: only version 4 exports `query`. Not found out by trying a
 * path, because New Relic's hooks do not survive that a method of Express's throws.
 */
export function patternSyntax(): PatternSyntax {
  return 'query' in express ? 'express4' : 'express5';
}

/** What all routes of a tree have in common. */
export interface Serving {
  readonly mode: Mode;
  /** By `Route.file`. */
  readonly modules: ReadonlyMap<string, RouteModule>;
  /** Of `router.param` on the Router that the app mounted. */
  readonly paramCallbacks: readonly ParamCallback[];
}

/** A route that answers. What it needs for that is made when it is first asked for. */
export class ServedRoute {
  /** What `req.route` is, unless Express sets it. */
  private expressRoute: IRoute | undefined = undefined;
  private preparation: Preparation | undefined = undefined;
  private first: RequestHandler | undefined = undefined;
  /** All of them; the first with what comes before it. */
  private handlers: readonly Handler[] = none;
  private router: Router | undefined = undefined;
  /** Whether a client may spell the path otherwise than Express knows it. */
  private hasSpellings = false;

  constructor(
    readonly route: Route,
    private readonly serving: Serving,
  ) {}

  /** Calls the handlers itself. Where nothing stands between Express and them, nobody can tell: see find-tracing.ts. */
  dispatch(visit: Visit, res: Response, done: NextFunction): void {
    if (!this.first) this.getReady();
    visit.expressRoute = this.expressRoute;
    this.serving.mode.show(visit);
    visit.req.next = done;
    if (this.handlers.length === 1) this.arrive(visit, res, done);
    else runHandlers(this.handlers, visit.req, res, done);
  }

  /**
   * Hands the request to a small Express Router that holds this one route under its string path: what
   * tracing tools need to name it. Which Router is asked, the trie has decided, so the cost does not grow
   * with the number of routes.
   *
   * @param pathname the one that matched
   */
  dispatchThroughRouter(visit: Visit, pathname: string, res: Response, done: NextFunction): void {
    if (!this.first) this.getReady();
    const { req } = visit;
    this.serving.mode.show(visit);
    this.router ??= this.createRouter();
    const spelled = this.hasSpellings ? respell(pathname, this.route.segments) : pathname;
    if (spelled !== req.path) {
      const { url, baseUrl } = req;
      const query = url.indexOf('?');
      visit.address ??= { url, baseUrl };
      req.url = query === -1 ? spelled : spelled + url.slice(query);
    }
    this.router(req, res, done);
  }

  /** Makes the request what the user's code expects, and calls the first handler. */
  private arrive(visit: Visit, res: Response, next: NextFunction): void {
    const first = this.first!;
    const preparation = this.preparation!;
    const { paramCallbacks } = this.serving;
    visit.arrive();
    if (paramCallbacks.length === 0 && !preparation.isDue(visit.req)) void first(visit.req, res, next);
    else runHandlers([callParams(paramCallbacks), ...preparation.steps, first], visit.req, res, next);
  }

  private getReady(): void {
    const { route } = this;
    const { mode, modules } = this.serving;
    const module = modules.get(route.file)!;
    this.expressRoute = express.Router().route(route.expressPath);
    this.preparation = mode.preparation(route, module);
    const [first, ...rest] = startingWithOne(mode.handlers(route, module));
    // Arrival and preparation are part of the first handler, so that tracing tools see the user's only.
    const arrive: RequestHandler = (req, res, next) => this.arrive(visitOf(req)!, res, next);
    this.handlers = [named(first, arrive), ...rest];
    this.first = first;
  }

  private createRouter(): Router {
    // Neither strict nor case-sensitive: it has to agree with the trie, whatever that was told.
    const router = express.Router();
    this.hasSpellings = this.route.segments.some(({ kind, name }) => kind === 'static' && spellings(name).length > 1);
    router.route(this.route.expressPath).all(...(this.handlers as RequestHandler[]));
    return router;
  }
}

const none: readonly Handler[] = [];

/** A list that begins with an error handler would leave nobody to begin with. */
function startingWithOne(handlers: readonly Handler[]): [RequestHandler, ...Handler[]] {
  const goOn: RequestHandler = (_req, _res, next) => next();
  const startsWithOne = handlers[0] !== undefined && !takesErrors(handlers[0]);
  return (startsWithOne ? [...handlers] : [goOn, ...handlers]) as [RequestHandler, ...Handler[]];
}

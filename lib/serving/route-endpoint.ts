import express from 'express';
import type { IRoute, NextFunction, Request, RequestHandler, Response, Router } from 'express';
import { answerOptions, refuseMethod } from './answer-other-methods.js';
import { wrapWithMiddleware } from './wrap-with-middleware.js';
import type { RequestConventions } from './conventions.js';
import { runParamCallbacks } from './param-callbacks.js';
import { replacePathname } from '../request/request-path.js';
import { withNameOf, runHandlers } from './run-handlers.js';
import type { Handler } from '../types/handler.js';
import { takesErrors } from '../files/handler-exports.js';
import type { HandlerList, Route, RouteModule } from '../types/index.js';
import { visitOf, type ParamCallback, type RouteVisit } from './route-visit.js';

/** What all routes of a tree have in common. */
export interface EndpointContext {
  readonly conventions: RequestConventions;
  /** By `Route.file`, and by the file of a folder's middleware. */
  readonly modules: ReadonlyMap<string, RouteModule>;
  /** Of `router.param` on the Router that the app mounted. */
  readonly paramCallbacks: readonly ParamCallback[];
}

/** What a route does with the requests of one method, or of all. */
interface Chain {
  /** All handlers; the first with what comes before it. */
  readonly handlers: readonly Handler[];
  /** The first by itself. */
  readonly first: RequestHandler;
  router: Router | undefined;
}

/** What a route answers with. */
interface Compiled {
  /** What `req.route` is, unless Express sets it. */
  readonly expressRoute: IRoute;
  /** By method; none where one chain is for all. */
  readonly methods: ReadonlyMap<string, Chain> | undefined;
  /** For methods that the file has no export for. */
  readonly otherMethods: Chain;
}

/** A route that answers. What it needs for that is made when it is first asked for. */
export class RouteEndpoint {
  private compiled: Compiled | undefined = undefined;

  constructor(
    readonly route: Route,
    private readonly serving: EndpointContext,
  ) {}

  /** Calls the handlers itself. Where nothing stands between Express and them, nobody can tell: see detect-tracing.ts. */
  dispatch(visit: RouteVisit, res: Response, done: NextFunction): void {
    const compiled = (this.compiled ??= this.compile());
    const chain = chainFor(visit.req, compiled);
    visit.req.route = compiled.expressRoute;
    this.serving.conventions.extendRequest(visit);
    visit.req.next = done;
    if (chain.handlers.length === 1) this.enter(chain, visit, res, done);
    else runHandlers(chain.handlers, visit.req, res, done);
  }

  /**
   * Hands the request to a small Express Router that holds this one route under its string path: what
   * tracing tools need to name it. Which Router is asked, the trie has decided, so the cost does not grow
   * with the number of routes.
   *
   * @param pathname the one that matched
   */
  dispatchThroughRouter(visit: RouteVisit, pathname: string, res: Response, done: NextFunction): void {
    const { req } = visit;
    const compiled = (this.compiled ??= this.compile());
    const chain = chainFor(req, compiled);
    this.serving.conventions.extendRequest(visit);
    chain.router ??= this.createRouter(chain);
    if (pathname !== req.path) {
      const { url, baseUrl } = req;
      visit.urlForHandlers ??= { url, baseUrl };
      req.url = replacePathname(url, pathname);
    }
    chain.router(req, res, done);
  }

  /** Makes the request what the user's code expects, and calls the first handler. */
  private enter({ first }: Chain, visit: RouteVisit, res: Response, next: NextFunction): void {
    const { paramCallbacks } = this.serving;
    visit.enter();
    if (paramCallbacks.length === 0) void first(visit.req, res, next);
    else runHandlers([runParamCallbacks(paramCallbacks), first], visit.req, res, next);
  }

  private compile(): Compiled {
    const { route } = this;
    const { conventions, modules } = this.serving;
    const { handlers, methods, config } = modules.get(route.file)!;
    const folders = route.middleware.map((file) => ({ file, handlers: modules.get(file)!.handlers }));
    const createChain = (own: HandlerList): Chain =>
      this.createChain(conventions.createHandlers(route, own, config, folders));
    // What answers in the place of a handler wants no body.
    const answerWith = (answer: RequestHandler): Chain => this.createChain(wrapWithMiddleware(folders, [answer]));

    const hasDefault = methods.size === 0 || handlers.length > 0;
    const chains = createMethodChains(methods, createChain);
    if (chains && !hasDefault && !chains.has('OPTIONS')) chains.set('OPTIONS', answerWith(answerOptions(route)));
    return {
      expressRoute: express.Router().route(route.expressPath),
      methods: chains,
      otherMethods: hasDefault ? createChain(handlers) : answerWith(refuseMethod(route)),
    };
  }

  private createChain(handlers: readonly Handler[]): Chain {
    const [first, ...rest] = startingWithOne(handlers);
    // Entering is part of the first handler, so that tracing tools see the user's only.
    const enter: RequestHandler = (req, res, next) => this.enter(chain, visitOf(req)!, res, next);
    const chain = { handlers: [withNameOf(first, enter), ...rest], first, router: undefined };
    return chain;
  }

  private createRouter({ handlers }: Chain): Router {
    // Neither strict nor case-sensitive: it has to agree with the trie, whatever that was told.
    const router = express.Router();
    router.route(this.route.expressPath).all(...(handlers as RequestHandler[]));
    return router;
  }
}

function chainFor(req: Request, { methods, otherMethods }: Compiled): Chain {
  return methods?.get(req.method) ?? otherMethods;
}

function createMethodChains(
  methods: RouteModule['methods'],
  createChain: (own: HandlerList) => Chain,
): Map<string, Chain> | undefined {
  if (methods.size === 0) return undefined;
  const chains = new Map<string, Chain>();
  for (const [method, own] of methods) chains.set(method, createChain(own));
  const get = chains.get('GET');
  if (get && !chains.has('HEAD')) chains.set('HEAD', get);
  return chains;
}

/** A list that begins with an error handler would leave nobody to begin with. */
function startingWithOne(handlers: readonly Handler[]): [RequestHandler, ...Handler[]] {
  const goOn: RequestHandler = (_req, _res, next) => next();
  const startsWithOne = handlers[0] !== undefined && !takesErrors(handlers[0]);
  return (startsWithOne ? [...handlers] : [goOn, ...handlers]) as [RequestHandler, ...Handler[]];
}

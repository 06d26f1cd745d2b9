import express from 'express';
import type { IRoute, NextFunction, Request, RequestHandler, Response, Router } from 'express';
import { answerOptions, refuseMethod } from './answer-other-methods.js';
import { wrapWithMiddleware } from './wrap-with-middleware.js';
import type { RequestConventions } from './conventions.js';
import { runParamCallbacks } from './param-callbacks.js';
import { replacePathname } from '../request/request-path.js';
import { withNameOf, runHandlers } from './run-handlers.js';
import type { Handler } from '../types/handler.js';
import { takesErrors } from '../files/check-handlers.js';
import type { HandlerList, Route, RouteModule } from '../types/index.js';
import { currentVisit, type ParamCallback, type RouteVisit } from './route-visit.js';

/** The context that all endpoints of a route folder share. */
export interface EndpointContext {
  readonly conventions: RequestConventions;
  /** The modules by `Route.file`, and those of folder middleware by their files. */
  readonly modules: ReadonlyMap<string, RouteModule>;
  /** The callbacks that the app registered with `router.param`. */
  readonly paramCallbacks: readonly ParamCallback[];
}

/** The handlers of a route for one method, or for all methods. */
interface Chain {
  /** All handlers. The first one also enters the visit. */
  readonly handlers: readonly Handler[];
  /** The first handler alone, without entering the visit. */
  readonly first: RequestHandler;
  router: Router | undefined;
}

/** The handlers of a route, ready for requests. */
interface Compiled {
  /** The value of `req.route`, unless Express sets it. */
  readonly expressRoute: IRoute;
  /** The chains by method, or `undefined` if one chain is for all methods. */
  readonly methods: ReadonlyMap<string, Chain> | undefined;
  /** The chain for methods that the file has no export for. */
  readonly otherMethods: Chain;
}

/** A route that answers requests. The first request compiles its handlers. */
export class RouteEndpoint {
  private compiled: Compiled | undefined = undefined;

  constructor(
    readonly route: Route,
    private readonly context: EndpointContext,
  ) {}

  /** Calls the handlers directly, without an Express Router. For apps without a tracing tool: see detect-tracing.ts. */
  dispatch(visit: RouteVisit, res: Response, done: NextFunction): void {
    const compiled = (this.compiled ??= this.compile());
    const chain = chainFor(visit.req, compiled);
    visit.req.route = compiled.expressRoute;
    this.context.conventions.extendRequest(visit);
    visit.req.next = done;
    if (chain.handlers.length === 1) this.enter(chain, visit, res, done);
    else runHandlers(chain.handlers, visit.req, res, done);
  }

  /**
   * Calls the handlers through a small Express Router that has only this route, registered by its path: tracing tools
   * use it as the name of the route. The trie has found the route, so the cost does not grow with the number of routes.
   *
   * @param pathname the pathname that matched
   */
  dispatchThroughRouter(visit: RouteVisit, pathname: string, res: Response, done: NextFunction): void {
    const { req } = visit;
    const compiled = (this.compiled ??= this.compile());
    const chain = chainFor(req, compiled);
    this.context.conventions.extendRequest(visit);
    chain.router ??= this.createRouter(chain);
    if (pathname !== req.path) {
      const { url, baseUrl } = req;
      visit.urlForHandlers ??= { url, baseUrl };
      req.url = replacePathname(url, pathname);
    }
    chain.router(req, res, done);
  }

  /** Enters the visit and calls the callbacks of `router.param` and the first handler. */
  private enter({ first }: Chain, visit: RouteVisit, res: Response, next: NextFunction): void {
    const { paramCallbacks } = this.context;
    visit.enter();
    if (paramCallbacks.length === 0) void first(visit.req, res, next);
    else runHandlers([runParamCallbacks(paramCallbacks), first], visit.req, res, next);
  }

  private compile(): Compiled {
    const { route } = this;
    const { conventions, modules } = this.context;
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- a route is only served once its files are loaded
    const moduleOf = (file: string): RouteModule => modules.get(file)!;
    const { handlers, methods, config } = moduleOf(route.file);
    const folders = route.middleware.map((file) => ({ file, handlers: moduleOf(file).handlers }));
    const createChain = (routeHandlers: HandlerList): Chain =>
      this.createChain(conventions.createHandlers(route, routeHandlers, config, folders));
    // Answers that replace a handler do not read the body.
    const answerWith = (answer: RequestHandler): Chain => this.createChain(wrapWithMiddleware(folders, [answer]));

    const hasDefault = methods.size === 0 || handlers.length > 0;
    const chains = createMethodChains(methods, createChain);
    if (chains && !hasDefault && !chains.has('OPTIONS')) chains.set('OPTIONS', answerWith(answerOptions(route)));
    return {
      expressRoute: this.createExpressRoute(express.Router()),
      methods: chains,
      otherMethods: hasDefault ? createChain(handlers) : answerWith(refuseMethod(route)),
    };
  }

  private createChain(handlers: readonly Handler[]): Chain {
    const [first, ...others] = startWithRequestHandler(handlers);
    // The first handler enters the visit, so that tracing tools see no handlers but the user's.
    const enter: RequestHandler = (req, res, next) => this.enter(chain, currentVisit(req), res, next);
    const chain = { handlers: [withNameOf(first, enter), ...others], first, router: undefined };
    return chain;
  }

  private createRouter({ handlers }: Chain): Router {
    // Neither strict nor case-sensitive: it must match every path that the trie has matched, with any options.
    const router = express.Router();
    this.createExpressRoute(router).all(...(handlers as RequestHandler[]));
    return router;
  }

  /** Adds the route to a Router of Express. The result is what handlers and middleware find on `req.route`. */
  private createExpressRoute(router: Router): IRoute {
    const { expressPath, config } = this.route;
    return Object.assign(router.route(expressPath), { config });
  }
}

function chainFor(req: Request, { methods, otherMethods }: Compiled): Chain {
  return methods?.get(req.method) ?? otherMethods;
}

function createMethodChains(
  methods: RouteModule['methods'],
  createChain: (handlers: HandlerList) => Chain,
): Map<string, Chain> | undefined {
  if (methods.size === 0) return undefined;
  const chains = new Map<string, Chain>();
  for (const [method, handlers] of methods) chains.set(method, createChain(handlers));
  const get = chains.get('GET');
  if (get && !chains.has('HEAD')) chains.set('HEAD', get);
  return chains;
}

/** Returns the handlers, after one that calls `next()` if the first of them is an error handler. */
function startWithRequestHandler(handlers: readonly Handler[]): [RequestHandler, ...Handler[]] {
  const [first, ...others] = handlers;
  if (first && !takesErrors(first)) return [first, ...others];
  return [(_req, _res, next) => next(), ...handlers];
}

import express from 'express';
import type { RequestHandler, RequestParamHandler, Router } from 'express';
import { respell, type PatternSyntax } from './express-pattern.js';
import type { Mode } from './mode.js';
import { arriveAt } from './param-callbacks.js';
import { spellings } from './static-name.js';
import type { Route, RouteModule } from './types.js';
import type { ParamCallback } from './visit.js';

/** Which path syntax the installed Express has: only version 4 takes a regular expression in a path. */
export function patternSyntax(): PatternSyntax {
  try {
    express.Router().route('/:name(.*)');
    return 'express4';
  } catch {
    return 'express5';
  }
}

/** A route as Express knows it. */
export interface RouteRouter {
  /** Holds the one route, under its Express path. */
  readonly router: Router;
  /** The pathname as the Express path spells it. */
  spell(pathname: string): string;
}

/**
 * A small Express Router per route, made when the route is first used. It holds the one route under its
 * string path, so that `req.route` and tracing tools have what they expect; which one is asked, the trie
 * has decided, so the cost does not grow with the number of routes.
 */
export class RouteRouters {
  readonly #handlersOf: Mode['handlers'];
  readonly #routers = new Map<Route, RouteRouter>();
  readonly #paramCallbacks: ParamCallback[] = [];

  constructor(handlersOf: Mode['handlers']) {
    this.#handlersOf = handlersOf;
  }

  get(route: Route, module: RouteModule): RouteRouter {
    return this.#routers.get(route) ?? this.#create(route, module);
  }

  /** What `router.param(name, callback)` on the Router that the app mounted means for the routes. */
  param(name: string, callback: RequestParamHandler): void {
    this.#paramCallbacks.push({ name, callback });
  }

  #create(route: Route, module: RouteModule): RouteRouter {
    // Neither strict nor case-sensitive: it has to agree with the trie, whatever that was told.
    const router = express.Router();
    const handlers = this.#handlersOf(route, module) as RequestHandler[];
    router.route(route.expressPath).all(arriveAt(route, this.#paramCallbacks), ...handlers);

    const hasSpellings = route.segments.some(({ kind, name }) => kind === 'static' && spellings(name).length > 1);
    const spell = (pathname: string) => (hasSpellings ? respell(pathname, route.segments) : pathname);
    const routeRouter = { router, spell };
    this.#routers.set(route, routeRouter);
    return routeRouter;
  }
}

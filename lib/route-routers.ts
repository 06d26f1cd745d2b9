import express from 'express';
import type { NextFunction, Request, RequestHandler, RequestParamHandler, Response, Router } from 'express';
import { expressHandlers, guard } from './dispatch.js';
import { expressPattern, respell, type PatternSyntax } from './express-pattern.js';
import { spellings } from './static-name.js';
import type { Route, RouteModule } from './types.js';
import { arrive, type ParamCallback } from './visit.js';

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
export interface MountedRoute {
  /** Holds the one route, under its Express path. */
  readonly router: Router;
  /** The URL to show Express in place of the client's; undefined where the client's own will do. */
  urlForExpress(pathname: string): string | undefined;
}

/**
 * A small Express Router per route, made when the route is first used. It holds the one route under its
 * string path, so that `req.route`, `router.param` and tracing tools have what they expect; which one is
 * asked, the trie has decided, so the cost does not grow with the number of routes.
 */
export class RouteRouters {
  readonly #syntax: PatternSyntax;
  readonly #mounted = new Map<Route, MountedRoute>();
  readonly #paramCallbacks: ParamCallback[] = [];

  constructor(syntax: PatternSyntax) {
    this.#syntax = syntax;
  }

  get(route: Route, module: RouteModule): MountedRoute {
    return this.#mounted.get(route) ?? this.#mount(route, module);
  }

  /** What `router.param(name, callback)` on the Router that the app mounted means for the routes. */
  param(name: string, callback: RequestParamHandler): void {
    const registered = { name, callback };
    this.#paramCallbacks.push(registered);
    for (const [route, { router }] of this.#mounted) this.#addParam(router, route, registered);
  }

  #mount(route: Route, module: RouteModule): MountedRoute {
    // Neither strict nor case-sensitive: it has to agree with the trie, whatever that was told.
    const router = express.Router();
    router.route(route.expressPath).all(...(expressHandlers(module.handlers) as RequestHandler[]));
    for (const registered of this.#paramCallbacks) this.#addParam(router, route, registered);

    const hasSpellings = route.segments.some(({ kind, name }) => kind === 'static' && spellings(name).length > 1);
    const urlForExpress = (pathname: string) => (hasSpellings ? respell(pathname, route.segments) : undefined);
    const mounted = { router, urlForExpress };
    this.#mounted.set(route, mounted);
    return mounted;
  }

  #addParam(router: Router, route: Route, registered: ParamCallback): void {
    const names = route.segments.filter(({ kind }) => kind !== 'static').map((segment) => segment.name);
    const index = names.indexOf(registered.name);
    if (index === -1) return;
    const key = expressPattern(route.segments, this.#syntax).keys[index]!;
    router.param(key, (req, res, next) => callOnce(registered, req, res, next));
  }
}

/** Calls a callback of `router.param`; for a value it has seen in this request, repeats what came of it. */
function callOnce(registered: ParamCallback, req: Request, res: Response, next: NextFunction): void {
  const { name, callback } = registered;
  const { params, paramOutcomes } = arrive(req);
  const value = params[name];
  const outcome = paramOutcomes.get(registered);
  const seen = JSON.stringify(value);
  if (outcome?.value === seen) return next(outcome.error);

  function goOn(error?: unknown): void {
    paramOutcomes.set(registered, { value: seen, error });
    next(error);
  }
  guard(req, goOn, (next) => callback(req, res, next, value, name));
}

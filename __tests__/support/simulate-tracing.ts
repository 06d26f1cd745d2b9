import express from 'express';
import type { Handler, IRoute } from 'express';

// Wraps every handler that is registered on a route, as tracing tools do. If this is loaded first, requests go through
// Express's Routers: see lib/serving/detect-tracing.ts.
const methods = ('query' in express ? express.Router : express.Router.prototype) as {
  route: (this: unknown, path: string) => IRoute;
};
const { route } = methods;

methods.route = function (path) {
  const made = route.call(this, path);
  const all = made.all.bind(made) as (...handlers: Handler[]) => IRoute;
  return Object.assign(made, { all: (...handlers: Handler[]) => all(...handlers.flat(Infinity).map(wrap)) });
};

function wrap(handler: (...args: never[]) => unknown): Handler {
  const wrapped = { wrapped: (...args: never[]) => handler(...args) }.wrapped;
  // Express recognizes error handlers by their length.
  return Object.defineProperty(wrapped, 'length', { value: handler.length }) as unknown as Handler;
}

Object.assign(globalThis, { hasSimulatedTracing: true });

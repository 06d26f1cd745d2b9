import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import type { ApiErrorHandler, ApiHandler } from './types.js';
import { arrive } from './visit.js';

/**
 * A route's handlers as Express is given them. On Express 4 and 5 alike, whatever a handler throws or
 * rejects with reaches `next(err)`, and each handler goes on at most once.
 */
export function expressHandlers(
  handlers: readonly (ApiHandler | ApiErrorHandler)[],
): (RequestHandler | ErrorRequestHandler)[] {
  return handlers.map((handler) => (takesErrors(handler) ? guardErrorHandler(handler) : guardHandler(handler)));
}

/** Express knows an error handler by its four parameters. */
function takesErrors(handler: ApiHandler | ApiErrorHandler): handler is ApiErrorHandler {
  return handler.length === 4;
}

function guardHandler(handler: ApiHandler): RequestHandler {
  return named(handler, (req, res, next) => guard(req, next, (goOn) => handler(req, res, goOn)));
}

function guardErrorHandler(handler: ApiErrorHandler): ErrorRequestHandler {
  return named(handler, (error: unknown, req: Request, res: Response, next: NextFunction) =>
    guard(req, next, (goOn) => handler(error, req, res, goOn)),
  );
}

/**
 * Calls code of the user's that goes on by `next`: whatever it throws or rejects with goes on too, and
 * only the first way on counts.
 */
export function guard(req: Request, next: NextFunction, call: (goOn: NextFunction) => unknown): void {
  const visit = arrive(req);
  let wentOn = false;
  function goOn(error?: unknown): void {
    if (wentOn) return;
    wentOn = true;
    // The Router right around this route is ours: the one that the handler means is the app's.
    if (error === 'router') visit.leavesRouter = true;
    next(error === 'router' ? 'route' : error);
  }
  const fail = (thrown: unknown): void => goOn(asError(thrown));
  try {
    const result = call(goOn);
    // Not returned to Express: version 5 would listen to it too, and version 4 would not.
    if (isThenable(result)) result.then(undefined, fail);
  } catch (thrown) {
    fail(thrown);
  }
}

/** What was thrown, unless Express would take it for "no error" or for a way to go on. */
function asError(thrown: unknown): unknown {
  const wouldBeLost = !thrown || thrown === 'route' || thrown === 'router';
  return wouldBeLost ? new Error(`The handler threw ${String(thrown)}, which is no Error.`) : thrown;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/** Stack traces and tracing tools show the name of the user's function. */
function named<F extends object>(original: { readonly name: string }, wrapper: F): F {
  return Object.defineProperty(wrapper, 'name', { value: original.name, configurable: true });
}

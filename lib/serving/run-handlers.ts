import type { NextFunction, Request, Response } from 'express';
import { takesErrors } from '../files/check-handlers.js';
import type { Handler } from '../types/handler.js';

/** The number of handlers that may run on one call stack. Express has the same limit. */
const maxDepth = 100;

/**
 * Calls handlers one after the other, as Express's own `Route` does: `next()` calls the next handler, and `next(error)`
 * the next error handler.
 *
 * @param done called when the last handler has called `next()`: with the error that no error handler has handled, or
 *   with `'route'` if a handler has skipped the others
 */
export function runHandlers(handlers: readonly Handler[], req: Request, res: Response, done: NextFunction): void {
  let depth = 0;

  function callFrom(start: number, error?: unknown): void {
    // As in Express: if a handler calls `next()` synchronously, the next one runs on the same stack.
    if (++depth > maxDepth) {
      depth = 0;
      setImmediate(callFrom, start, error);
      return;
    }
    let index = start;
    let handler = handlers[index];
    while (handler && takesErrors(handler) !== Boolean(error)) handler = handlers[++index];
    if (!handler) return done(error);
    const next = (failure?: unknown) => (failure === 'route' ? done(failure) : callFrom(index + 1, failure));
    if (takesErrors(handler)) void handler(error, req, res, next);
    else void handler(req, res, next);
  }
  callFrom(0);
}

/** Gives the wrapper the name of the user's function, which stack traces and tracing tools show. */
export function withNameOf<F extends object>(original: { readonly name: string }, wrapper: F): F {
  return Object.defineProperty(wrapper, 'name', { value: original.name, configurable: true });
}

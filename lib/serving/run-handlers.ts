import type { NextFunction, Request, Response } from 'express';
import { takesErrors } from '../files/handler-exports.js';
import type { Handler } from '../types/handler.js';

/**
 * Calls handlers one after the other, as Express's own `Route` does: each goes on by `next()`, and an error
 * goes to the next error handler.
 *
 * @param done called when the last has gone on, with the error that none of them took, or with `'route'`
 * when one left the route
 */
export function runHandlers(handlers: readonly Handler[], req: Request, res: Response, done: NextFunction): void {
  let depth = 0;

  function goOn(from: number, error?: unknown): void {
    // As in Express: handlers that go on at once are on each other's stack.
    if (++depth > 100) {
      depth = 0;
      setImmediate(goOn, from, error);
      return;
    }
    for (let index = from; index < handlers.length; index += 1) {
      const handler = handlers[index]!;
      if (takesErrors(handler) !== Boolean(error)) continue;
      const next = (failure?: unknown) => (failure === 'route' ? done(failure) : goOn(index + 1, failure));
      if (takesErrors(handler)) void handler(error, req, res, next);
      else void handler(req, res, next);
      return;
    }
    done(error);
  }
  goOn(0);
}

/** Stack traces and tracing tools show the name of the user's function. */
export function withNameOf<F extends object>(original: { readonly name: string }, wrapper: F): F {
  return Object.defineProperty(wrapper, 'name', { value: original.name, configurable: true });
}

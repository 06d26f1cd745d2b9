import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import { isThenable } from '../reporting/inspect-value.js';
import { printable } from '../reporting/printable.js';
import { messageOf } from '../reporting/thrown.js';
import { warn } from '../reporting/warn.js';
import type { ApiErrorHandler, ApiHandler, ApiRequest } from '../types/index.js';
import { withNameOf } from './run-handlers.js';
import { visitOf } from './route-visit.js';

/**
 * A handler as Express is given it: what it throws and what its promise rejects with goes on, once.
 *
 * @param file the one that it is from, for messages
 * @param watch called before it; what that returns, when it is through
 */
export function guardHandler(
  handler: ApiHandler,
  file: string,
  watch?: (req: Request, res: Response) => (hasGoneOn: () => boolean) => void,
): RequestHandler {
  return withNameOf(handler, (req, res, next) => {
    guard(req, next, file, (goOn) => handler(req as ApiRequest, res, goOn), watch?.(req, res));
  });
}

export function guardErrorHandler(handler: ApiErrorHandler, file: string): ErrorRequestHandler {
  return withNameOf(handler, (error: unknown, req: Request, res: Response, next: NextFunction) =>
    guard(req, next, file, (goOn) => handler(error, req as ApiRequest, res, goOn)),
  );
}

/**
 * Calls code of the user's that goes on by `next`. On Express 4 and 5 alike, whatever it throws or
 * rejects with goes on too, and only the first way on counts.
 *
 * @param file named in warnings
 * @param onSettled called when the code is through, without an error and without having gone on
 */
export function guard(
  req: Request,
  next: NextFunction,
  file: string,
  call: (goOn: NextFunction) => unknown,
  onSettled?: (hasGoneOn: () => boolean) => void,
): void {
  const visit = visitOf(req);
  let wentOn = false;

  function goOn(error?: unknown): void {
    if (wentOn) return;
    wentOn = true;
    // The Router right around this route is ours: the one that the handler means is the app's.
    if (error === 'router' && visit) visit.leavesRouter = true;
    next(error === 'router' ? 'route' : readable(error));
  }
  function fail(thrown: unknown): void {
    if (wentOn) warn('FSR_LATE_ERROR', `${printable(file)} failed after it had called next(): ${messageOf(thrown)}`);
    else goOn(asError(thrown));
  }
  function settle(): void {
    if (!wentOn) onSettled?.(() => wentOn);
  }
  try {
    const result = call(goOn);
    // Not returned to Express: version 5 would listen to it too, and version 4 would not.
    if (isThenable(result)) Promise.resolve(result).then(settle, fail);
    else settle();
  } catch (thrown) {
    fail(thrown);
  }
}

/** Returns what was thrown, unless Express would take it for "no error" or for a way to go on. */
export function asError(thrown: unknown): unknown {
  const wouldBeLost = !thrown || thrown === 'route' || thrown === 'router';
  return wouldBeLost ? new Error(`The handler threw ${messageOf(thrown)}, which is no Error.`) : readable(thrown);
}

/** Returns the error, unless Express would throw while it reads it: then nobody would answer the request. */
function readable(error: unknown): unknown {
  return canRead(error) ? error : new Error(`The handler threw what cannot be read: ${messageOf(error)}`);
}

/** Reads what Express reads, and what error handlers usually do. */
function canRead(error: unknown): boolean {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) return true;
  try {
    const { stack, status, statusCode, message, headers } = error as Record<string, unknown>;
    const printed: unknown = stack || (error as Error).toString();
    return [status, statusCode, message, Object.values(headers ?? {}), String(printed)].length > 0;
  } catch {
    return false;
  }
}

import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import { isThenable } from '../reporting/inspect-value.js';
import { printable } from '../reporting/printable.js';
import { messageOf } from '../reporting/thrown.js';
import { warn } from '../reporting/warn.js';
import type { ApiErrorHandler, ApiHandler, ApiRequest } from '../types/index.js';
import { warnOfLateResponse } from './returned-values.js';
import { withNameOf } from './run-handlers.js';
import { visitOf } from './route-visit.js';
import { webHandlerOf } from './web-handler.js';
import { discardBody, isWebResponse, sendWebResponse } from './web-response.js';

/** A function that is called when a handler has finished without an error and without calling `next()`. */
export type OnSettled = (returned: unknown, hasCalledNext: () => boolean) => void;

/**
 * Wraps a handler for Express. A web `Response` that it returns is sent. What it throws or rejects with is passed to
 * `next()`, and only the first call of `next()` counts.
 *
 * @param file the file of the handler, for messages
 * @param onCall called before the handler; returns a function that is called when the handler has finished without
 *   calling `next()`
 */
export function wrapHandler(
  handler: ApiHandler,
  file: string,
  onCall?: (req: Request, res: Response) => OnSettled,
): RequestHandler {
  const respond = webHandlerOf(handler);
  const called: ApiHandler = respond
    ? async (req, res) => sendWebResponse(res, await respond(req as Request, res), [file])
    : handler;
  return withNameOf(handler, (req, res, next) => {
    callSafely(req, next, file, (nextOnce) => called(req as ApiRequest, res, nextOnce), onCall?.(req, res), res);
  });
}

/** Wraps an error handler for Express: see `wrapHandler`. */
export function wrapErrorHandler(handler: ApiErrorHandler, file: string): ErrorRequestHandler {
  return withNameOf(handler, (error: unknown, req: Request, res: Response, next: NextFunction) => {
    callSafely(req, next, file, (nextOnce) => handler(error, req as ApiRequest, res, nextOnce), undefined, res);
  });
}

/**
 * Calls code of the user that takes `next`. What it throws or rejects with is passed to `next()`, in Express 4 as well
 * as 5, and only the first call of `next()` counts.
 *
 * @param file the file of the code, for warnings
 * @param onSettled called when the code has finished without an error and without calling `next()`
 * @param res sends a web `Response` that the code returns; without it, what the code returns is ignored
 */
export function callSafely(
  req: Request,
  next: NextFunction,
  file: string,
  call: (next: NextFunction) => unknown,
  onSettled?: OnSettled,
  res?: Response,
): void {
  const visit = visitOf(req);
  let calledNext = false;

  function callNext(error?: unknown): void {
    if (calledNext) return;
    calledNext = true;
    // The handler means the Router that the app mounted, and not the small one that may be around this route.
    if (error === 'router' && visit) visit.leavesRouter = true;
    next(error === 'router' ? 'route' : ensureReadable(error));
  }
  function fail(thrown: unknown): void {
    if (calledNext) {
      warn('FSR_LATE_ERROR', `${printable(file)} failed after it had called next(): ${messageOf(thrown)}`);
    } else callNext(asError(thrown));
  }
  function settle(returned: unknown): void {
    if (returned === undefined || !res || returned === res || !isWebResponse(returned)) {
      if (!calledNext) onSettled?.(returned, () => calledNext);
    } else if (!calledNext && !res.headersSent) {
      void sendWebResponse(res, returned, [file]).catch(fail);
    } else {
      discardBody(returned);
      warnOfLateResponse({ req, res, file }, calledNext);
    }
  }
  try {
    const result = call(callNext);
    // The promise is not returned to Express: version 5 would handle it too, and version 4 would not.
    if (isThenable(result)) Promise.resolve(result).then(settle, fail);
    else settle(result);
  } catch (thrown) {
    fail(thrown);
  }
}

/**
 * Returns the thrown value, or an `Error` in its place if `next()` would not treat it as an error: a falsy value,
 * `'route'` or `'router'`.
 */
export function asError(thrown: unknown): unknown {
  const isMistakable = !thrown || thrown === 'route' || thrown === 'router';
  return isMistakable
    ? new Error(`The handler threw ${messageOf(thrown)} instead of an Error.`)
    : ensureReadable(thrown);
}

/**
 * Returns the error, or another in its place if Express would throw while it reads this one and leave the request
 * unanswered.
 */
function ensureReadable(error: unknown): unknown {
  return isReadable(error) ? error : new Error(`The handler threw a value that cannot be read: ${messageOf(error)}`);
}

/** Returns `true` if reading the properties that Express and most error handlers read does not throw. */
function isReadable(error: unknown): boolean {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) return true;
  try {
    const { stack, status, statusCode, message, headers } = error as Record<string, unknown>;
    // eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing -- Express prints it so
    const printed: unknown = stack || (error as Error).toString();
    return [status, statusCode, message, Object.values(headers ?? {}), String(printed)].length > 0;
  } catch {
    return false;
  }
}

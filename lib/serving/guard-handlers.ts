import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import { isThenable } from '../reporting/inspect-value.js';
import { printable } from '../reporting/printable.js';
import { messageOf } from '../reporting/thrown.js';
import { warn } from '../reporting/warn.js';
import type { ApiErrorHandler, ApiHandler, ApiRequest } from '../types/index.js';
import { warnOfLateResponse } from './returned-values.js';
import { visitOf } from './route-visit.js';
import { withNameOf } from './run-handlers.js';
import { webHandlerOf } from './web-handler.js';
import { discardBody, isWebResponse, sendWebResponse, type WebResponse } from './web-response.js';

/** A function that is called when a handler has finished without an error and without calling `next()`. */
export type OnSettled = (returned: unknown, hasCalledNext: () => boolean) => void;

/**
 * Returns a handler to register with Express: it sends a web `Response` that the handler returns, and passes what it
 * throws or rejects with to `next()`, once.
 *
 * @param file the file of the handler, for messages
 * @param watch a function to call before the handler. What it returns is called when the handler has finished.
 */
export function guardHandler(
  handler: ApiHandler,
  file: string,
  watch?: (req: Request, res: Response) => OnSettled,
): RequestHandler {
  const respond = webHandlerOf(handler);
  const called: ApiHandler = respond
    ? async (req, res) => sendWebResponse(res, await respond(req as Request, res), [file])
    : handler;
  return withNameOf(handler, (req, res, next) => {
    guard(req, next, file, (guardedNext) => called(req as ApiRequest, res, guardedNext), watch?.(req, res), res);
  });
}

/** Returns an error handler to register with Express: see `guardHandler`. */
export function guardErrorHandler(handler: ApiErrorHandler, file: string): ErrorRequestHandler {
  return withNameOf(handler, (error: unknown, req: Request, res: Response, next: NextFunction) => {
    guard(req, next, file, (guardedNext) => handler(error, req as ApiRequest, res, guardedNext), undefined, res);
  });
}

/**
 * Calls code of the user that takes `next`. On Express 4 and 5 alike, what it throws or rejects with is passed to
 * `next()`, and only the first call of `next()` counts.
 *
 * @param file the file of the code, for warnings
 * @param res the response to which a web `Response` is sent that the code returns, if it may return one
 */
export function guard(
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
    // The innermost Router around this route is ours: the handler means the one that the app mounted.
    if (error === 'router' && visit) visit.leavesRouter = true;
    next(error === 'router' ? 'route' : ensureReadable(error));
  }
  function fail(thrown: unknown): void {
    if (calledNext) {
      warn('FSR_LATE_ERROR', `${printable(file)} failed after it had called next(): ${messageOf(thrown)}`);
    } else callNext(asError(thrown));
  }
  function settle(returned: unknown): void {
    if (returned !== undefined && res && returned !== res && isWebResponse(returned)) send(returned, res);
    else if (!calledNext) onSettled?.(returned, () => calledNext);
  }
  function send(response: WebResponse, res: Response): void {
    if (!calledNext && !res.headersSent) return void sendWebResponse(res, response, [file]).catch(callNext);
    discardBody(response);
    warnOfLateResponse({ req, res, file }, calledNext);
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
 * Returns what was thrown; or an `Error` in its place if `next()` would not take it for an error: a falsy value,
 * `'route'` or `'router'`.
 */
export function asError(thrown: unknown): unknown {
  const isMistakable = !thrown || thrown === 'route' || thrown === 'router';
  return isMistakable
    ? new Error(`The handler threw ${messageOf(thrown)} instead of an Error.`)
    : ensureReadable(thrown);
}

/**
 * Returns the error; or another in its place if Express would throw while it reads this one. The request would not be
 * answered then.
 */
function ensureReadable(error: unknown): unknown {
  return isReadable(error) ? error : new Error(`The handler threw a value that cannot be read: ${messageOf(error)}`);
}

/** Reads the properties that Express and most error handlers read. Returns `false` if one of them throws. */
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

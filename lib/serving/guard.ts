import type { NextFunction, Request } from 'express';
import { messageOf } from '../reporting/thrown.js';
import { isThenable } from '../reporting/inspect-value.js';
import { printable } from '../reporting/printable.js';
import { visitOf } from './route-visit.js';
import { warn } from '../reporting/warn.js';

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

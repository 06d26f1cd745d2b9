import type { ErrorRequestHandler } from 'express';
import { kindOf } from '../reporting/inspect-value.js';
import type { ApiErrorHandler, ApiHandler, Handler, HandlerList } from '../types/handler.js';
import type { ErrorCode, Issue } from '../types/problem.js';

/** Returns the handlers of an export, which is a handler or an array of handlers, nested or not, as in Express. */
export function listHandlers(exported: unknown): readonly unknown[] {
  return Array.isArray(exported) ? (exported.flat(Infinity) as unknown[]) : [exported];
}

/** Returns `true` if an export is meant as a handler: a function that is no class, or an array with one. */
export function hasHandler(exported: unknown): boolean {
  return listHandlers(exported).some((handler) => typeof handler === 'function' && !isClass(handler));
}

/**
 * Checks the handlers of an export and returns the first issue.
 *
 * @param subject the subject of the message: `The default export`
 */
export function checkHandlers(subject: string, handlers: readonly unknown[]): Issue[] {
  for (const handler of handlers) {
    if (handler === undefined) {
      return handlerIssue(
        'FSR_BAD_HANDLER',
        `${subject} has undefined instead of a handler.`,
        'check the name that it is assigned from: it may be misspelt, or be in a file that imports this one.',
      );
    }
    if (typeof handler !== 'function') {
      return handlerIssue(
        'FSR_BAD_HANDLER',
        `${subject} has ${kindOf(handler)} instead of a handler.`,
        'export a function (req, res) => { … }, or an array of such functions.',
      );
    }
    if (isClass(handler)) {
      return handlerIssue(
        'FSR_BAD_HANDLER',
        `${subject} is a class, which Express cannot call.`,
        'export a function (req, res) => { … } that uses it.',
      );
    }
  }
  if (!(handlers as HandlerList).some((handler) => !takesErrors(handler))) {
    return handlerIssue(
      'FSR_BAD_HANDLER',
      handlers.length === 0
        ? `${subject} is an empty array.`
        : `${subject} has four parameters, so Express would call it for errors only.`,
      'export a handler with at most three parameters, (req, res, next). An error handler may follow it in an array.',
    );
  }
  return [];
}

export function handlerIssue(code: ErrorCode, message: string, help: string): Issue[] {
  return [{ code, message, help }];
}

/** Returns `true` if a handler is an error handler. As in Express, it has four parameters. */
export function takesErrors(handler: Handler): handler is ErrorRequestHandler;
export function takesErrors(handler: ApiHandler | ApiErrorHandler): handler is ApiErrorHandler;
export function takesErrors(handler: { readonly length: number }): boolean {
  return handler.length === 4;
}

/**
 * Returns `true` if a value is a class, by its source text: reading `prototype` would make V8 create one per handler.
 */
function isClass(handler: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(handler));
}

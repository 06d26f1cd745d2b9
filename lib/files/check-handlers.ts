import type { ErrorRequestHandler } from 'express';
import { kindOf } from '../reporting/inspect-value.js';
import type { ApiErrorHandler, ApiHandler, Handler, HandlerList } from '../types/handler.js';
import type { ErrorCode, Issue } from '../types/problem.js';

/** A handler, or an array of them, however nested: what Express's methods take. */
export function listHandlers(exported: unknown): readonly unknown[] {
  return Array.isArray(exported) ? (exported.flat(Infinity) as unknown[]) : [exported];
}

/**
 * @param subject the handlers are, as the subject of a sentence
 * @returns the first thing that is wrong with them
 */
export function checkHandlers(subject: string, handlers: readonly unknown[]): Issue[] {
  for (const handler of handlers) {
    if (typeof handler !== 'function') {
      return handlerIssue(
        'FSR_BAD_HANDLER',
        `${subject} has ${kindOf(handler)} where a handler belongs.`,
        'export a function (req, res) => { … }, or an array of such functions.',
      );
    }
    if (isClass(handler)) {
      return handlerIssue(
        'FSR_BAD_HANDLER',
        `${subject} is a class, which cannot be called.`,
        'export a function (req, res) => { … } that uses it.',
      );
    }
  }
  if (!(handlers as HandlerList).some((handler) => !takesErrors(handler))) {
    return handlerIssue(
      'FSR_BAD_HANDLER',
      handlers.length === 0
        ? `${subject} is an empty array.`
        : `${subject} takes four parameters, so Express would call it for errors only.`,
      'export a handler with up to three parameters, (req, res, next); an error handler may follow it in an array.',
    );
  }
  return [];
}

export function handlerIssue(code: ErrorCode, message: string, help: string): Issue[] {
  return [{ code, message, help }];
}

/** Express knows an error handler by its four parameters. */
export function takesErrors(handler: Handler): handler is ErrorRequestHandler;
export function takesErrors(handler: ApiHandler | ApiErrorHandler): handler is ApiErrorHandler;
export function takesErrors(handler: { readonly length: number }): boolean {
  return handler.length === 4;
}

/** Tells by the source text: to ask for a `prototype` would make V8 create one for every handler. */
function isClass(handler: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(handler));
}

import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import { watchForAnswer } from './development-warnings.js';
import { isDevelopment } from './is-development.js';
import { makeViewOwn } from '../express/extend-request.js';
import { guard } from './guard.js';
import { named } from './run-handlers.js';
import type { Handler } from '../types/handler.js';
import { takesErrors } from '../files/handler-exports.js';
import type { ApiErrorHandler, ApiHandler, ApiRequest, HandlerList, Route, RouteConfig } from '../types/index.js';

/** Handlers of a route as Express is given them. */
export function expressHandlers(route: Route, handlers: HandlerList, config: RouteConfig): Handler[] {
  const watch = isDevelopment() ? (req: Request, res: Response) => watchForAnswer(req, res, route, config) : undefined;
  return handlers.map((handler) =>
    takesErrors(handler) ? guardErrorHandler(handler, route.file) : guardHandler(handler, route.file, watch),
  );
}

/** As Express itself tells an app from other handlers. */
function isExpressApp(handler: object): boolean {
  return 'handle' in handler && 'set' in handler;
}

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
  const isApp = isExpressApp(handler);
  return named(handler, (req, res, next) => {
    if (isApp) makeViewOwn(req);
    guard(req, next, file, (goOn) => handler(req as ApiRequest, res, goOn), watch?.(req, res));
  });
}

export function guardErrorHandler(handler: ApiErrorHandler, file: string): ErrorRequestHandler {
  return named(handler, (error: unknown, req: Request, res: Response, next: NextFunction) =>
    guard(req, next, file, (goOn) => handler(error, req as ApiRequest, res, goOn)),
  );
}

import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import { isDevelopment, watchForAnswer } from './development-warnings.js';
import { makeViewOwn } from './express-view.js';
import { guard } from './guard.js';
import { named, takesErrors, type Handler } from './run-handlers.js';
import type { ApiErrorHandler, ApiHandler, ApiRequest, Route, RouteConfig, RouteModule } from './types.js';

/** A route's handlers as Express is given them. */
export function expressHandlers(route: Route, { handlers, config }: RouteModule): Handler[] {
  return handlers.map((handler) =>
    takesErrors(handler) ? guardErrorHandler(handler, route.file) : guardHandler(handler, route, config),
  );
}

/** As Express itself tells an app from other handlers. */
function isExpressApp(handler: object): boolean {
  return 'handle' in handler && 'set' in handler;
}

function guardHandler(handler: ApiHandler, route: Route, config: RouteConfig): RequestHandler {
  const isWatching = isDevelopment();
  const isApp = isExpressApp(handler);
  return named(handler, (req, res, next) => {
    if (isApp) makeViewOwn(req);
    const onSettled = isWatching ? watchForAnswer(req, res, route, config) : undefined;
    guard(req, next, route.file, (goOn) => handler(req as ApiRequest, res, goOn), onSettled);
  });
}

function guardErrorHandler(handler: ApiErrorHandler, file: string): ErrorRequestHandler {
  return named(handler, (error: unknown, req: Request, res: Response, next: NextFunction) =>
    guard(req, next, file, (goOn) => handler(error, req as ApiRequest, res, goOn)),
  );
}

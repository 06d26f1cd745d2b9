import type { Request, RequestHandler, Response } from 'express';
import { takesErrors } from '../files/handler-exports.js';
import type { BodySettings } from '../request/body-settings.js';
import { warnOfMissingResponse, warnOfLargeResponse } from '../serving/development-warnings.js';
import { guard, guardErrorHandler, guardHandler } from '../serving/guard-handlers.js';
import { isDevelopment } from '../serving/is-development.js';
import { withNameOf } from '../serving/run-handlers.js';
import { wrapWithMiddleware, type FolderMiddleware } from '../serving/wrap-with-middleware.js';
import type { Handler, HandlerList, Route, RouteConfig } from '../types/index.js';
import { bodyReader, type BodyReader } from './read-body.js';

/** Returns the handlers of a route as Express is given them: see `RequestConventions`. */
export function createHandlers(
  route: Route,
  own: HandlerList,
  { config, body }: { readonly config: RouteConfig; readonly body: BodySettings },
  folders: readonly FolderMiddleware[],
): Handler[] {
  const handlers = readingBody(guarded(route, own, config), route, bodyReader(body));
  return wrapWithMiddleware(folders, isDevelopment() ? watchingSize(handlers, route, config) : handlers);
}

function guarded(route: Route, handlers: HandlerList, config: RouteConfig): Handler[] {
  const watch = isDevelopment() ? (req: Request, res: Response) => warnOfMissingResponse(req, res, route, config) : undefined;
  return handlers.map((handler) =>
    takesErrors(handler) ? guardErrorHandler(handler, route.file) : guardHandler(handler, route.file, watch),
  );
}

/** Reads the body before the first of a route's own handlers: what guards the route has let the request in by then. */
function readingBody(handlers: readonly Handler[], { file }: Route, body: BodyReader): Handler[] {
  return beforeFirst(handlers, (first, req, res, next) => {
    if (!body.isNeeded(req)) return first(req, res, next);
    const goOn = (error?: unknown): unknown => (error ? next(error) : first(req, res, next));
    guard(req, goOn, file, (next) => body.read(req, res, next));
  });
}

function watchingSize(handlers: readonly Handler[], route: Route, config: RouteConfig): Handler[] {
  return beforeFirst(handlers, (first, req, res, next) => {
    warnOfLargeResponse(req, res, route, config);
    return first(req, res, next);
  });
}

type Wrapper = (first: RequestHandler, ...args: Parameters<RequestHandler>) => unknown;

/** Wraps the first handler that is called without an error. */
function beforeFirst(handlers: readonly Handler[], wrap: Wrapper): Handler[] {
  const at = handlers.findIndex((handler) => !takesErrors(handler));
  const first = handlers[at] as RequestHandler;
  const wrapped: RequestHandler = (req, res, next) => void wrap(first, req, res, next);
  return handlers.with(at, withNameOf(first, wrapped));
}

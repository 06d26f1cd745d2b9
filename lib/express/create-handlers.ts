import type { Request, RequestHandler, Response } from 'express';
import { takesErrors } from '../files/check-handlers.js';
import type { BodySettings } from '../request/body-settings.js';
import { warnOfLargeResponse, warnOfMissingResponse } from '../serving/development-warnings.js';
import { callSafely, wrapErrorHandler, wrapHandler } from '../serving/call-safely.js';
import { isDevelopment } from '../serving/is-development.js';
import { withNameOf } from '../serving/run-handlers.js';
import { wrapWithMiddleware, type FolderMiddleware } from '../serving/wrap-with-middleware.js';
import type { Handler, HandlerList, Route, RouteConfig } from '../types/index.js';
import { bodyReader, type BodyReader } from './read-body.js';

/** Creates the chain of handlers to register with Express: see `RequestConventions`. */
export function createHandlers(
  route: Route,
  routeHandlers: HandlerList,
  { config, body }: { readonly config: RouteConfig; readonly body: BodySettings },
  folders: readonly FolderMiddleware[],
): Handler[] {
  const handlers = readBodyBefore(wrapAll(route, routeHandlers, config), route, bodyReader(body));
  return wrapWithMiddleware(folders, isDevelopment() ? measureResponse(handlers, route, config) : handlers);
}

function wrapAll(route: Route, handlers: HandlerList, config: RouteConfig): Handler[] {
  const onCall = isDevelopment()
    ? (req: Request, res: Response) => warnOfMissingResponse(req, res, route, config)
    : undefined;
  return handlers.map((handler) =>
    takesErrors(handler) ? wrapErrorHandler(handler, route.file) : wrapHandler(handler, route.file, onCall),
  );
}

/** Reads the body before the first handler of the route, after the folder middleware has let the request pass. */
function readBodyBefore(handlers: readonly Handler[], { file }: Route, body: BodyReader): Handler[] {
  return wrapFirst(handlers, (first, req, res, next) => {
    if (!body.isNeeded(req)) {
      first(req, res, next);
      return;
    }
    const callFirst = (error?: unknown): void => (error ? next(error) : void first(req, res, next));
    callSafely(req, callFirst, file, (next) => body.read(req, res, next));
  });
}

function measureResponse(handlers: readonly Handler[], route: Route, config: RouteConfig): Handler[] {
  return wrapFirst(handlers, (first, req, res, next) => {
    warnOfLargeResponse(req, res, route, config);
    void first(req, res, next);
  });
}

type Wrapper = (first: RequestHandler, ...args: Parameters<RequestHandler>) => void;

/** Wraps the first handler that is not an error handler. */
function wrapFirst(handlers: readonly Handler[], wrap: Wrapper): Handler[] {
  const index = handlers.findIndex((handler) => !takesErrors(handler));
  const first = handlers[index] as RequestHandler;
  const wrapped: RequestHandler = (req, res, next) => wrap(first, req, res, next);
  return handlers.with(index, withNameOf(first, wrapped));
}

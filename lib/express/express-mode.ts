import type { RequestHandler } from 'express';
import { bodySettings, type BodySettings } from '../request/body-settings.js';
import { composeHandlers } from '../serving/wrap-with-middleware.js';
import { watchResponseSize } from '../serving/development-warnings.js';
import { isDevelopment } from '../serving/is-development.js';
import { expressHandlers } from '../serving/guard-handlers.js';
import type { PatternSyntax } from '../routing/express-pattern.js';
import { showExpressView } from './extend-request.js';
import { guard } from '../serving/guard.js';
import type { Mode } from '../serving/mode.js';
import { bodyReader, type BodyReader } from './read-body.js';
import { hadEmptySegment, pathOf } from '../request/request-path.js';
import { named } from '../serving/run-handlers.js';
import type { Handler } from '../types/handler.js';
import { takesErrors } from '../files/handler-exports.js';
import type { Route, RouteConfig } from '../types/index.js';

/** Requests as in Next.js, responses as in Express. */
export function expressMode(treeBody: BodySettings, syntax: PatternSyntax): Mode {
  return {
    locate: syntax === 'express4' ? (req) => (hadEmptySegment(req) ? undefined : pathOf(req)) : pathOf,
    show: showExpressView,
    handlers(route, own, config, folders) {
      const handlers = readingBody(
        expressHandlers(route, own, config),
        route,
        bodyReader(bodySettings(config, treeBody)),
      );
      return composeHandlers(folders, isDevelopment() ? watchingSize(handlers, route, config) : handlers);
    },
  };
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
    watchResponseSize(req, res, route, config);
    return first(req, res, next);
  });
}

type Wrapper = (first: RequestHandler, ...args: Parameters<RequestHandler>) => unknown;

/** Wraps the first handler that is called without an error. */
function beforeFirst(handlers: readonly Handler[], wrap: Wrapper): Handler[] {
  const at = handlers.findIndex((handler) => !takesErrors(handler));
  const first = handlers[at] as RequestHandler;
  const wrapped: RequestHandler = (req, res, next) => void wrap(first, req, res, next);
  return handlers.with(at, named(first, wrapped));
}

import type { RequestHandler } from 'express';
import { bodySettings, type BodySettings } from './body-settings.js';
import { composeHandlers } from './compose-handlers.js';
import { watchResponseSize } from './development-warnings.js';
import { isDevelopment } from './is-development.js';
import { expressHandlers } from './dispatch.js';
import type { PatternSyntax } from './express-pattern.js';
import { showExpressView } from './express-view.js';
import { guard } from './guard.js';
import type { Mode } from './mode.js';
import { bodyReader, type BodyReader } from './request-body.js';
import { hadEmptySegment, pathOf } from './request-path.js';
import { named, takesErrors, type Handler } from './run-handlers.js';
import type { Route, RouteConfig } from './types.js';

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

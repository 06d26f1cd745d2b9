import { AsyncResource } from 'node:async_hooks';
import { channel, type Channel } from 'node:diagnostics_channel';
import type { Request, Response, Router } from 'express';
import { callSites } from './call-sites.js';

/** The files of Express's own Router: a package of its own in version 5, a folder in version 4. */
const expressFile = /[\\/]node_modules[\\/](?:router|[^\\/]+[\\/]lib[\\/]router)[\\/](?:lib[\\/])?\w+\.js$/;

/**
 * Detects a tracing tool that wraps what Express's Routers call. If there is one, requests must go through a Router,
 * because the tool gets the names of routes from it. If there is none, direct dispatch gives the same result.
 *
 * Sends a made-up request through a Router with one route and looks at the call stack in the handler. OpenTelemetry,
 * Datadog and New Relic wrap the handlers that are registered, and Sentry changes Express's files while they load:
 * each leaves frames that are not Express's own. Returns `true` if this is unclear, as in bundled code.
 *
 * @param createRouter `express.Router`
 */
export function detectTracing(createRouter: () => Router): boolean {
  try {
    return outsideSpans.runInAsyncScope(() => wrapsHandlers(createRouter));
  } catch {
    return true;
  }
}

/** A context without an active span of a tool: such a span would wait for the end of the probe's span. */
const outsideSpans = new AsyncResource('express-pages-api');

function wrapsHandlers(createRouter: () => Router): boolean {
  let stackInHandler: NodeJS.CallSite[] = [];
  const router = createRouter();
  router.route('/probe').all((_req, _res, next) => {
    stackInHandler = callSites();
    next();
  });
  const ownStack = callSites();
  const request: unknown = { method: 'GET', url: '/probe', headers: {} };
  const response: unknown = {};
  router(request as Request, response as Response, () => undefined);
  // The frames between the handler and the call of the Router.
  const between = stackInHandler.slice(1, stackInHandler.length - ownStack.length);
  return between.length === 0 || !between.every(isExpressFrame);
}

function isExpressFrame(frame: NodeJS.CallSite): boolean {
  return expressFile.test(frame.getFileName() ?? '') && !isInjected(frame);
}

/** Returns `true` for a function that Sentry's code transformation added: its name has a `$`. */
function isInjected(frame: NodeJS.CallSite): boolean {
  return (frame.getFunctionName() ?? '').includes('$');
}

/** The diagnostics channels on which Express's Router reports each handler that it calls, from version 5.3 on. */
const [start, end, asyncStart, asyncEnd, error] = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) =>
  channel(`tracing:express.router.request:${event}`),
) as [Channel, Channel, Channel, Channel, Channel];

/** Returns `true` if one of the channels has a subscriber. Check it for each request: subscribers may change. */
export function hasListeners(): boolean {
  return (
    start.hasSubscribers ||
    end.hasSubscribers ||
    asyncStart.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers
  );
}

import { AsyncResource } from 'node:async_hooks';
import { channel, type Channel } from 'node:diagnostics_channel';
import type { Request, Response, Router } from 'express';
import { callSites } from './call-sites.js';

/** Where Express's own Router is: a package of its own in version 5, a folder in version 4. */
const expressFile = /[\\/]node_modules[\\/](?:router|[^\\/]+[\\/]lib[\\/]router)[\\/](?:lib[\\/])?\w+\.js$/;

/**
 * Whether something stands between Express's Routers and the handlers: a tracing tool. Then requests have
 * to go through a Router, for it to learn the names of routes; otherwise nobody can tell the difference.
 *
 * Sends a made-up request through a Router with one route and looks at the call stack in the handler.
 * OpenTelemetry, Datadog and New Relic wrap what is registered, and Sentry changes Express's files while
 * they load: each leaves frames that are not Express's own. Where this is unclear, as in bundled code, the
 * answer is yes.
 *
 * @param createRouter `express.Router`
 */
export function detectTracing(createRouter: () => Router): boolean {
  try {
    return outside.runInAsyncScope(() => isWrapped(createRouter));
  } catch {
    return true;
  }
}

/** Where no span of a tool is under way, or it would wait for the probe's own to end. */
const outside = new AsyncResource('express-pages-api');

function isWrapped(createRouter: () => Router): boolean {
  let inside: NodeJS.CallSite[] = [];
  const router = createRouter();
  router.route('/probe').all((_req, _res, next) => {
    inside = callSites();
    next();
  });
  const caller = callSites();
  const request: unknown = { method: 'GET', url: '/probe', headers: {} };
  const response: unknown = {};
  router(request as Request, response as Response, () => undefined);
  // The handler itself and whoever called us are no matter.
  const between = inside.slice(1, inside.length - caller.length);
  return between.length === 0 || !between.every(isExpressFrame);
}

function isExpressFrame(frame: NodeJS.CallSite): boolean {
  return expressFile.test(frame.getFileName() ?? '') && !isInjected(frame);
}

/** Tells whether Sentry's code transformation, whose functions have a `$` in their names, has added a function. */
function isInjected(frame: NodeJS.CallSite): boolean {
  return (frame.getFunctionName() ?? '').includes('$');
}

/** Where Express's Router tells of each handler that it calls, from version 5.3 on. */
const [start, end, asyncStart, asyncEnd, error] = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) =>
  channel(`tracing:express.router.request:${event}`),
) as [Channel, Channel, Channel, Channel, Channel];

/** Whether somebody listens to what Express's Router tells; they may come and go at any time. */
export function hasListeners(): boolean {
  return (
    start.hasSubscribers ||
    end.hasSubscribers ||
    asyncStart.hasSubscribers ||
    asyncEnd.hasSubscribers ||
    error.hasSubscribers
  );
}

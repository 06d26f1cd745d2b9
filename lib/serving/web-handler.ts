import type { Request, Response } from 'express';
import type { ApiErrorHandler, ApiHandler } from '../types/handler.js';
import type { WebResponse } from './web-response.js';

/** Calls a handler of the web for a request of Express. Resolves with `undefined` if the client has left. */
export type RespondToWeb = (req: Request, res: Response) => Promise<WebResponse | undefined>;

/**
 * The key under which `web()` stores its function on the handler that it returns. It is global: `express-pages-api`
 * may be loaded as an ES module, and `express-pages-api/web` as CommonJS.
 */
const webHandlerKey = Symbol.for('express-pages-api.web');

/** Stores the function that a handler of `web()` calls. */
export function markWebHandler<Handler extends object>(handler: Handler, respond: RespondToWeb): Handler {
  return Object.defineProperty(handler, webHandlerKey, { value: respond });
}

/** Returns the function that a handler of `web()` calls; `undefined` for any other handler. */
export function webHandlerOf(handler: ApiHandler | ApiErrorHandler): RespondToWeb | undefined {
  return (handler as { [webHandlerKey]?: RespondToWeb })[webHandlerKey];
}

import type { RequestHandler } from 'express';
import { asError } from '../serving/call-safely.js';
import { markWebHandler, type RespondToWeb } from '../serving/web-handler.js';
import { sendWebResponse, type WebResponse } from '../serving/web-response.js';
import type { ParamsOf } from '../types/params-of.js';
import { createWebRequest } from './create-web-request.js';

/**
 * A handler that takes a web `Request` and returns a web `Response`, as in the App Router of Next.js, Hono, SvelteKit
 * and Cloudflare Workers.
 *
 * @template Path the path of the route file, which gives the params their types: see `ParamsOf`
 */
export type WebHandler<Path extends string = string> = (
  request: globalThis.Request,
  context: { readonly params: ParamsOf<Path> },
) => WebResponse | Promise<WebResponse>;

/**
 * Returns an Express handler that calls a handler of the web. It may be a handler of a route file, or of an app.
 *
 * The `Request` has the whole URL, with the protocol and the host of `req.protocol` and `req.hostname`, so `trust
 * proxy` counts. Its `signal` aborts if the client leaves before the response was sent. In a route file, its body is
 * the stream that the client sends, unless the file has a `config.api.bodyParser`; if the body was read before, it is
 * what was read.
 *
 * @template Path the path of the route file, which gives the params their types: see `ParamsOf`
 * @example export const GET = web((request) => Response.json({ url: request.url }));
 * @example export default web<'/posts/[pid]'>((_request, { params }) => new Response(params.pid));
 */
export function web<Path extends string = string>(handler: WebHandler<Path>): RequestHandler {
  const respond: RespondToWeb = async (req, res) => {
    // Nobody would abort the signal.
    if (res.closed) return undefined;
    const request = createWebRequest(req, res);
    try {
      return await handler(request, { params: req.params as ParamsOf<Path> });
    } catch (error) {
      // `fetch(url, { signal: request.signal })` fails so if the client has left. There is nothing to report.
      if (request.signal.aborted && error === request.signal.reason) return undefined;
      throw error;
    }
  };
  const callWeb: RequestHandler = async (req, res, next) => {
    try {
      await sendWebResponse(res, await respond(req, res), []);
    } catch (error) {
      next(asError(error));
    }
  };
  return markWebHandler(callWeb, respond);
}

import type { Request, Response } from 'express';
import bytes from 'bytes';
import { printable } from '../reporting/printable.js';
import type { Route, RouteConfig } from '../types/index.js';
import { visitOf } from './route-visit.js';
import { hasWarned, warnOnce } from '../reporting/warn.js';

/** The time that a response may take after its handler has finished, before it counts as missing. */
const responseTimeoutMs = 10_000;

const defaultLimitBytes = 4 * 1024 * 1024;

/** Warns if the response reaches `config.api.responseLimit`, and sends it nevertheless, as Next.js does. */
export function warnOfLargeResponse(
  req: Request,
  res: Response,
  { file, absolutePath }: Route,
  { api = {} }: RouteConfig,
): void {
  const { responseLimit = true } = api;
  if (responseLimit === false || hasWarned(absolutePath, 'FSR_LARGE_RESPONSE')) return;
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- it was checked when the file was loaded
  const limitBytes = responseLimit === true ? defaultLimitBytes : bytes.parse(responseLimit)!;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the `this` of the wrapper
  const { write, end } = res;
  let sizeBytes = 0;
  function count(chunk: unknown): void {
    if (typeof chunk === 'string') sizeBytes += Buffer.byteLength(chunk);
    else if (chunk instanceof Uint8Array) sizeBytes += chunk.byteLength;
    if (sizeBytes < limitBytes || visitOf(req)?.route.absolutePath !== absolutePath) return;
    const message = `A response of ${printable(file)} exceeds ${bytes.format(limitBytes)}. Send less, stream it, or set config.api.responseLimit.`;
    warnOnce(absolutePath, 'FSR_LARGE_RESPONSE', message);
  }
  res.write = function (this: Response, ...args: unknown[]) {
    count(args[0]);
    return Reflect.apply(write, this, args) as boolean;
  };
  res.end = function (this: Response, ...args: unknown[]) {
    count(args[0]);
    return Reflect.apply(end, this, args) as Response;
  };
}

/**
 * Warns if a handler sends no response. Call it before the handler.
 *
 * @returns a function to call when the handler has finished without calling `next()`. Its argument returns `true` once
 *   the handler has called `next()` later.
 */
export function warnOfMissingResponse(
  req: Request,
  res: Response,
  route: Route,
  { api = {} }: RouteConfig,
): (hasCalledNext?: () => boolean) => void {
  if (api.externalResolver || hasWarned(route.absolutePath, 'FSR_NO_RESPONSE')) return () => undefined;
  const pipe = trackPipe(res);
  return (hasCalledNext = () => false) => {
    if (!res.headersSent && !pipe.isConnected && !res.closed)
      checkLater(req, res, route, () => pipe.isConnected || hasCalledNext());
  };
}

const pipes = new WeakMap<Response, { isConnected: boolean }>();

/**
 * Tracks whether a stream is piped into the response. Adds one listener to a response, however many handlers a route
 * has: Node.js warns of more than ten.
 */
function trackPipe(res: Response): { readonly isConnected: boolean } {
  const known = pipes.get(res);
  if (known) return known;
  const pipe = { isConnected: false };
  pipes.set(res, pipe);
  res.once('pipe', () => (pipe.isConnected = true));
  return pipe;
}

/**
 * Checks for a response when the client has disconnected or waited for 10 seconds. An earlier check would be wrong: the
 * handler may have passed the response to code that answers later.
 */
function checkLater(req: Request, res: Response, { file, absolutePath }: Route, isExpected: () => boolean): void {
  function check(): void {
    clearTimeout(timer);
    res.off('close', check);
    if (res.headersSent || isExpected()) return;
    const message = `${printable(file)} finished ${req.method} ${printable(req.originalUrl)} without sending a response. Send one, as with res.json() or res.end(), or set config.api.externalResolver to true if other code sends it.`;
    warnOnce(absolutePath, 'FSR_NO_RESPONSE', message);
  }
  const timer = setTimeout(check, responseTimeoutMs).unref();
  res.once('close', check);
}

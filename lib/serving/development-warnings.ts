import type { Request, Response } from 'express';
import bytes from 'bytes';
import { printable } from '../reporting/printable.js';
import type { Route, RouteConfig } from '../types/index.js';
import { visitOf } from './route-visit.js';
import { hasWarned, warnOnce } from '../reporting/warn.js';

/** How long an answer may take after its handler is through, before it counts as missing: 10 seconds. */
const responseTimeoutMs = 10_000;

const defaultResponseLimit = 4 * 1024 * 1024;

/** Warns of a response that is larger than `config.api.responseLimit`; Next.js does no more than that, either. */
export function warnOfLargeResponse(
  req: Request,
  res: Response,
  { file, absolutePath }: Route,
  { api = {} }: RouteConfig,
): void {
  const { responseLimit = true } = api;
  if (responseLimit === false || hasWarned(absolutePath, 'FSR_LARGE_RESPONSE')) return;
  const limit = responseLimit === true ? defaultResponseLimit : bytes.parse(responseLimit)!;
  const { write, end } = res;
  let size = 0;
  function count(chunk: unknown): void {
    if (typeof chunk === 'string') size += Buffer.byteLength(chunk);
    else if (chunk instanceof Uint8Array) size += chunk.byteLength;
    if (size < limit || visitOf(req)?.route.absolutePath !== absolutePath) return;
    const message = `A response of ${printable(file)} exceeds ${bytes.format(limit)}. Send less, stream it, or set config.api.responseLimit.`;
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

/** Returns what to call when the handler is through without having gone on: is there an answer, or will there be? */
export function warnOfMissingResponse(
  req: Request,
  res: Response,
  route: Route,
  { api = {} }: RouteConfig,
): (hasGoneOn?: () => boolean) => void {
  if (api.externalResolver || hasWarned(route.absolutePath, 'FSR_NO_RESPONSE')) return () => undefined;
  const pipe = watchForPipe(res);
  return (hasGoneOn = () => false) => {
    if (!res.headersSent && !pipe.isThere && !res.closed)
      watchAnswer(req, res, route, () => pipe.isThere || hasGoneOn());
  };
}

const pipes = new WeakMap<Response, { isThere: boolean }>();

/** One listener for a response, however many handlers a route has: Node warns of more than ten. */
function watchForPipe(res: Response): { readonly isThere: boolean } {
  const known = pipes.get(res);
  if (known) return known;
  const pipe = { isThere: false };
  pipes.set(res, pipe);
  res.once('pipe', () => (pipe.isThere = true));
  return pipe;
}

/**
 * A handler that is through has often handed the response to somebody who answers later, so it is no
 * matter until the client gives up or has waited for long.
 */
function watchAnswer(req: Request, res: Response, { file, absolutePath }: Route, isPiped: () => boolean): void {
  function check(): void {
    clearTimeout(timer);
    res.off('close', check);
    if (res.headersSent || isPiped()) return;
    const message = `${printable(file)} was through with ${req.method} ${printable(req.originalUrl)} and sent no response.`;
    warnOnce(absolutePath, 'FSR_NO_RESPONSE', message);
  }
  const timer = setTimeout(check, responseTimeoutMs).unref();
  res.once('close', check);
}

import { createRequest } from '@remix-run/node-fetch-server';
import type { Request, Response } from 'express';
import { FsRoutesError } from '../reporting/errors.js';
import { messageOf } from '../reporting/thrown.js';
import { stripOrigin } from '../request/request-path.js';
import { readBefore } from './read-before.js';

type WebRequest = globalThis.Request;

/**
 * Creates the web `Request` for a request of Express.
 *
 * @throws {FsRoutesError} `FSR_MALFORMED_URL` with status 400 if no web request can have its host, path or method, and
 *   `FSR_BODY_CONSUMED` if its body was read and nothing is left of it
 */
export function createWebRequest(req: Request, res: Response): WebRequest {
  const hasNoBody = req.method === 'GET' || req.method === 'HEAD';
  const body = hasNoBody ? undefined : readBefore(req);
  const { url } = req;
  // Express has removed the mount path.
  req.url = stripOrigin(req.originalUrl);
  try {
    if (body !== undefined) return withBody(req, res, body);
    const request = convert(req, res);
    if (!hasNoBody) res.once('finish', () => releaseBody(req, request));
    return request;
  } catch (cause) {
    throw malformedError(cause);
  } finally {
    req.url = url;
  }
}

function convert(req: Request, res: Response): WebRequest {
  const host = hostOf(req);
  return createRequest(req, res, {
    protocol: req.protocol === 'https' ? 'https:' : 'http:',
    ...(host !== undefined && { host }),
  });
}

/** Creates the web request with a body that was read before. */
function withBody(req: Request, res: Response, body: string | Uint8Array<ArrayBuffer>): WebRequest {
  const withoutBody = Object.create(req, { method: { value: 'HEAD' } }) as Request;
  const request = convert(withoutBody, res);
  const headers = new Headers(request.headers);
  // They described the bytes that the client sent.
  headers.delete('content-length');
  headers.delete('content-encoding');
  return new globalThis.Request(request, { method: req.method, headers, body });
}

/** The pattern of a host, with or without a port. Of anything else, a part could be read as the path of the URL. */
const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d*)?$/i;

/**
 * Returns the host that the client asked for. It is that of `X-Forwarded-Host` if `req.hostname` is: Express decides by
 * `trust proxy` whether to trust the header.
 */
function hostOf(req: Request): string | undefined {
  const own = req.headers.host ?? (req.headers[':authority'] as string | undefined);
  const forwarded = req.get('x-forwarded-host')?.split(',', 1)[0]?.trim();
  const isTrusted = forwarded !== undefined && req.hostname === nameOf(forwarded) && req.hostname !== nameOf(own);
  const host = isTrusted ? forwarded : own;
  if (host !== undefined && !hostPattern.test(host)) throw new TypeError(`Invalid host: ${host}`);
  return host;
}

function nameOf(host: string | undefined): string | undefined {
  return host?.replace(/:\d*$/, '');
}

function malformedError(cause: unknown): FsRoutesError {
  const message = `The request has a host, a path or a method that a web Request cannot have: ${messageOf(cause)}.`;
  const help = 'send another request.';
  return new FsRoutesError([{ code: 'FSR_MALFORMED_URL', message, help, files: [], cause }], { status: 400 });
}

/**
 * Reads what the handler has left of the body, as Node.js does with a request that nobody reads. The next request of
 * the connection could not be read otherwise.
 */
function releaseBody(req: Request, { body }: WebRequest): void {
  if (!body || body.locked || req.readableEnded) return;
  void body.cancel().catch(() => undefined);
  req.resume();
}

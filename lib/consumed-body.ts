import type { Request } from 'express';
import { FsRoutesError } from './errors.js';
import { isRecord } from './inspect-value.js';
import type { Route } from './types.js';

/** Whether something before us has begun to read the body. */
export function isConsumed(req: Request): boolean {
  return req.readableDidRead || req.readableEnded;
}

/**
 * Whether the app has parsed the body already. `express.json()` of Express 4 leaves `{}` where it parsed
 * nothing, which is no body unless something was read.
 */
export function isParsed(req: Request): boolean {
  const body: unknown = req.body;
  if (body === undefined) return false;
  return isConsumed(req) || !isRecord(body) || Object.keys(body).length > 0;
}

/** Whether the request says that it has a body (RFC 9112, 6.3). */
export function hasBody(req: Request): boolean {
  const length = req.headers['content-length'];
  return req.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** For a route that needs a stream which is gone. */
export function bodyConsumed({ file }: Route, req: Request, wants: string): FsRoutesError {
  return new FsRoutesError(
    [
      {
        code: 'FSR_BODY_CONSUMED',
        message: `The route wants ${wants}, and a middleware before it, ${likelyReader(req)}, has read the body.`,
        help: 'mount `fsRoutes` before that middleware, or mount the middleware on other paths only.',
        files: [file],
      },
    ],
    { status: 500 },
  );
}

/** The usual suspect, by what the request carries. */
function likelyReader(req: Request): string {
  const type = req.headers['content-type'] ?? '';
  if (Buffer.isBuffer(req.body)) return '`express.raw()`';
  if (/json/i.test(type)) return '`express.json()`';
  if (/urlencoded/i.test(type)) return '`express.urlencoded()`';
  if (/^text\//i.test(type)) return '`express.text()`';
  return /multipart/i.test(type) ? 'an upload parser such as multer' : 'a body parser';
}

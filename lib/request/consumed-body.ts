import { Readable } from 'node:stream';
import type { Request } from 'express';
import { FsRoutesError } from '../reporting/errors.js';
import { isRecord } from '../reporting/inspect-value.js';
import type { Route } from '../types/index.js';

/** Requests of HTTP/2 have the stream that they came on. */
type MaybeHttp2 = Request & { readonly stream?: { readonly endAfterHeaders?: boolean } };

/** Returns whether a request is a stream that can be read: one that a test made up (node-mocks-http) is none. */
export function isStream(req: Request): boolean {
  try {
    // Of a request that Express gave its own prototype, the getter throws.
    return typeof req.readableDidRead === 'boolean';
  } catch {
    return false;
  }
}

/** Returns whether something before us has begun to read the body. */
export function isConsumed(req: Request): boolean {
  return isStream(req) && (req.readableDidRead || req.readableEnded);
}

/**
 * Returns whether the app has parsed the body already. Some bodies count only if something was read:
 * `express.json()` of Express 4 leaves `{}` where it parsed nothing, and the adapters of AWS Lambda and Azure put
 * the bytes or the text on `req.body` and leave them in the stream, too.
 */
export function isParsed(req: Request): boolean {
  const body: unknown = req.body;
  if (body === undefined) return false;
  if (isConsumed(req) || !isStream(req)) return true;
  if (typeof body === 'string' || ArrayBuffer.isView(body)) return false;
  return !isRecord(body) || Object.keys(body).length > 0;
}

/** Returns whether the request says that it has a body (RFC 9112, 6.3; RFC 9113, 8.1). */
export function hasBody(req: MaybeHttp2): boolean {
  const length = req.headers['content-length'];
  if (length !== undefined || req.headers['transfer-encoding'] !== undefined) return String(length) !== '0';
  return req.httpVersionMajor >= 2 && req.stream?.endAfterHeaders !== true;
}

/**
 * Returns the bytes of a body that was read, if whoever read it kept them: on `req.rawBody`, as Google's Cloud
 * Functions and `express.json({ verify })` do, or on `req.body`, as `express.raw()` does.
 */
export function findRawBody(req: Request & { readonly rawBody?: unknown }): Buffer | undefined {
  for (const kept of [req.rawBody, req.body as unknown]) {
    if (Buffer.isBuffer(kept)) return kept;
    if (ArrayBuffer.isView(kept)) return Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength);
  }
  return hasBody(req) ? undefined : Buffer.alloc(0);
}

/**
 * Makes a request whose body was read a stream of these bytes again, for handlers that listen, iterate or pipe.
 *
 * The constructor of a stream may be called for an object that is one already, and begins anew. Who listened to
 * the first one must not hear the second: a reader that called `next()` at its end would call it again.
 *
 * @param done called when the stream is there. Not at once: Node.js closes a stream right after its last listener
 *   has heard that it ended, and the new one would be closed.
 */
export function replayBody(req: Request, bytes: Buffer, done: () => void): void {
  const read = (): void => {
    req.push(bytes);
    req.push(null);
  };
  setImmediate(() => {
    const { closed } = req;
    for (const event of ['data', 'end', 'readable', ...(closed ? ['close'] : [])]) req.removeAllListeners(event);
    Reflect.apply(Readable as unknown as (options: object) => void, req, [{ read, autoDestroy: closed }]);
    done();
  });
}

/** For a route that needs a stream which is gone. */
export function bodyConsumedError({ file }: Pick<Route, 'file'>, req: Request, wants: string): FsRoutesError {
  const reader = isStream(req)
    ? `a middleware before it, ${guessReader(req)}, has read the body`
    : 'the request is no stream, as those of node-mocks-http are not';
  const help = isStream(req)
    ? 'mount `fsRoutes` before that middleware, mount the middleware on other paths only, or let it keep the bytes on `req.rawBody`.'
    : 'send a real request, with supertest for example.';
  const problem = {
    code: 'FSR_BODY_CONSUMED',
    message: `The route wants ${wants}, and ${reader}.`,
    help,
    files: [file],
  } as const;
  return new FsRoutesError([problem], { status: 500 });
}

/** The usual suspect, by what the request carries. */
function guessReader(req: Request): string {
  const type = req.headers['content-type'] ?? '';
  if (Buffer.isBuffer(req.body)) return '`express.raw()`';
  if (/json/i.test(type)) return '`express.json()`';
  if (/urlencoded/i.test(type)) return '`express.urlencoded()`';
  if (/^text\//i.test(type)) return '`express.text()`';
  return /multipart/i.test(type) ? 'an upload parser such as multer' : 'a body parser';
}

import { Readable } from 'node:stream';
import type { Request } from 'express';
import { FsRoutesError } from '../reporting/errors.js';
import { isRecord } from '../reporting/inspect-value.js';
import type { Route } from '../types/index.js';
import type { BodySettings } from './body-settings.js';

/** A request that may have come over HTTP/2: it has a `stream` then. */
type MaybeHttp2 = Request & { readonly stream?: { readonly endAfterHeaders?: boolean } };

/** Returns `true` if a request is a readable stream. A mock request of node-mocks-http is not. */
export function isStream(req: Request): boolean {
  try {
    // Express sets its own prototype on a mock request, and then the getter throws.
    return typeof req.readableDidRead === 'boolean';
  } catch {
    return false;
  }
}

/** Returns `true` if a middleware of the app has started to read the body. */
export function isConsumed(req: Request): boolean {
  return isStream(req) && (req.readableDidRead || req.readableEnded);
}

/**
 * Returns `true` if the app has already parsed the body. If nothing was read from the stream, some values of `req.body`
 * do not count: `express.json()` of Express 4 sets `{}` when it parses nothing, and the adapters of AWS Lambda and
 * Azure set the bytes or the text, and also leave them in the stream.
 */
export function isParsed(req: Request): boolean {
  const body: unknown = req.body;
  if (body === undefined) return false;
  if (isConsumed(req) || !isStream(req)) return true;
  if (typeof body === 'string' || ArrayBuffer.isView(body)) return false;
  return !isRecord(body) || Object.keys(body).length > 0;
}

/** Returns `true` if the headers announce a body (RFC 9112, 6.3; RFC 9113, 8.1). */
export function hasBody(req: MaybeHttp2): boolean {
  const length = req.headers['content-length'];
  if (length !== undefined || req.headers['transfer-encoding'] !== undefined) return String(length) !== '0';
  return req.httpVersionMajor >= 2 && req.stream?.endAfterHeaders !== true;
}

/**
 * Returns the bytes of a body that was read, if the reader kept them: on `req.rawBody`, as Google Cloud Functions and
 * `express.json({ verify })` do, or on `req.body`, as `express.raw()` does. Without a body, they are empty. Sets
 * `req.rawBody` to them if the route needs it, or if `req.body` is a Buffer.
 */
export function restoreRawBody(req: Request & { rawBody?: unknown }, { keepRaw }: BodySettings): Buffer | undefined {
  const bytes = toBuffer(req.rawBody) ?? toBuffer(req.body) ?? (hasBody(req) ? undefined : Buffer.alloc(0));
  if (bytes && (keepRaw || Buffer.isBuffer(req.body))) req.rawBody ??= bytes;
  return bytes;
}

function toBuffer(value: unknown): Buffer | undefined {
  if (Buffer.isBuffer(value)) return value;
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : undefined;
}

/**
 * Turns a request whose body was read back into a stream of these bytes, for handlers that listen, iterate or pipe.
 *
 * It calls the constructor of a stream on the request, which resets it. The listeners of the first stream are removed:
 * a reader that called `next()` on 'end' would call it again.
 *
 * @param done called when the stream is ready, in a later turn: Node.js closes a stream right after the last listener
 *   of 'end', and would close the new one
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

/** Creates the error of a route whose body was read before, or that gets no stream. It has status 500. */
export function bodyConsumedError({ file }: Route, req: Request, { parse, keepRaw }: BodySettings): FsRoutesError {
  const needed = keepRaw
    ? 'the raw body (`rawBody: true`)'
    : parse
      ? 'its body'
      : 'the body as a stream (`bodyParser: false`)';
  const reason = isStream(req)
    ? `a middleware before it, ${guessReader(req)}, has already read the body`
    : 'the request is not a stream, as with node-mocks-http';
  const help = isStream(req)
    ? 'mount `fsRoutes` before that middleware, mount the middleware on other paths only, or let it keep the bytes on `req.rawBody`.'
    : 'send a real request, with supertest for example.';
  const problem = {
    code: 'FSR_BODY_CONSUMED',
    message: `The route needs ${needed}, but ${reason}.`,
    help,
    files: [file],
  } as const;
  return new FsRoutesError([problem], { status: 500 });
}

/** Guesses which middleware has read the body, by the content type. */
function guessReader(req: Request): string {
  const type = req.headers['content-type'] ?? '';
  if (Buffer.isBuffer(req.body)) return '`express.raw()`';
  if (/json/i.test(type)) return '`express.json()`';
  if (/urlencoded/i.test(type)) return '`express.urlencoded()`';
  if (/^text\//i.test(type)) return '`express.text()`';
  return /multipart/i.test(type) ? 'an upload parser such as multer' : 'a body parser';
}

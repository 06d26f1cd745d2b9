import type { IncomingHttpHeaders } from 'node:http';
import bodyParser from 'body-parser';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { BodySettings } from '../request/body-settings.js';
import {
  bodyConsumedError,
  hasBody,
  isConsumed,
  isParsed,
  isStream,
  replayBody,
  restoreRawBody,
} from '../request/consumed-body.js';
import { visitOf } from '../serving/route-visit.js';

const jsonTypes = ['application/json', 'application/*+json'];
/** What we parse. Everything else stays a stream. */
const ourTypes = /^(?:application\/(?:[^;]+\+)?json|application\/x-www-form-urlencoded|text\/)/i;

/** `rawBody` is ours and many an app's; by `_body` the parsers of Express 4 know that all is done. */
type BodyRequest = Request & { rawBody?: Buffer; _body?: boolean };

/** Reads the body of a request for the handlers of a route. */
export interface BodyReader {
  /** Asked for every request: most have no body. */
  isNeeded(req: Request): boolean;
  readonly read: RequestHandler;
}

/** One for all routes that have the same settings. */
const readers = new WeakMap<BodySettings, BodyReader>();

/**
 * Reads `req.body` for a route before its handlers: JSON, urlencoded and text, within the limit. What
 * the app has parsed is left as it is, and other types stay a stream, for multer and the like.
 * Errors are those of body-parser, with `status`, `type` and `expose`.
 */
export function bodyReader(settings: BodySettings): BodyReader {
  const known = readers.get(settings);
  if (known) return known;
  const reader = {
    isNeeded: ({ headers }: Request) => settings.keepRaw || !settings.parse || mayTellOfBody(headers),
    read: readBody(settings),
  };
  readers.set(settings, reader);
  return reader;
}

function readBody(settings: BodySettings): RequestHandler {
  const { parse, keepRaw } = settings;
  const parsers = createParsers(settings);

  function parseBody(req: BodyRequest, res: Response, next: NextFunction): void {
    if (!hasBody(req)) {
      if (parse && req.body === undefined && isJson(req)) req.body = {};
      if (keepRaw) req.rawBody ??= Buffer.alloc(0);
      next();
    } else if (isConsumed(req) || (isParsed(req) && !keepRaw)) next();
    else parseWith(parsers, req, res, announceBody(req, onceOrAborted(req, next)));
  }

  return function readBody(req: BodyRequest, res, next) {
    if (isStream(req) && !isConsumed(req)) return parseBody(req, res, next);
    const kept = restoreRawBody(req, settings);
    const isMissing = parse ? req.body === undefined || !ourTypes.test(typeOf(req)) : !keepRaw;
    if (kept && isMissing && isStream(req) && req.readableEnded) {
      replayBody(req, kept, () => parseBody(req, res, next));
    } else if (kept || (parse && !keepRaw)) next();
    else next(bodyConsumedError(visitOf(req)!.route, req, settings));
  };
}

/** Most requests have no body and say nothing of one. */
function mayTellOfBody(headers: IncomingHttpHeaders): boolean {
  return (
    headers['content-length'] !== undefined ||
    headers['transfer-encoding'] !== undefined ||
    headers['content-type'] !== undefined
  );
}

/** Each takes one kind of body and passes on the rest. */
function createParsers({ parse, limitBytes: limit, keepRaw }: BodySettings): RequestHandler[] {
  const verify = (req: BodyRequest, _res: unknown, bytes: Buffer): void => {
    req.rawBody = bytes;
  };
  const options = { limit, ...(keepRaw && { verify }) };
  const parsers: RequestHandler[] = [];
  if (parse) {
    parsers.push(bodyParser.json({ ...options, strict: false, type: jsonTypes }));
    parsers.push(bodyParser.urlencoded({ ...options, extended: false }));
    parsers.push(bodyParser.text({ ...options, type: 'text/*' }));
  }
  if (keepRaw) parsers.push(bodyParser.raw({ ...options, type: () => true }));
  return parsers;
}

function parseWith([parser, ...rest]: readonly RequestHandler[], req: BodyRequest, res: Response, next: NextFunction) {
  if (!parser) return next();
  parser(req, res, (error?: unknown) => {
    if (error) return next(withType(error));
    if (!isConsumed(req)) return parseWith(rest, req, res, next);
    req._body = true;
    next();
  });
}

/** zlib's errors have no `type`, and every other has one. */
function withType(error: unknown): unknown {
  return error instanceof Error && !('type' in error) ? Object.assign(error, { type: 'encoding.invalid' }) : error;
}

function isJson(req: Request): boolean {
  return /^application\/(?:[^;]+\+)?json\b/i.test(typeOf(req));
}

function typeOf({ headers }: Request): string {
  return headers['content-type'] ?? '';
}

/** body-parser reads nothing unless a header of HTTP/1 announces a body. HTTP/2 needs none. */
function announceBody({ headers }: Request, next: NextFunction): NextFunction {
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return next;
  headers['transfer-encoding'] = 'chunked';
  return (error?: unknown) => {
    delete headers['transfer-encoding'];
    next(error);
  };
}

/**
 * Goes on once, and with an error where the client has gone: body-parser waits for the end of an inflated
 * stream, which then never comes, and goes on without a body where the request was gone before it began.
 */
function onceOrAborted(req: Request, next: NextFunction): NextFunction {
  let wentOn = false;
  function goOn(error?: unknown): void {
    if (wentOn) return;
    wentOn = true;
    req.off('close', onClose);
    next(error ?? (isAborted(req) ? abortError() : undefined));
  }
  function onClose(): void {
    if (isAborted(req)) goOn(abortError());
  }
  req.once('close', onClose);
  return goOn;
}

function isAborted(req: Request): boolean {
  return req.destroyed && !req.complete;
}

/** As body-parser has it. */
function abortError(): Error {
  const details = { status: 400, statusCode: 400, expose: true, type: 'request.aborted', code: 'ECONNABORTED' };
  return Object.assign(new Error('request aborted'), details);
}

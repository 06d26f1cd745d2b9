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
import { currentVisit } from '../serving/route-visit.js';

const jsonTypes = ['application/json', 'application/*+json'];
/** The content types that are parsed. A body of any other type stays a stream. */
const parsedTypes = /^(?:application\/(?:[^;]+\+)?json|application\/x-www-form-urlencoded|text\/)/i;

/** A request with `rawBody`, and with `_body`, which tells body-parser that the body was parsed. */
type BodyRequest = Request & { rawBody?: Buffer; _body?: boolean };

/** The body parser of a route. */
export interface BodyReader {
  /** Returns `false` if the request has nothing to read, as most have. */
  isNeeded(req: Request): boolean;
  readonly read: RequestHandler;
}

/** The readers by settings: routes with the same settings share one. */
const readers = new WeakMap<BodySettings, BodyReader>();

/**
 * Returns the reader that sets `req.body` before the handlers of a route run. It parses JSON, urlencoded forms and
 * text, up to the limit. A body that the app has parsed stays as it is, and a body of another type stays a stream, for
 * multer and the like. The errors are those of body-parser, with `status`, `type` and `expose`.
 */
export function bodyReader(settings: BodySettings): BodyReader {
  const known = readers.get(settings);
  if (known) return known;
  const reader = {
    isNeeded: ({ headers }: Request) => settings.keepRaw || !settings.parse || hasBodyHeader(headers),
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
    else parseWith(parsers, req, res, announceBody(req, nextOrAborted(req, next)));
  }

  return function readBody(req: BodyRequest, res, next) {
    if (isStream(req) && !isConsumed(req)) return parseBody(req, res, next);
    const kept = restoreRawBody(req, settings);
    const isMissing = parse ? req.body === undefined || !parsedTypes.test(typeOf(req)) : !keepRaw;
    if (kept && isMissing && isStream(req) && req.readableEnded) {
      replayBody(req, kept, () => parseBody(req, res, next));
    } else if (kept || (parse && !keepRaw)) next();
    else next(bodyConsumedError(currentVisit(req).route, req, settings));
  };
}

/** Returns `true` if a header announces or describes a body. Most requests have none. */
function hasBodyHeader(headers: IncomingHttpHeaders): boolean {
  return (
    headers['content-length'] !== undefined ||
    headers['transfer-encoding'] !== undefined ||
    headers['content-type'] !== undefined
  );
}

/** Creates the parsers. Each parses one kind of body and calls `next()` for the others. */
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

function parseWith(
  [parser, ...others]: readonly RequestHandler[],
  req: BodyRequest,
  res: Response,
  next: NextFunction,
) {
  if (!parser) return next();
  parser(req, res, (error?: unknown) => {
    if (error) return next(withType(error));
    if (!isConsumed(req)) return parseWith(others, req, res, next);
    req._body = true;
    next();
  });
}

/** Adds a `type` to errors of zlib. All other errors of body-parser have one. */
function withType(error: unknown): unknown {
  return error instanceof Error && !('type' in error) ? Object.assign(error, { type: 'encoding.invalid' }) : error;
}

function isJson(req: Request): boolean {
  return /^application\/(?:[^;]+\+)?json\b/i.test(typeOf(req));
}

function typeOf({ headers }: Request): string {
  return headers['content-type'] ?? '';
}

/**
 * Sets a header that announces the body until `next()` is called. HTTP/2 needs no such header, but without it
 * body-parser reads nothing.
 */
function announceBody({ headers }: Request, next: NextFunction): NextFunction {
  if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return next;
  headers['transfer-encoding'] = 'chunked';
  return (error?: unknown) => {
    delete headers['transfer-encoding'];
    next(error);
  };
}

/**
 * Returns a function that calls `next()` once, with an error if the client has disconnected. Otherwise body-parser
 * would wait forever for the end of a compressed body. If the client had disconnected before it started to read, it
 * would continue without a body.
 */
function nextOrAborted(req: Request, next: NextFunction): NextFunction {
  let calledNext = false;
  function callNext(error?: unknown): void {
    if (calledNext) return;
    calledNext = true;
    req.off('close', onClose);
    next(error ?? (isAborted(req) ? abortError() : undefined));
  }
  function onClose(): void {
    if (isAborted(req)) callNext(abortError());
  }
  req.once('close', onClose);
  return callNext;
}

function isAborted(req: Request): boolean {
  return req.destroyed && !req.complete;
}

/** Creates the same error as body-parser for an aborted request. */
function abortError(): Error {
  const details = { status: 400, statusCode: 400, expose: true, type: 'request.aborted', code: 'ECONNABORTED' };
  return Object.assign(new Error('request aborted'), details);
}

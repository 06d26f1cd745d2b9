import { parse as parseQueryString } from 'node:querystring';
import { Readable } from 'node:stream';
import contentType from 'content-type';
import type { Request } from 'express';
import getRawBody from 'raw-body';
import type { BodySettings } from '../request/body-settings.js';
import {
  bodyConsumedError,
  isConsumed,
  isParsed,
  isStream,
  replayBody,
  restoreRawBody,
} from '../request/consumed-body.js';
import type { Route } from '../types/index.js';
import { NextApiError } from './answer-error.js';

type BodyRequest = Request & { rawBody?: Buffer };

/**
 * Reads the body into `req.body` as Next.js does (`server/api-utils/node/parse-body.js`): JSON and urlencoded forms by
 * the content type, everything else as text. Nothing is inflated.
 *
 * @throws {NextApiError} 413 `Body exceeded … limit`, 400 `Invalid JSON`, 400 `Invalid body`
 * @throws {FsRoutesError} `FSR_BODY_CONSUMED` if a middleware of the app has already read the body
 */
export async function readNextBody(req: BodyRequest, route: Route, settings: BodySettings): Promise<void> {
  const { parse, keepRaw } = settings;
  if (isConsumed(req) || !isStream(req)) return reuseConsumedBody(req, route, settings);
  if (!keepRaw && (!parse || isParsed(req))) return;

  const { type, charset } = readContentType(req);
  if (keepRaw) {
    req.rawBody = await readBytes(req, settings);
    if (parse) req.body = parseBody(await readText(Readable.from([req.rawBody]), settings, charset), type);
  } else {
    req.body = parseBody(await readText(req, settings, charset), type);
  }
}

/**
 * Uses the body of a request that was already read, or that is not a stream: `req.body`, or the bytes that were kept.
 */
async function reuseConsumedBody(req: BodyRequest, route: Route, settings: BodySettings): Promise<void> {
  const { parse, keepRaw } = settings;
  const kept = restoreRawBody(req, settings);
  if (parse && !keepRaw && req.body !== undefined) return;
  if (!kept) throw bodyConsumedError(route, req, settings);
  if (parse && req.body === undefined) {
    const { type, charset } = readContentType(req);
    req.body = parseBody(await readText(Readable.from([kept]), settings, charset), type);
  } else if (!parse && !keepRaw && isStream(req) && req.readableEnded) {
    await new Promise<void>((resolve) => replayBody(req, kept, resolve));
  }
}

/** Parses the content type. If it cannot be parsed, the body is plain text. */
function readContentType({ headers }: Request): { type: string; charset: string } {
  try {
    const { type, parameters } = contentType.parse(headers['content-type'] ?? 'text/plain');
    return { type, charset: parameters['charset'] ?? 'utf-8' };
  } catch {
    return { type: 'text/plain', charset: 'utf-8' };
  }
}

function readBytes(stream: Readable, { limitBytes: limit, limitText }: BodySettings): Promise<Buffer> {
  return getRawBody(stream, { limit }).catch((cause: unknown) => throwBodyError(cause, limitText));
}

function readText(stream: Readable, { limitBytes: limit, limitText }: BodySettings, encoding: string): Promise<string> {
  return getRawBody(stream, { limit, encoding }).catch((cause: unknown) => throwBodyError(cause, limitText));
}

function throwBodyError(cause: unknown, limitText: string): never {
  const isTooLarge = cause instanceof Error && 'type' in cause && cause.type === 'entity.too.large';
  throw isTooLarge
    ? new NextApiError(413, `Body exceeded ${limitText} limit`, { cause })
    : new NextApiError(400, 'Invalid body', { cause });
}

function parseBody(text: string, type: string): unknown {
  if (type === 'application/x-www-form-urlencoded') return parseQueryString(text);
  if (type !== 'application/json' && type !== 'application/ld+json') return text;
  // As in Next.js: clients often send no body with this content type.
  if (text.length === 0) return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new NextApiError(400, 'Invalid JSON', { cause });
  }
}

import { Stream } from 'node:stream';
import type { Request, Response } from 'express';
import fresh from 'fresh';
import { FsRoutesError } from '../reporting/errors.js';
import { nextEtag } from './etag.js';

const jsonType = 'application/json; charset=utf-8';

type NextMethods = Record<string, (...args: never[]) => unknown>;
type WithSend = Response & { send(body: unknown): unknown };

/**
 * Gives a response the methods that it has in Next.js (`server/api-utils`), in place of Express's of the
 * same names. Closures, because in Next.js they work when taken off the response, too.
 */
export function addNextMethods(req: Request, res: Response, onFailure: (error: unknown) => void): void {
  const methods: NextMethods = {
    status(code: number) {
      res.statusCode = code;
      return res;
    },
    send: (body: unknown) => send(req, res, body, onFailure),
    json(body: unknown) {
      res.setHeader('Content-Type', jsonType);
      // Whatever `send` is by now: some wrappers replace it.
      (res as WithSend).send(JSON.stringify(body));
    },
    redirect: (statusOrUrl: unknown, url?: unknown) => redirect(res, statusOrUrl, url),
    revalidate: () => throwNoPages('res.revalidate()'),
    setPreviewData: () => throwNoPages('res.setPreviewData()'),
    clearPreviewData: () => throwNoPages('res.clearPreviewData()'),
    setDraftMode: () => throwNoPages('res.setDraftMode()'),
  };
  Object.assign(res, methods);
  const setHeader = res.setHeader.bind(res);
  res.setHeader = (name, value) => {
    // In Next.js a header that comes too late is passed over, and cookies are always a list.
    if (res.headersSent) return res;
    return setHeader(name, name.toLowerCase() === 'set-cookie' ? cookieList(value) : value);
  };
  // Next.js answers through a compression middleware, which adds this.
  if (!('flush' in res)) Object.assign(res, { flush: () => undefined });
}

function cookieList(value: number | string | readonly string[]): string[] {
  if (typeof value === 'number') return [];
  return typeof value === 'string' ? [value] : [...new Set(value)];
}

function send(req: Request, res: Response, body: unknown, onFailure: (error: unknown) => void): void {
  if (body === null || body === undefined) {
    res.end();
    return;
  }
  if (res.statusCode === 204 || res.statusCode === 304) {
    for (const name of ['Content-Type', 'Content-Length', 'Transfer-Encoding']) res.removeHeader(name);
    res.end();
    return;
  }
  if (body instanceof Stream) {
    if (!res.getHeader('Content-Type')) res.setHeader('Content-Type', 'application/octet-stream');
    body.once('error', onFailure).pipe(res);
    return;
  }
  const isJson = typeof body === 'object' || typeof body === 'number' || typeof body === 'boolean';
  // A Buffer, too: Next.js takes its ETag from its JSON.
  const text = isJson ? JSON.stringify(body) : (body as string);
  const etag = nextEtag(text);
  res.setHeader('ETag', etag);
  if (fresh(req.headers, { etag })) {
    res.statusCode = 304;
    res.end();
  } else if (Buffer.isBuffer(body)) {
    if (!res.getHeader('Content-Type')) res.setHeader('Content-Type', 'application/octet-stream');
    res.setHeader('Content-Length', body.length);
    res.end(body);
  } else {
    if (isJson) res.setHeader('Content-Type', jsonType);
    res.setHeader('Content-Length', Buffer.byteLength(text));
    res.end(text);
  }
}

function redirect(res: Response, statusOrUrl: unknown, second: unknown): Response {
  const [status, url] = typeof statusOrUrl === 'string' ? [307, statusOrUrl] : [statusOrUrl, second];
  if (typeof status !== 'number' || typeof url !== 'string') {
    throw new Error(
      "Invalid redirect arguments. Please use a single argument URL, e.g. res.redirect('/destination') or use a status code and URL, e.g. res.redirect(307, '/destination').",
    );
  }
  res.writeHead(status, { Location: url });
  res.write(url);
  res.end();
  return res;
}

function throwNoPages(call: string): never {
  const help = 'remove the call, or keep this route in the Next.js app whose pages it is about.';
  const message = `${call} is about pages that Next.js rendered, and this app has none.`;
  throw new FsRoutesError([{ code: 'FSR_NO_PAGES', message, help, files: [] }]);
}

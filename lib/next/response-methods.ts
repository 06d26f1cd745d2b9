import { Stream } from 'node:stream';
import type { Request, Response } from 'express';
import fresh from 'fresh';
import { FsRoutesError } from '../reporting/errors.js';
import { nextEtag } from './etag.js';

const jsonType = 'application/json; charset=utf-8';

type NextMethods = Record<string, (...args: never[]) => unknown>;
type WithSend = Response & { send(body: unknown): unknown };

/**
 * Adds the methods of Next.js (`server/api-utils`) to a response. They replace those of Express with the same names.
 * They are closures, because `const { json } = res` works in Next.js.
 *
 * @param onFailure receives the error of a stream that `res.send` pipes
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
      // Not `send()` directly: some wrappers replace `res.send`.
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
    // Next.js ignores a header that is set after the headers were sent, and always sends cookies as a list.
    if (res.headersSent) return res;
    return setHeader(name, name.toLowerCase() === 'set-cookie' ? cookieList(value) : value);
  };
  // In Next.js, the compression middleware adds `flush`.
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
  // This includes a Buffer: Next.js computes its ETag from its JSON.
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
  const help = 'remove the call, or keep this route in the Next.js app that renders the pages.';
  const message = `${call} needs pages that Next.js renders, and this app has none.`;
  throw new FsRoutesError([{ code: 'FSR_NO_PAGES', message, help, files: [] }]);
}

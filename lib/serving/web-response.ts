import { STATUS_CODES } from 'node:http';
import { Socket } from 'node:net';
import type { Request, Response } from 'express';
import { FsRoutesError } from '../reporting/errors.js';
import { kindOf } from '../reporting/inspect-value.js';
import type { Issue } from '../types/problem.js';

/** The `Response` of the web, as `fetch` returns it. In this package, `Response` is that of Express. */
export type WebResponse = globalThis.Response;

/**
 * Returns `true` if a value is a web `Response`: of Node.js, of a package such as undici, or of a class that extends
 * it.
 * Does not use `instanceof`, because Node.js loads its `Response` when code first names it.
 */
export function isWebResponse(value: unknown): value is WebResponse {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return Object.prototype.toString.call(value) === '[object Response]';
  } catch {
    // A revoked Proxy, for example.
    return false;
  }
}

/** Releases a body that is not sent, such as the connection of a `fetch`. */
export function discardBody({ body }: WebResponse): void {
  // The body of node-fetch is a stream of Node.js, without `cancel`.
  if (body && !body.locked && 'cancel' in body) void body.cancel().catch(() => undefined);
}

/**
 * Sends a web `Response`. Waits while the client is slower than the body, and cancels the body if the client leaves.
 * Sends nothing if the client has left, or if other code has answered.
 *
 * @param returned what a handler returned
 * @param files the file of the handler, for messages
 * @throws {FsRoutesError} `FSR_BAD_RESPONSE` if it is not a `Response`, or one that cannot be sent
 * @throws what the body fails with. If something was sent by then, the connection is destroyed.
 */
export async function sendWebResponse(res: Response, returned: unknown, files: readonly string[]): Promise<void> {
  if (hasLeft(res) || hasBegun(res)) {
    if (isWebResponse(returned)) discardBody(returned);
    return;
  }
  const issue = findIssue(returned);
  if (issue) throw new FsRoutesError([{ ...issue, files }], { status: 500 });
  const response = prepare(res, returned as WebResponse);
  // `end()` of other code, while the body is sent, would make a later `write()` emit an error that ends the process.
  res.on('error', () => undefined);
  const stopWatching = emitCloseIfQueued(res);
  try {
    const { sendResponse } = await import('@remix-run/node-fetch-server');
    if (!hasLeft(res)) await sendResponse(res, response);
  } catch (error) {
    // The body fails because the client has left: `fetch(url, { signal: request.signal })` does so.
    if (hasLeft(res)) return;
    if (hasBegun(res)) res.destroy();
    throw error;
  } finally {
    stopWatching();
    // It was not read to its end for HEAD, after an error, or if the client has left.
    discardBody(response);
  }
}

/**
 * Returns the socket of a response that waits for its turn: HTTP/1.1 answers the requests of a connection one after the
 * other. If such a connection closes, Node.js forgets the response, and emits no `close` on it.
 */
function queuedSocket(res: Response): Socket | undefined {
  const socket = res.socket ? undefined : (res.req as Request | undefined)?.socket;
  return socket instanceof Socket ? socket : undefined;
}

/**
 * Emits `close` on a response that waits for its turn, if its connection closes. Returns a function that stops this.
 */
function emitCloseIfQueued(res: Response): () => void {
  const socket = queuedSocket(res);
  const emitClose = (): void => {
    if (!res.socket) res.emit('close');
  };
  socket?.once('close', emitClose);
  return () => void socket?.off('close', emitClose);
}

/** Returns `true` if nothing can be sent any more. */
function hasLeft(res: Response): boolean {
  return res.closed || res.destroyed || queuedSocket(res)?.destroyed === true;
}

/** Returns `true` if something was sent. */
function hasBegun(res: Response): boolean {
  return res.headersSent;
}

function findIssue(returned: unknown): Issue | undefined {
  const code = 'FSR_BAD_RESPONSE';
  if (!isWebResponse(returned)) {
    const message = `The handler of web() returned ${describe(returned)} instead of a Response.`;
    return { code, message, help: "return one: Response.json({ … }), or new Response('…')." };
  }
  if (returned.type === 'error' || returned.status === 0) {
    const message = 'The handler returned Response.error(), which has no status.';
    return { code, message, help: 'return one with a status: new Response(null, { status: 502 }).' };
  }
  if (!returned.bodyUsed && !returned.body?.locked) return undefined;
  const message = 'The handler returned a Response whose body has been read, or is being read.';
  return { code, message, help: 'return a new Response for each request, or response.clone() before you read it.' };
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : kindOf(value);
}

/** The headers that describe the connection over which `fetch` got a response. */
const connectionHeaders = ['connection', 'keep-alive', 'transfer-encoding'];

/** Sets the headers of a web response on that of Express, and returns the rest of it. */
function prepare(res: Response, response: WebResponse): WebResponse {
  const { status, statusText, body } = response;
  const headers = new Headers(response.headers);
  if (response.url) removeTransportHeaders(headers);
  for (const [name, value] of headers) {
    // Several parts of an app add to these two.
    if (name === 'set-cookie' || name === 'vary') res.append(name, value);
    else res.setHeader(name, value);
  }
  return new globalThis.Response(body, { status, statusText: statusText || (STATUS_CODES[status] ?? '') });
}

/** Removes what is no longer true of a response that `fetch` returned: it decodes the body, and keeps the headers. */
function removeTransportHeaders(headers: Headers): void {
  for (const name of connectionHeaders) headers.delete(name);
  if (!headers.has('content-encoding')) return;
  headers.delete('content-encoding');
  headers.delete('content-length');
}

import type { Request, Response } from 'express';
import { isRecord, kindOf } from '../reporting/inspect-value.js';
import { printable } from '../reporting/printable.js';
import { warnOnce } from '../reporting/warn.js';
import { isDevelopment } from './is-development.js';
import { visitOf } from './route-visit.js';

/** A request with the file whose handler has it. */
export interface HandledRequest {
  readonly req: Request;
  readonly res: Response;
  readonly file: string;
}

/**
 * Returns a function that warns if a handler returned data and nothing was sent: people expect that it is sent, as in
 * other frameworks. Call it before the handler, and call what it returns when the handler has finished without calling
 * `next()`. That returns `true` if data was returned.
 */
export function warnOfReturnedData(handled: HandledRequest): (returned: unknown) => boolean {
  const warn = warnerOf(handled);
  return (returned) => {
    const { req, res } = handled;
    if (returned === undefined || returned === res || res.headersSent || res.closed) return false;
    const described = describeData(returned, [req, res]);
    if (!described) return false;
    warn(
      `returned ${described.what} for ${nameOf(req)}. Only a web Response is sent when it is returned. ${described.advice}`,
    );
    return true;
  };
}

/** Warns, in development, of a web `Response` that was returned too late to be sent. */
export function warnOfLateResponse(handled: HandledRequest, hasCalledNext: boolean): void {
  if (!isDevelopment()) return;
  const reason = hasCalledNext ? 'it had called next()' : 'it had sent one by res';
  warnerOf(handled)(
    `returned a Response for ${nameOf(handled.req)} after ${reason}. That Response is not sent: do one or the other.`,
  );
}

/** Returns a function that warns of a file once. */
function warnerOf({ req, file }: HandledRequest): (message: string) => void {
  const route = visitOf(req)?.route;
  const folder = route?.absolutePath.slice(0, -route.file.length) ?? '';
  return (message) => warnOnce(folder + file, 'FSR_RETURNED_VALUE', `${printable(file)} ${message}`);
}

function nameOf({ method, originalUrl }: Request): string {
  return `${method} ${printable(originalUrl)}`;
}

interface Described {
  readonly what: string;
  /** The way to send it. */
  readonly advice: string;
}

/**
 * Describes a value that looks like data. Returns `undefined` for what code returns that answers later: a stream, a
 * timer, an emitter, a `Map` or an array that keeps `res`, the new length of such an array, and whatever a logger
 * returns.
 */
function describeData(value: unknown, kept: readonly unknown[]): Described | undefined {
  try {
    if (typeof value === 'string') return { what: 'a string', advice: 'Write `return res.send(…)`.' };
    if (value instanceof Error) return { what: 'an Error', advice: 'Write `throw error`, or `return next(error)`.' };
    const advice = 'Write `return res.json(…)`, or `return Response.json(…)`.';
    return isData(value, kept) ? { what: kindOf(value), advice } : undefined;
  } catch {
    // The value is a Proxy, or has getters, that throw.
    return undefined;
  }
}

function isData(value: unknown, kept: readonly unknown[]): boolean {
  if (!isRecord(value) && !Array.isArray(value)) return false;
  // Dates, buffers, and the records of Mongoose, Sequelize and others.
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
  return isPlain && !Object.values(value).some((part) => typeof part === 'function' || kept.includes(part));
}

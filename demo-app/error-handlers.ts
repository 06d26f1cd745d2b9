import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { httpError } from './http-error.js';

/** A function that receives the errors behind 5xx answers, which clients do not see. */
export type Log = (error: unknown) => void;

/** Fails with 404, for requests that no route has answered. */
export const notFound: RequestHandler = (req, _res, next) => {
  next(httpError(404, `There is nothing at ${req.baseUrl}${req.path}.`));
};

/** Creates an error handler that answers as JSON, with the error's message if clients may read it. */
export function jsonErrors(log: Log): ErrorRequestHandler {
  // Express recognizes an error handler by its four parameters.
  return function jsonErrors(error: unknown, _req, res, next) {
    const status = statusOf(error);
    if (status >= 500) log(error);
    // It is too late for another answer. Express closes the connection, so that the client notices the error.
    if (res.headersSent) return next(error);
    res.status(status).json({ status, message: publicMessage(error, status) });
  };
}

function statusOf(error: unknown): number {
  const status = property(error, 'status');
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

function publicMessage(error: unknown, status: number): string {
  const isPublic = property(error, 'expose') ?? status < 500;
  const message = isPublic === true ? property(error, 'message') : undefined;
  return typeof message === 'string' ? message : (STATUS_CODES[status] ?? 'Error');
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

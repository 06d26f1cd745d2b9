import { FsRoutesError } from '../reporting/errors.js';
import type { RequestHandler } from 'express';
import type { Route } from '../types/index.js';

/** `OPTIONS` of a route that has no handler for it. Next.js answers so in its route handlers. */
export function answerOptions({ methods }: Route): RequestHandler {
  return function answerOptions(_req, res) {
    res.set('Allow', methods.join(', ')).status(204).end();
  };
}

/**
 * Every method that a route has no handler for.
 *
 * The header goes with the error, for Express's final handler, and with the response, for an app that has an
 * error handler of its own: a 405 without it would be wrong (RFC 9110, 15.5.6).
 */
export function refuseMethod({ file, methods }: Route): RequestHandler {
  const allow = methods.join(', ');
  return function refuseMethod(req, res, next) {
    const message = `The method ${req.method} is not allowed here, only ${allow}.`;
    const help = 'ask with another method, or add an export of its name, or a default export, to the file.';
    res.set('Allow', allow);
    const problem = { code: 'FSR_METHOD_NOT_ALLOWED', message, help, files: [file] } as const;
    next(new FsRoutesError([problem], { status: 405, headers: { Allow: allow } }));
  };
}

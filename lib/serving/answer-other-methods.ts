import { FsRoutesError } from '../reporting/errors.js';
import type { RequestHandler } from 'express';
import type { Route } from '../types/index.js';

/** Returns a handler that answers `OPTIONS` with 204 and `Allow`, as the route handlers of Next.js do. */
export function answerOptions({ methods }: Route): RequestHandler {
  return function answerOptions(_req, res) {
    res.set('Allow', methods.join(', ')).status(204).end();
  };
}

/**
 * Returns a handler that refuses every method the route has no handler for, with 405 and `Allow` (RFC 9110, 15.5.6).
 *
 * The header is set twice. Express's own error handler removes all headers of the response and sets those of the error.
 * An error handler of the app sends those of the response.
 */
export function refuseMethod({ file, methods }: Route): RequestHandler {
  const allow = methods.join(', ');
  return function refuseMethod(req, res, next) {
    const message = `The method ${req.method} is not allowed here, only ${allow}.`;
    const help = 'send another method, or add an export of its name, or a default export, to the file.';
    res.set('Allow', allow);
    const problem = { code: 'FSR_METHOD_NOT_ALLOWED', message, help, files: [file] } as const;
    next(new FsRoutesError([problem], { status: 405, headers: { Allow: allow } }));
  };
}

import type { ApiHandler } from 'express-pages-api';
import { httpError } from './http-error.js';

/**
 * Creates middleware that lets these methods pass. It answers OPTIONS with 204 and other methods with 405, both with an
 * `Allow` header. GET allows HEAD as well, for which Express omits the body.
 */
export function allowMethods(...methods: string[]): ApiHandler {
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return function allowMethods(req, res, next) {
    if (allowed.includes(req.method)) return next();
    res.set('Allow', allowed.join(', '));
    if (req.method !== 'OPTIONS') throw httpError(405, `${req.method} is not allowed here.`);
    res.status(204).end();
  };
}

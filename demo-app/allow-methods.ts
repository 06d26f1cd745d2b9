import type { ApiHandler } from 'express-pages-api';
import { httpError } from './http-error.js';

/**
 * Lets these methods through, and answers the others: OPTIONS with 204, the rest with 405, both with `Allow`.
 * HEAD comes with GET: Express leaves the body out on its own.
 */
export function allowMethods(...methods: string[]): ApiHandler {
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return function allowMethods(req, res, next) {
    if (allowed.includes(req.method)) return next();
    res.set('Allow', allowed.join(', '));
    if (req.method !== 'OPTIONS') throw httpError(405, `${req.method} is not answered here.`);
    res.status(204).end();
  };
}

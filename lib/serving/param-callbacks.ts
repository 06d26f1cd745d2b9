import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { callSafely } from './call-safely.js';
import { paramNames } from '../routing/parse-segment.js';
import { currentVisit, type ParamCallback, type RouteVisit } from './route-visit.js';

/**
 * Returns a handler that calls the callbacks of `router.param` for the params of the route, as Express does: in the
 * order of the path, with the value that matched, and once per request and value, even if several routes have the
 * param.
 *
 * Express itself cannot do this: version 4 only has names of word characters, and decodes a catch-all as one value.
 */
export function runParamCallbacks(callbacks: readonly ParamCallback[]): RequestHandler {
  return (req, res, next) => {
    const visit = currentVisit(req);
    const matching = paramNames(visit.route.segments).flatMap((name) =>
      name in visit.params ? callbacks.filter((callback) => callback.name === name) : [],
    );
    callEach(matching, visit, req, res, next);
  };
}

function callEach(
  callbacks: readonly ParamCallback[],
  visit: RouteVisit,
  req: Request,
  res: Response,
  next: NextFunction,
): void {
  const [first, ...others] = callbacks;
  if (!first) return next();
  const { name, callback } = first;
  const value = visit.params[name];
  const matched = JSON.stringify(value);
  const params = req.params as Record<string, unknown>;

  const finish = (error?: unknown): void => {
    visit.paramOutcomes.set(first, { matched, value: params[name], error });
    if (error) next(error);
    else callEach(others, visit, req, res, next);
  };
  const outcome = visit.paramOutcomes.get(first);
  if (outcome?.matched === matched) {
    params[name] = outcome.value;
    finish(outcome.error);
  } else {
    callSafely(req, finish, visit.route.file, (next) => callback(req, res, next, value, name));
  }
}

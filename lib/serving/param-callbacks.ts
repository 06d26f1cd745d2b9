import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { guard } from './guard-handlers.js';
import { paramNames } from '../routing/parse-segment.js';
import { visitOf, type ParamCallback, type RouteVisit } from './route-visit.js';

/**
 * Calls what `router.param` registered for a route, as Express does: in the order of the path, with the
 * value that matched, once per request and value however many routes have the parameter.
 *
 * Not left to Express, whose version 4 knows names of word characters only and decodes catch-alls as one.
 */
export function runParamCallbacks(callbacks: readonly ParamCallback[]): RequestHandler {
  return (req, res, next) => {
    const visit = visitOf(req)!;
    const due = paramNames(visit.route.segments).flatMap((name) =>
      name in visit.params ? callbacks.filter((one) => one.name === name) : [],
    );
    callEach(due, visit, req, res, next);
  };
}

function callEach(
  [due, ...rest]: readonly ParamCallback[],
  visit: RouteVisit,
  req: Request,
  res: Response,
  next: NextFunction,
) {
  if (!due) return next();
  const { name, callback } = due;
  const value = visit.params[name];
  const matched = JSON.stringify(value);
  const params = req.params as Record<string, unknown>;

  function goOn(error?: unknown): void {
    visit.paramOutcomes.set(due!, { matched, value: params[name], error });
    if (error) next(error);
    else callEach(rest, visit, req, res, next);
  }
  const outcome = visit.paramOutcomes.get(due);
  if (outcome?.matched === matched) {
    params[name] = outcome.value;
    goOn(outcome.error);
  } else {
    guard(req, goOn, visit.route.file, (next) => callback(req, res, next, value, name));
  }
}

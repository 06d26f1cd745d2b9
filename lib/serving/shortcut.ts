import { METHODS } from 'node:http';
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';

/** One request, and the ways to go on with it. */
export interface Exchange {
  readonly req: Request;
  readonly res: Response;
  readonly next: NextFunction;
  /** What `next('router')` of a handler means: to go on after the Router that the app mounted. */
  readonly leaveRouter: () => void;
  /** Whether handlers may be called without an Express Router around them. */
  readonly isDirect: boolean;
}

/** What adds to a Router: its public methods, but for `param`. */
const addingMethods = ['use', 'route', 'all', ...METHODS.map((method) => method.toLowerCase())];

type Method = (...args: unknown[]) => unknown;

/**
 * The same Router, with a way past it for as long as it holds nothing but the files: the way through an
 * Express Router costs more than to find the file and call its handler.
 *
 * @param whole an Express Router that does `serve` and nothing else
 * @param isOpen whether a request may take the shortcut; asked each time
 */
export function withShortcut(whole: Router, serve: (exchange: Exchange) => void, isOpen: () => boolean): Router {
  let isExtended = false;

  const methods = addingMethods.map((name): [string, Method] => [
    name,
    (...args) => {
      isExtended = true;
      const result: unknown = Reflect.apply(Reflect.get(whole, name) as Method, whole, args);
      return result === whole ? shortcut : result;
    },
  ]);
  const shortcut = Object.assign(
    function router(req, res, next) {
      // Outside of an Express app, a Router also sets what an app would have set.
      if (isExtended || (req.baseUrl as string | undefined) === undefined || !isOpen()) whole(req, res, next);
      else serve({ req, res, next, leaveRouter: next, isDirect: true });
    } as RequestHandler,
    Object.fromEntries(methods),
  );
  // As a Router itself is a function that has a Router for prototype.
  return Object.setPrototypeOf(shortcut, whole) as Router;
}

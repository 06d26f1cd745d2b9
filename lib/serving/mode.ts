import type { Request, Response } from 'express';
import type { Handler } from '../types/handler.js';
import type { FolderMiddleware } from './wrap-with-middleware.js';
import type { HandlerList, Route, RouteConfig } from '../types/index.js';
import type { Visit } from './route-visit.js';

/** Says that a request was answered before a route was looked for. */
export const answered = Symbol('answered');

/** Whose answers these are: Express's (the default), or those of `next start` (`compat: 'next'`). */
export interface Mode {
  /**
   * Returns the pathname to match, relative to the mount path and exactly as Express compared it; `undefined`
   * if no route can match, `answered` if the request was answered.
   */
  locate(req: Request, res: Response): string | undefined | typeof answered;
  /** Gives the request what the handlers are promised to see of it, until the visit is over. */
  show(visit: Visit): void;
  /**
   * Returns a chain of handlers as Express is given them: the middleware of folders, then the body, then the route's own.
   *
   * @param own the route's, for one method or for all
   * @param folders whose middleware comes before, outermost first
   */
  handlers(route: Route, own: HandlerList, config: RouteConfig, folders: readonly FolderMiddleware[]): Handler[];
}

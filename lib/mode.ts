import type { Request, Response } from 'express';
import type { Handler, Preparation } from './run-handlers.js';
import type { Route, RouteModule } from './types.js';
import type { Visit } from './visit.js';

/** Whose answers these are: Express's (the default), or those of `next start` (`compat: 'next'`). */
export interface Mode {
  /**
   * The pathname to match, relative to the mount path; `undefined` where the request is none of ours,
   * `null` where it was answered.
   */
  locate(req: Request, res: Response): string | undefined | null;
  /** Gives the request what the handlers are promised to see of it, until the visit is over. */
  show(visit: Visit): void;
  /** What comes before the first handler of a route. */
  preparation(route: Route, module: RouteModule): Preparation;
  handlers(route: Route, module: RouteModule): Handler[];
}

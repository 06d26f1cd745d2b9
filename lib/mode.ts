import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Route, RouteMatch, RouteModule } from './types.js';

/** What the handlers of a route see of a request; put back when the request leaves the route. */
export interface RequestView {
  readonly query: unknown;
  readonly url: string;
  readonly baseUrl: string;
  /** Whether `req.cookies` is ours even where the app has parsed them. */
  readonly ownCookies: boolean;
}

/** Whose answers these are: Express's (the default), or those of `next start` (`compat: 'next'`). */
export interface Mode {
  /**
   * The pathname to match, relative to the mount path; `undefined` where the request is none of ours,
   * `null` where it was answered.
   */
  locate(req: Request, res: Response): string | undefined | null;
  view(req: Request, match: RouteMatch): RequestView;
  /** A route's handlers, and what runs before and after them. */
  handlers(route: Route, module: RouteModule): (RequestHandler | ErrorRequestHandler)[];
}

import type { Request, Response } from 'express';
import type { ReadModule } from '../files/load-modules.js';
import type { FsRoutesError } from '../reporting/errors.js';
import type { BodySettings } from '../request/body-settings.js';
import type { PatternSyntax } from '../routing/express-pattern.js';
import type { NameConventions } from '../routing/route-table.js';
import type { ApiHandler, Handler, HandlerList, OnError, Route, RouteConfig } from '../types/index.js';
import type { RouteVisit } from './route-visit.js';
import type { FolderMiddleware } from './wrap-with-middleware.js';

/**
 * Everything that differs between the default (`express/`) and `compat: 'next'` (`next/`): `options.ts` chooses one
 * of the two, and nothing else asks for `compat`.
 */
export interface Conventions extends NameConventions {
  readonly defaults: FileSettings;
  /** Reads what a route file exports. */
  readonly readModule: ReadModule;
  /**
   * Returns where a URL leads, for tools that explain it.
   *
   * @param url the whole of it: mount path, path and query string
   */
  resolveUrl(url: string): ResolvedUrl;
  /** Returns a handler that answers in place of a file that has an error, while developing. */
  createErrorHandler(error: FsRoutesError): ApiHandler;
  /** Returns what holds for the requests of one folder. */
  forRequests(settings: RequestSettings, syntax: PatternSyntax): RequestConventions;
}

/** Which files are routes, and whether letter case counts in their URLs. */
export interface FileSettings {
  readonly caseSensitive: boolean;
  readonly extensions: readonly string[];
  readonly ignore: readonly string[];
}

export interface RequestSettings {
  readonly body: BodySettings;
  readonly onError: OnError | undefined;
}

/** A redirect to a tidier URL, or the pathname to match. */
export type ResolvedUrl = { readonly redirect: string } | { readonly pathname: string };

export interface RequestConventions {
  /** Finds the pathname to match, relative to the mount path and exactly as Express compared it. */
  resolvePathname(req: Request, res: Response): ResolvedPathname;
  /** Gives the request what handlers may expect of it, until it leaves the route. */
  extendRequest(visit: RouteVisit): void;
  /**
   * Returns a chain of handlers as Express is given them: the middleware of folders, then the body, then the route's own.
   *
   * @param own the route's, for one method or for all
   * @param folders whose middleware comes before, outermost first
   */
  createHandlers(route: Route, own: HandlerList, config: RouteConfig, folders: readonly FolderMiddleware[]): Handler[];
}

export type ResolvedPathname =
  | { readonly kind: 'pathname'; readonly pathname: string }
  /** No route can match. */
  | { readonly kind: 'unmatchable' }
  /** The request has been answered, with a redirect. */
  | { readonly kind: 'answered' };

export const unmatchable: ResolvedPathname = Object.freeze({ kind: 'unmatchable' });

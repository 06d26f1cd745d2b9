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
 * Everything that differs between the default (`express/`) and `compat: 'next'` (`next/`). `options.ts` chooses one
 * of the two, and no other code looks at `compat`.
 */
export interface Conventions extends NameConventions {
  readonly defaults: FileSettings;
  /** Checks the exports of a route file. */
  readonly readModule: ReadModule;
  /**
   * Resolves a URL for tools that explain a match: to a redirect, or to the pathname to match.
   *
   * @param url the full URL: mount path, path and query string
   */
  resolveUrl(url: string): ResolvedUrl;
  /** Creates a handler that answers with an error, in place of a file that has problems. Only `watch` uses it. */
  createFailingHandler(error: FsRoutesError): ApiHandler;
  /** Returns the conventions for the requests to one route folder. */
  forRequests(settings: RequestSettings, syntax: PatternSyntax): RequestConventions;
}

/** The options that decide which files are routes, and whether letter case counts in their URLs. */
export interface FileSettings {
  readonly caseSensitive: boolean;
  readonly extensions: readonly string[];
  readonly ignore: readonly string[];
}

export interface RequestSettings {
  readonly body: BodySettings;
  readonly onError: OnError | undefined;
}

/** A redirect to the normalized URL, or the pathname to match. */
export type ResolvedUrl = { readonly redirect: string } | { readonly pathname: string };

export interface RequestConventions {
  /** Resolves the pathname to match, relative to the mount path and exactly as Express compared it. */
  resolvePathname(req: Request, res: Response): ResolvedPathname;
  /** Adds the properties that handlers may expect to the request. They are removed when the visit exits. */
  extendRequest(visit: RouteVisit): void;
  /**
   * Creates the chain of handlers to register with Express: the middleware of the folders, then the body parser, then
   * the handlers of the route, and last the error handlers of the folders.
   *
   * @param routeHandlers the handlers that the file exports, for one method or for all
   * @param folders the folders whose middleware runs before the handlers, outermost first
   */
  createHandlers(
    route: Route,
    routeHandlers: HandlerList,
    config: RouteConfig,
    folders: readonly FolderMiddleware[],
  ): Handler[];
}

export type ResolvedPathname =
  | { readonly kind: 'pathname'; readonly pathname: string }
  /** No route can match. */
  | { readonly kind: 'unmatchable' }
  /** The request has been answered with a redirect. */
  | { readonly kind: 'answered' };

export const unmatchable: ResolvedPathname = Object.freeze({ kind: 'unmatchable' });

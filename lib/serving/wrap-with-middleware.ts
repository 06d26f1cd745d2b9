import type { ErrorRequestHandler, RequestHandler } from 'express';
import { guardErrorHandler, guardHandler } from './guard-handlers.js';
import { withNameOf } from './run-handlers.js';
import type { Handler } from '../types/handler.js';
import { takesErrors } from '../files/handler-exports.js';
import type { ApiHandler, HandlerList } from '../types/index.js';
import { visitOf } from './route-visit.js';

/** What a folder's `_middleware` file has for the routes below. */
export interface FolderMiddleware {
  /** Relative to the route folder. */
  readonly file: string;
  readonly handlers: HandlerList;
}

/**
 * One chain of what comes before a route's own handlers, those, and what catches their errors: each folder
 * is around the ones in it, as nested Express Routers would be.
 *
 * @param folders outermost first
 */
export function wrapWithMiddleware(folders: readonly FolderMiddleware[], own: readonly Handler[]): Handler[] {
  return [
    ...folders.flatMap((folder, depth) => before(folder, depth)),
    ...own,
    ...folders
      .map((folder, depth) => after(folder, depth))
      .reverse()
      .flat(),
  ];
}

export function catchesErrors({ handlers }: FolderMiddleware): boolean {
  return handlers.some(takesErrors);
}

function before({ file, handlers }: FolderMiddleware, depth: number): RequestHandler[] {
  const callable = handlers.filter((handler): handler is ApiHandler => !takesErrors(handler));
  return callable.map((handler, index): RequestHandler => {
    const isLast = index === callable.length - 1;
    const guarded = guardHandler(handler, file);
    return withNameOf(handler, (req, res, next) => {
      const progress = visitOf(req)!.folderProgress;
      // A request that fell through from a route of this folder has been here.
      if (progress.passed.has(file)) return next();
      progress.depth = depth;
      void guarded(req, res, (error?: unknown) => {
        if (!error && isLast) {
          progress.passed.add(file);
          progress.depth = Infinity;
        }
        next(error);
      });
    });
  });
}

function after({ file, handlers }: FolderMiddleware, depth: number): ErrorRequestHandler[] {
  return handlers.filter(takesErrors).map((handler): ErrorRequestHandler => {
    const guarded = guardErrorHandler(handler, file);
    return withNameOf(handler, (error: unknown, req, res, next) => {
      // What went wrong in the middleware of a folder above did not happen in this folder.
      if (visitOf(req)!.folderProgress.depth < depth) next(error);
      else void guarded(error, req, res, next);
    });
  });
}

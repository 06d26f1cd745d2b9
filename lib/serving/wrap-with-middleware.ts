import type { ErrorRequestHandler, RequestHandler } from 'express';
import { wrapErrorHandler, wrapHandler } from './call-safely.js';
import { withNameOf } from './run-handlers.js';
import type { Handler } from '../types/handler.js';
import { takesErrors } from '../files/check-handlers.js';
import type { ApiHandler, HandlerList } from '../types/index.js';
import { currentVisit } from './route-visit.js';

/** The middleware of a folder: what its `_middleware` file exports. */
export interface FolderMiddleware {
  /** The path of the file, relative to the route folder. */
  readonly file: string;
  readonly handlers: HandlerList;
}

/**
 * Returns one chain of handlers: the middleware of the folders, the handlers of the route, and the error handlers of
 * the folders. Each folder wraps the folders in it, as with nested Express Routers.
 *
 * @param folders the folders of the route, outermost first
 */
export function wrapWithMiddleware(folders: readonly FolderMiddleware[], routeHandlers: readonly Handler[]): Handler[] {
  return [
    ...folders.flatMap((folder, depth) => requestHandlersOf(folder, depth)),
    ...routeHandlers,
    ...folders
      .map((folder, depth) => errorHandlersOf(folder, depth))
      .reverse()
      .flat(),
  ];
}

/** Returns `true` if a folder's middleware has an error handler. */
export function catchesErrors({ handlers }: FolderMiddleware): boolean {
  return handlers.some(takesErrors);
}

function requestHandlersOf({ file, handlers }: FolderMiddleware, depth: number): RequestHandler[] {
  const callable = handlers.filter((handler): handler is ApiHandler => !takesErrors(handler));
  return callable.map((handler, index): RequestHandler => {
    const isLast = index === callable.length - 1;
    const wrapped = wrapHandler(handler, file);
    return withNameOf(handler, (req, res, next) => {
      const progress = currentVisit(req).folderProgress;
      // The request has passed this file before it fell through from another route of the folder.
      if (progress.passed.has(file)) return next();
      progress.depth = depth;
      void wrapped(req, res, (error?: unknown) => {
        if (!error && isLast) {
          progress.passed.add(file);
          progress.depth = Infinity;
        }
        next(error);
      });
    });
  });
}

function errorHandlersOf({ file, handlers }: FolderMiddleware, depth: number): ErrorRequestHandler[] {
  return handlers.filter(takesErrors).map((handler): ErrorRequestHandler => {
    const wrapped = wrapErrorHandler(handler, file);
    return withNameOf(handler, (error: unknown, req, res, next) => {
      // If the middleware of a folder above fails, the error is not one of this folder.
      if (currentVisit(req).folderProgress.depth < depth) next(error);
      else void wrapped(error, req, res, next);
    });
  });
}

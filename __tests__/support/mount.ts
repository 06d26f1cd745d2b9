import path from 'node:path';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler } from 'express';
import { fsRoutes, type FsRouter, type FsRoutesOptions } from '../../lib/index.js';
import { toPosix } from '../../lib/files/to-posix.js';
import { routeFolder } from './route-folder.js';

/** An error that reached the app's error handler. */
export interface Caught extends Partial<Record<'status' | 'statusCode', number>> {
  readonly type?: string;
  readonly code?: string;
  readonly expose?: boolean;
  readonly message: string;
}

export interface Mounted {
  readonly app: Express;
  readonly router: FsRouter;
  /** The errors that reached the app's error handler, which answers with the status of the error and JSON. */
  readonly errors: Caught[];
}

export interface MountOptions extends FsRoutesOptions {
  /** Middleware of the app before `fsRoutes`. */
  readonly before?: readonly RequestHandler[];
  /** Middleware of the app for requests that fall through. */
  readonly after?: readonly RequestHandler[];
  /** A function that is called with the request of each error that reached the app. */
  readonly onCaught?: (req: Request) => void;
}

/**
 * Creates an app that serves route modules at /api, between middleware of its own.
 *
 * @param modules what each file exports, by file name: a handler, or a namespace
 */
export function mount(modules: Readonly<Record<string, unknown>>, options: MountOptions = {}): Mounted {
  const { before = [], after = [], onCaught, ...rest } = options;
  const folder = routeFolder(Object.keys(modules));
  const router = fsRoutes(folder, {
    ...rest,
    import: (absolutePath) => modules[toPosix(path.relative(folder, absolutePath))],
  });
  const app = express();
  for (const middleware of before) app.use(middleware);
  app.use('/api', router);
  for (const middleware of after) app.use(middleware);
  const errors: Caught[] = [];
  app.use(((error: Caught, req, res, next) => {
    errors.push(error);
    onCaught?.(req);
    if (res.headersSent) return next(error);
    const { type, code, expose, message } = error;
    res.status(error.status ?? 500).json({ type, code, expose, message });
  }) as ErrorRequestHandler);
  return { app, router, errors };
}

import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import { fsRoutes, type FsRouter, type FsRoutesOptions } from '../../lib/index.js';
import { routeFolder } from './route-folder.js';

export interface Served {
  readonly app: Express;
  readonly router: FsRouter;
  /** The errors that reached the app's error handler, which answers 500. */
  readonly errors: unknown[];
}

/**
 * Creates an app that serves the files at /api. It answers what falls through with 404 and the URLs, query and params.
 */
export function serve(files: readonly string[] | Record<string, string>, options?: FsRoutesOptions): Served {
  const app = express();
  app.set('query parser', 'simple');
  const router = fsRoutes(routeFolder(files), options);
  app.use('/api', router);
  app.use((req: Request, res: Response) => {
    res.status(404).json({ query: req.query, params: req.params, url: req.url, baseUrl: req.baseUrl });
  });
  const errors: unknown[] = [];
  app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    errors.push(error);
    if (res.headersSent) next(error);
    else res.status(500).send('caught');
  });
  return { app, router, errors };
}

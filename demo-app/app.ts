import express, { type Express } from 'express';
import { fsRoutes } from 'express-pages-api';
import { explorer } from 'express-pages-api/explorer';
import { jsonErrors, notFound, type Log } from './error-handlers.js';
import { indexPage } from './index-page.js';
import { setServices, type Services } from './services.js';

/** Returns the path of the explorer, a page about the routes, or `undefined` in production. */
export function explorerPath({ NODE_ENV }: Services['env']): string | undefined {
  return NODE_ENV === 'production' ? undefined : '/_routes';
}

/**
 * Creates the app, which does not listen yet. It opens nothing, so it has nothing to close: the caller opens and closes
 * the database of `services`.
 */
export async function createApp(services: Services, log: Log = console.error): Promise<Express> {
  const app = express();
  app.disable('x-powered-by');
  setServices(app, services);
  app.use((_req, res, next) => {
    // The pages need no script, and browsers need not guess the types of answers.
    res.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
    res.set('X-Content-Type-Options', 'nosniff');
    next();
  });

  const routes = fsRoutes(new URL('./api', import.meta.url), { watch: true });
  // If a route file cannot be loaded, the app does not start.
  await routes.ready;
  const explorerAt = explorerPath(services.env);
  app.get('/', (req, res) => {
    const origin = `${req.protocol}://${req.get('Host') ?? 'localhost'}`;
    res.send(indexPage(routes.routes, '/api', origin, explorerAt));
  });
  app.use('/api', express.json(), routes, notFound);
  if (explorerAt !== undefined) app.use(explorerAt, explorer({ '/api': routes }));
  app.use(jsonErrors(log));
  return app;
}

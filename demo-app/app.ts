import express, { type Express } from 'express';
import { fsRoutes } from 'express-pages-api';
import { explorer } from 'express-pages-api/explorer';
import { jsonErrors, notFound, type Log } from './error-handlers.js';
import { indexPage } from './index-page.js';
import { setServices, type Services } from './services.js';

/**
 * The whole app, not listening yet. It opens nothing and so has nothing to close: who opened the database
 * behind `services` closes it.
 */
export async function createApp(services: Services, log: Log = console.error): Promise<Express> {
  const app = express();
  app.disable('x-powered-by');
  setServices(app, services);
  app.use((_req, res, next) => {
    // The pages need no script, and the answers no guessing what they are.
    res.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
    res.set('X-Content-Type-Options', 'nosniff');
    next();
  });

  const routes = fsRoutes(new URL('./api', import.meta.url));
  // A route file that does not load stops the start, and not only the first request.
  await routes.ready;
  app.get('/', (req, res) => {
    res.send(indexPage(routes.routes, '/api', `${req.protocol}://${req.get('Host') ?? 'localhost'}`));
  });
  app.use('/api', express.json(), routes, notFound);
  if (services.env['NODE_ENV'] !== 'production') app.use('/_routes', explorer({ '/api': routes }));
  app.use(jsonErrors(log));
  return app;
}

import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Express, Router } from 'express';
import { fsRoutes } from '../../lib/index.js';
import { canonicalSpelling } from '../../lib/routing/static-name.js';
import { guard, secret, filesOf, escapedForExpress, attack, listenGuarded, modes } from '../support/attack-guards.js';
import { routeFolder } from '../support/route-folder.js';

// The way of dispatch comes after the guard, and cannot let a request past it.
const ways: Record<string, (routes: Router, guardedPaths: readonly string[]) => Express> = {
  'on the app': (routes, paths) => {
    const app = express();
    for (const path of paths) app.use(`/api/${path}`, guard);
    return app.use('/api', routes);
  },
  'in a Router': (routes, paths) => {
    const router = express.Router();
    for (const path of paths) router.use(`/${path}`, guard);
    return express().use('/api', router.use(routes));
  },
  'on the app, around Routers within each other': (routes, paths) => {
    const app = express();
    for (const path of paths) app.use(`/api/v1/${path}`, guard);
    return app.use('/api', express.Router().use('/v1', routes));
  },
  'on the app, around a sub-app': (routes, paths) => {
    const app = express();
    for (const path of paths) app.use(`/api/${path}`, guard);
    return app.use('/api', express().use(routes));
  },
};

describe.each(Object.entries(ways))('a guard %s', (way, create) => {
  it.each(modes)('is passed by no spelling of a URL in %s', async (_mode, options, names) => {
    const routes = fsRoutes(routeFolder(filesOf(names)), {
      ...options,
      ignore: [],
      import: () => ({ default: secret }),
    });
    const app = create(
      routes,
      names.map((name) => escapedForExpress(canonicalSpelling(name))),
    );
    if (options.caseSensitive) app.enable('case sensitive routing');
    const server = await listenGuarded(app);
    try {
      expect(await attack(server, way.includes('within') ? '/api/v1' : '/api', names)).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

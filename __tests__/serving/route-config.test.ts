import { describe, expect, it } from '@jest/globals';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import { fsRoutes } from '../../lib/index.js';
import { mount } from '../support/mount.js';
import { routeFolder } from '../support/route-folder.js';
import { serve } from '../support/serve.js';

type Middleware = (req: Request, res: Response, next: NextFunction) => unknown;

/** Middleware that lets a request in by the roles of its route. */
const guard: Middleware = (req, res, next) => {
  const { roles } = (req.route as { config: { roles?: string[] } }).config;
  return !roles || roles.includes(req.get('x-role') ?? '') ? next() : res.sendStatus(403);
};
const answer: Middleware = (_req, res) => res.json('answered');

describe('the config of a route reaches', () => {
  it('the middleware of its folders, which may refuse the request', async () => {
    const { app } = mount({
      '_middleware.js': guard,
      'open.js': answer,
      'admin/index.js': { default: answer, config: { roles: ['admin'] } },
      'admin/[id].js': { GET: answer, config: { roles: ['admin', 'editor'] } },
    });
    await request(app).get('/api/open').expect(200);
    await request(app).get('/api/admin').expect(403);
    await request(app).get('/api/admin').set('x-role', 'admin').expect(200);
    await request(app).get('/api/admin/1').set('x-role', 'editor').expect(200);
  });

  it('that middleware for HEAD, for OPTIONS, and for methods that the file has no export for', async () => {
    const seen: unknown[] = [];
    const { app } = mount({
      '_middleware.js': ((req, _res, next) => {
        seen.push([req.method, (req.route as { config: unknown }).config]);
        next();
      }) satisfies Middleware,
      'a.js': { GET: answer, POST: answer, config: { tags: ['a'] } },
    });
    for (const method of ['get', 'head', 'post', 'options', 'put'] as const) await request(app)[method]('/api/a');
    const methods = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT'];
    expect(seen).toEqual(methods.map((method) => [method, { tags: ['a'] }]));
  });

  it('the handlers and error handlers of the route, router.param, and the error handler of the app', async () => {
    const seen: unknown[] = [];
    const see = (req: Request): void => void seen.push((req.route as { config: { tag?: string } }).config.tag);
    const { app, router } = mount(
      {
        '[id].js': {
          default: [
            (req: Request) => {
              see(req);
              throw new Error('failed');
            },
            (error: unknown, req: Request, _res: Response, next: NextFunction) => {
              see(req);
              next(error);
            },
          ],
          config: { tag: 'a' },
        },
      },
      { onCaught: see },
    );
    router.param('id', (req, _res, next) => {
      see(req);
      next();
    });
    await request(app).get('/api/1').expect(500);
    expect(seen).toEqual(['a', 'a', 'a', 'a']);
  });

  it('the next route, if the first one calls next()', async () => {
    const seen: unknown[] = [];
    const see: Middleware = (req, _res, next) => {
      seen.push((req.route as { config: unknown }).config);
      next();
    };
    const { app } = mount({ 'a.js': { default: see, config: { a: 1 } }, '[x].js': { default: [see, answer] } });
    await request(app).get('/api/a').expect(200);
    expect(seen).toEqual([{ a: 1 }, {}]);
  });

  it('tools, as router.routes[i].config', async () => {
    const { router } = serve({
      'a.js': 'module.exports = () => {}; module.exports.config = { api: { bodyParser: false }, roles: ["admin"] }',
      'b.js': 'exports.GET = () => {}; exports.config = { limit: { perMinute: 5 } }',
      'c.js': 'module.exports = () => {}',
    });
    await router.ready;
    expect(router.routes.map(({ config }) => config)).toEqual([
      { api: { bodyParser: false }, roles: ['admin'] },
      { limit: { perMinute: 5 } },
      {},
    ]);
  });

  it('tools once the files are loaded that load later', async () => {
    const config = { tags: ['late'] };
    const router = fsRoutes(routeFolder(['a.js']), { import: () => Promise.resolve({ default: answer, config }) });
    expect(router.routes[0]!.config).toEqual({});
    await router.ready;
    expect(router.routes[0]!.config).toBe(config);
  });
});

describe('the config', () => {
  it('is the object that the file exports, so it may hold functions and change', async () => {
    const config = { allow: (role: string) => role === 'admin', changes: 0 };
    const { app, router } = mount({
      '_middleware.js': ((req, _res, next) => {
        const own = (req.route as { config: typeof config }).config;
        own.changes += own.allow('admin') ? 1 : 0;
        next();
      }) satisfies Middleware,
      'a.js': { default: answer, config },
    });
    await request(app).get('/api/a').expect(200);
    expect(router.routes[0]!.config).toBe(config);
    expect(config.changes).toBe(1);
  });

  it('is that of the inner route for the handlers of a Router that a handler calls', async () => {
    const seen: unknown[] = [];
    const see = (req: Request): void => void seen.push((req.route as { config: unknown }).config);
    const inner = fsRoutes(routeFolder(['[...all].js']), {
      import: () => ({
        default: ((req, _res, next) => {
          see(req);
          next();
        }) satisfies Middleware,
        config: { inner: true },
      }),
    });
    const outer: Middleware = (req, res, next) => {
      see(req);
      inner(req, res, next);
    };
    const { app } = mount({ 'a.js': { default: [outer, answer], config: { outer: true } } });
    await request(app).get('/api/a').expect(200);
    expect(seen).toEqual([{ outer: true }, { inner: true }]);
  });

  it('stays out of JSON, which may not be able to hold it', () => {
    const circular: Record<string, unknown> = { size: 1n };
    circular['self'] = circular;
    const { router } = mount({ 'a.js': { default: answer, config: { circular } } });
    expect(JSON.stringify(router.routes)).toContain('a.js');
    expect(router.routes[0]!.config).toEqual({ circular });
  });
});

import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import request from 'supertest';
import { fsRoutes, type FsRouter } from '../../lib/index.js';
import { mount } from '../support/mount.js';
import { routeFolder } from '../support/route-folder.js';

type Seen = Record<string, unknown>;

function look({ query, params, url, baseUrl }: Request): Seen {
  return { query: { ...query }, params: { ...params }, url, baseUrl };
}

function routerOf(file: string, handler: unknown): FsRouter {
  return fsRoutes(routeFolder([file]), { import: () => handler });
}

/** The times at which a handler reads `req.query`: before or after it calls the Router in it, or both. */
const timings = [
  ['before and after', true, true],
  ['before', true, false],
  ['after', false, true],
  ['only in the innermost Router', false, false],
] as const;

/** The middleware by which an app sets `req.query` before. */
const apps: [string, RequestHandler[]][] = [
  ['as Express sets it', []],
  [
    'that the app defines',
    [
      (req, _res, next) => {
        const query = { ...req.query, own: 'app' };
        Object.defineProperty(req, 'query', { value: query, configurable: true, enumerable: true, writable: true });
        next();
      },
    ],
  ],
];

describe('three Routers within each other', () => {
  describe.each(apps)('with a req.query %s', (_what, before) => {
    it.each(timings)('each show the params of those around them, read %s', async (_when, isBefore, isAfter) => {
      const seen: Record<string, Seen> = {};
      const within = (name: string, router: RequestHandler) => (req: Request, res: Response, next: NextFunction) => {
        if (isBefore) seen[`${name}, before`] = look(req);
        router(req, res, (error?: unknown) => {
          if (isAfter) seen[`${name}, after`] = look(req);
          next(error);
        });
      };
      const inner = routerOf('[inner].js', (req: Request, _res: Response, next: NextFunction) => {
        seen['inner'] = look(req);
        next();
      });
      const middle = routerOf('[middle].js', within('middle', inner));
      const { app } = mount(
        { '[outer].js': within('outer', middle) },
        {
          before,
          after: [
            (req, res) => {
              seen['app'] = look(req);
              res.json(seen);
            },
          ],
        },
      );
      const { body } = await request(app).get('/api/7?q=1&middle=client');

      const sent = { q: '1', middle: 'client', ...(before.length > 0 && { own: 'app' }) };
      const url = '/7?q=1&middle=client';
      const ofOuter = { query: { ...sent, outer: '7' }, params: { outer: '7' }, url, baseUrl: '/api' };
      const ofMiddle = { ...ofOuter, query: { ...ofOuter.query, middle: '7' }, params: { middle: '7' } };
      const ofInner = { ...ofMiddle, query: { ...ofMiddle.query, inner: '7' }, params: { inner: '7' } };
      expect(body).toEqual({
        ...(isBefore && { 'outer, before': ofOuter, 'middle, before': ofMiddle }),
        inner: ofInner,
        ...(isAfter && { 'middle, after': ofMiddle, 'outer, after': ofOuter }),
        app: { query: sent, params: {}, url: '/api/7?q=1&middle=client', baseUrl: '' },
      });
    });
  });

  it('keep what a handler writes to req.query for those within it', async () => {
    const inner = routerOf('[inner].js', (req: Request, res: Response) => res.json(req.query));
    const middle = routerOf('[middle].js', (req: Request, res: Response, next: NextFunction) => {
      req.query['added'] = 'middle';
      inner(req, res, next);
    });
    const outer = (req: Request, res: Response, next: NextFunction) => {
      req.query = { replaced: 'outer' };
      middle(req, res, next);
    };
    const { app } = mount({ '[outer].js': outer });
    const { body } = await request(app).get('/api/7?q=1');
    expect(body).toEqual({ replaced: 'outer', middle: '7', added: 'middle', inner: '7' });
  });

  it.each([
    ['replaces', (req: Request) => (req.cookies = { a: 'outer' })],
    ['changes', (req: Request) => ((req.cookies as Seen)['a'] = 'outer')],
  ])('keep req.cookies that a handler %s for those within it', async (_what, change) => {
    const inner = routerOf('[inner].js', (req: Request, res: Response) => res.json(req.cookies));
    const middle = routerOf('[middle].js', inner);
    const outer = (req: Request, res: Response, next: NextFunction) => {
      change(req);
      middle(req, res, next);
    };
    const { body } = await request(mount({ '[outer].js': outer }).app)
      .get('/api/7')
      .set('Cookie', 'a=client');
    expect(body).toEqual({ a: 'outer' });
  });
});

describe('a Router in a handler that calls next()', () => {
  const wrappings: [string, (req: Request) => Request][] = [
    ['a Proxy of the request', (req) => new Proxy(req, {})],
    ['an object that inherits from the request', (req) => Object.create(req) as Request],
  ];

  it.each(wrappings)('%s shows its params there, and the request is restored afterwards', async (_what, wrap) => {
    const seen: Seen[] = [];
    const inner = routerOf('[inner].js', (req: Request, _res: Response, next: NextFunction) => {
      seen.push(look(req));
      next();
    });
    const outer = (req: Request, res: Response, next: NextFunction) => {
      inner(wrap(req), res, () => {
        seen.push(look(req));
        next();
      });
    };
    const { app } = mount({ '[outer].js': outer }, { after: [(req, res) => void res.json([...seen, look(req)])] });
    const { body } = await request(app).get('/api/7?q=1');
    const url = '/7?q=1';
    expect(body).toEqual([
      { query: { q: '1', outer: '7', inner: '7' }, params: { inner: '7' }, url, baseUrl: '/api' },
      { query: { q: '1', outer: '7' }, params: { outer: '7' }, url, baseUrl: '/api' },
      { query: { q: '1' }, params: {}, url: '/api/7?q=1', baseUrl: '' },
    ]);
  });
});

describe('a request that a route has', () => {
  const shown = (req: Request, res: Response) => {
    res.json({ text: inspect(req, { breakLength: Infinity }), keys: Object.keys(req) });
  };

  it('can be printed, and shows its route by the file', async () => {
    const { body } = await request(mount({ 'users/[id].js': shown }).app).get('/api/users/7');
    const { text } = body as { text: string };
    expect(text).toContain('RouteVisit { users/[id].js }');
    expect(text).not.toContain('absolutePath');
  });

  it('is printed without control characters of a file name', async () => {
    const { body } = await request(mount({ 'a\u001bb/[id].js': shown }).app).get('/api/a%1Bb/7');
    const { text } = body as { text: string };
    expect(text).toContain('RouteVisit { a\\u001bb/[id].js }');
    expect(text.split('RouteVisit')[1]).not.toContain('\u001b');
  });

  it('has nothing of the route left for the next middleware', async () => {
    const ownKeys: RequestHandler = (req, res) => void res.json(Reflect.ownKeys(req).map(String));
    const callNext = (req: Request, _res: Response, next: NextFunction) => {
      expect([req.query, req.cookies]).toEqual([{ id: '7' }, {}]);
      next();
    };
    const routed = await request(mount({ 'users/[id].js': callNext }, { after: [ownKeys] }).app).get('/api/users/7');
    const missed = await request(mount({ 'x.js': callNext }, { after: [ownKeys] }).app).get('/api/users/7');
    // Express leaves `route`, too.
    expect((routed.body as string[]).filter((key) => key !== 'route').sort()).toEqual((missed.body as string[]).sort());
  });
});

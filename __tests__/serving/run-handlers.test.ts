import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import type { ErrorRequestHandler, NextFunction, Request, Response } from 'express';
import request from 'supertest';
import { fsRoutes } from '../../lib/index.js';
import { routeFolder } from '../support/route-folder.js';
import { serve } from '../support/serve.js';

describe('several handlers', () => {
  it('run in order, as Express runs them', async () => {
    const { app } = serve({
      'a.js': `module.exports = [
        (req, res, next) => { req.seen = [1]; next(); },
        async (req, res, next) => { req.seen.push(2); next(); },
        (req, res) => res.json(req.seen.concat(3)),
      ]`,
    });
    expect((await request(app).get('/api/a')).body).toEqual([1, 2, 3]);
  });

  it('may end with an error handler for those before it', async () => {
    const { app, errors } = serve({
      'a.js': `module.exports = [
        async () => { throw new Error("first") },
        (error, req, res, next) => res.status(418).send(error.message),
      ]`,
    });
    await request(app).get('/api/a').expect(418, 'first');
    expect(errors).toEqual([]);
  });
});

describe('an error', () => {
  const thrown = 'Object.assign(new Error("no"), { status: 409 })';
  it.each([
    ['thrown', `module.exports = () => { throw ${thrown} }`],
    ['rejected', `module.exports = async () => { throw ${thrown} }`],
    ['rejected by a thenable', `module.exports = () => ({ then: (_, reject) => reject(${thrown}) })`],
    ['passed on', `module.exports = (req, res, next) => next(${thrown})`],
    ['passed on, then thrown', `module.exports = (req, res, next) => { next(${thrown}); throw new Error("late") }`],
    ['passed on twice', `module.exports = (req, res, next) => { next(${thrown}); next(new Error("late")) }`],
    [
      'passed on, then rejected',
      `module.exports = async (req, res, next) => { next(${thrown}); throw new Error("late") }`,
    ],
    [
      'thrown by an error handler',
      `module.exports = [() => { throw 1 }, (error, req, res, next) => { throw ${thrown} }]`,
    ],
    [
      'rejected by an error handler',
      `module.exports = [() => { throw 1 }, async (error, req, res, next) => { throw ${thrown} }]`,
    ],
  ])('that is %s reaches the app exactly once, as it is', async (_how, source) => {
    const { app, errors } = serve({ 'a.js': source });
    await request(app).get('/api/a').expect(500, 'caught');
    expect(errors).toEqual([expect.objectContaining({ message: 'no', status: 409 })]);
  });

  it.each(['undefined', 'null', '0', '""', '"route"', '"router"'])(
    'that is %s becomes an Error, and does not fall through',
    async (value) => {
      const { app, errors } = serve({
        'sync.js': `module.exports = () => { throw ${value} }`,
        'async.js': `module.exports = async () => { throw ${value} }`,
      });
      await request(app).get('/api/sync').expect(500);
      await request(app).get('/api/async').expect(500);
      expect(errors).toEqual([expect.any(Error), expect.any(Error)]);
    },
  );

  it('restores the request for the error handler', async () => {
    const app = express().set('query parser', 'simple');
    app.use('/api', fsRoutes(routeFolder({ '[id].js': 'module.exports = () => { throw new Error("no") }' })));
    app.use((_error: unknown, req: Request, res: Response, _next: NextFunction) => {
      res.json({ query: req.query, params: req.params, url: req.url, baseUrl: req.baseUrl });
    });
    expect((await request(app).get('/api/1?a=b')).body).toEqual({
      query: { a: 'b' },
      params: {},
      url: '/api/1?a=b',
      baseUrl: '',
    });
  });

  it('after a response was sent does not send another', async () => {
    const { app, errors } = serve({
      'a.js': 'module.exports = async (req, res) => { res.send("done"); throw new Error("late") }',
    });
    await request(app).get('/api/a').expect(200, 'done');
    // The answer may be here before Express has passed the error on.
    await setTimeout(20);
    expect(errors).toHaveLength(1);
  });
});

describe('a handler that calls next() twice', () => {
  it('the second time through req.next, does not disturb the route that has the request now', async () => {
    const { app, errors } = serve({
      'a/b.js': 'module.exports = (req, res, next) => { const around = req.next; next(); setTimeout(around, 5) }',
      'a/[x].js': 'module.exports = [(req, res, next) => setTimeout(next, 30), (req, res) => res.json(req.query)]',
    });
    expect((await request(app).get('/api/a/b')).body).toEqual({ x: 'b' });
    expect(errors).toEqual([]);
  });

  it('and fails after that is reported in a warning', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { app } = serve({ 'a.js': 'module.exports = (req, res, next) => { next(); throw new Error("late") }' });
    await request(app).get('/api/a').expect(404);
    expect(warned).toHaveBeenCalledWith('a.js failed after it had called next(): late', {
      type: 'FsRoutesWarning',
      code: 'FSR_LATE_ERROR',
    });
    warned.mockRestore();
  });
});

describe('falling through', () => {
  const pass = 'module.exports = (req, res, next) => { (req.seen ??= []).push(req.route.path); next() }';
  const passRoute = 'module.exports = [(req, res, next) => next("route"), () => { throw new Error("skipped") }]';

  it('goes to the next best route, with its own params, and then to the app', async () => {
    const { app } = serve({
      'a/b.js': pass,
      'a/[x].js': passRoute,
      '[y]/b.js': pass,
      '[...z].js':
        'module.exports = (req, res, next) => req.query.go ? next() : res.json([req.seen, req.query, req.params])',
    });
    expect((await request(app).get('/api/a/b')).body).toEqual([
      ['/a/b', '/:y/b'],
      { z: ['a', 'b'] },
      { z: ['a', 'b'] },
    ]);
    await request(app)
      .get('/api/a/b?go=1')
      .expect(404, { query: { go: '1' }, params: {}, url: '/api/a/b?go=1', baseUrl: '' });
  });

  it('restores req.query, req.params, req.url and req.baseUrl, and leaves nothing else on the request', async () => {
    const app = express();
    const before: unknown[] = [];
    const look = (req: Request) => [
      { ...req.query },
      { ...req.params },
      req.url,
      req.baseUrl,
      Object.getOwnPropertyDescriptor(req, 'query'),
    ];
    app.use('/:mount', (req, _res, next) => {
      before.push(look(req));
      next();
    });
    app.use('/:mount', fsRoutes(routeFolder({ 'é/[id].js': pass })));
    app.use('/:mount', (req: Request, res: Response) => {
      expect([look(req)]).toEqual(before);
      expect(Object.getOwnPropertySymbols(req).map(String)).not.toContainEqual(
        expect.stringContaining('express-pages-api'),
      );
      res.send('same');
    });
    await request(app).get('/api/%c3%a9/1?a=1').expect(200, 'same');
  });

  it.each([
    ['configurable', { configurable: true }],
    ['not configurable, as the usual workaround for Express 5 leaves it', { writable: true }],
  ])('restores a query that a middleware of the app defined: %s', async (_what, descriptor) => {
    const source =
      'module.exports = (req, res, next) => (req.query.id === "1" && req.query.own ? next() : res.end("no"))';
    const app = express();
    const query = Object.freeze({ own: 'yes' });
    app.use((req, _res, next) => {
      delete (req as Partial<Request>).query;
      Object.defineProperty(req, 'query', { value: query, ...descriptor });
      next();
    });
    app.use(fsRoutes(routeFolder({ '[id].js': source })));
    app.use((req: Request, res: Response) => {
      res.json(req.query === query);
    });
    expect((await request(app).get('/1?a=1')).body).toBe(true);
  });

  const late = (res: Response): unknown => res.writableEnded || res.end('late');
  it.each<[string, (req: Request, res: Response, next: NextFunction) => unknown]>([
    ['next()', (_req, res, next) => (next(), late(res))],
    ['next(), later', (_req, res, next) => (next(), setImmediate(() => setImmediate(() => late(res))))],
    ['next(error)', (_req, res, next) => (next(new Error('no')), late(res))],
    ["next('route')", (_req, res, next) => (next('route'), late(res))],
    ["next('router')", (_req, res, next) => (next('router'), late(res))],
    ['next(), with a look at the request', (req, res, next) => (next(), res.json([req.url, req.baseUrl, req.params]))],
  ])('which still answers after %s, leaves as it would leave a Router by hand', async (_what, handler) => {
    const answers = [];
    const byHand = express.Router().all('/:id', handler);
    for (const routes of [fsRoutes(routeFolder(['[id].js']), { import: () => handler }), byHand]) {
      const app = express().use('/api', routes);
      app.use((_req, res) => void res.status(404).send('none'));
      app.use(((_error, _req, res, next) =>
        res.headersSent ? next() : res.status(500).send('caught')) as ErrorRequestHandler);
      const { status, text } = await request(app).get('/api/1');
      answers.push([status, text]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it("with next('router') leaves the Router that the app mounted", async () => {
    const { app, router } = serve({
      'a.js': 'module.exports = (req, res, next) => next("router")',
      '[x].js': 'module.exports = (req, res) => res.send("x")',
    });
    router.get('/a', (_req: Request, res: Response) => void res.send('own'));
    await request(app).get('/api/a').expect(404);
    await request(app).get('/api/b').expect(200, 'x');
  });

  it('of a request that no file answers changes nothing', async () => {
    const { app } = serve(['a.js', 'b/[id].js']);
    await request(app)
      .get('/api/c?x=1')
      .expect(404, { query: { x: '1' }, params: {}, url: '/api/c?x=1', baseUrl: '' });
    await request(app).get('/api').expect(404);
  });

  it('also works with one fsRoutes after another, and with one in another', async () => {
    const first = fsRoutes(routeFolder({ '[a].js': pass }));
    const second = fsRoutes(routeFolder(['[b].js']));
    expect((await request(express().use(first).use(second)).get('/1')).body).toMatchObject({
      query: { b: '1' },
      params: { b: '1' },
    });

    const nesting = fsRoutes(routeFolder({ 'in/[...rest].js': '' }), {
      import: () => ({ default: [first, (req: Request, res: Response) => res.json([req.query, req.params])] }),
    });
    expect((await request(express().use(nesting)).get('/in/x')).body).toEqual([{ rest: ['x'] }, { rest: ['x'] }]);
  });
});

describe('a handler', () => {
  const modules = { shown: (req: Request, res: Response) => void res.json([req.query, req.params, req.path]) };

  it('may be an Express Router or an Express app, and sees the params', async () => {
    const router = express.Router().get('/x/:rest', (req, res) => void res.json(req.query));
    const subApp = express();
    subApp.set('query parser', 'simple');
    subApp.get('/y/:rest', (req, res) => void res.json([req.query, (req as { cookies?: unknown }).cookies]));
    const exported: Record<string, unknown> = {
      'x/[id].js': router,
      'y/[id].js': subApp,
      '[...rest].js': modules.shown,
    };
    const files = Object.keys(exported);
    const folder = routeFolder(files);
    const app = express().set('query parser', 'simple');
    app.use('/api', fsRoutes(folder, { import: (file) => exported[files.find((name) => file.endsWith(name))!] }));
    expect((await request(app).get('/api/x/1?a=b')).body).toEqual({ a: 'b', id: '1' });
    expect((await request(app).get('/api/y/1?a=b').set('cookie', 'c=d')).body).toEqual([
      { a: 'b', id: '1' },
      { c: 'd' },
    ]);
    // Both pass on what they do not know, and leave nothing behind.
    expect((await request(app).get('/api/y/1/2?a=b')).body).toEqual([
      { a: 'b', rest: ['y', '1', '2'] },
      { rest: ['y', '1', '2'] },
      '/y/1/2',
    ]);
    expect((await request(app).post('/api/y/1?a=b')).body).toEqual([
      { a: 'b', rest: ['y', '1'] },
      { rest: ['y', '1'] },
      '/y/1',
    ]);
  });

  it.each([
    ['a Proxy', 'new Proxy(req, {})'],
    ['an object that inherits from it', 'Object.create(req)'],
  ])('sees the same through an object that replaces the request: %s', async (_what, standIn) => {
    const { app } = serve({
      '[id].js': `module.exports = (req, res) => { const other = ${standIn};
        res.json([other.query, other.params, other.cookies, other.route.path]) }`,
    });
    expect((await request(app).get('/api/1?a=b').set('cookie', 'c=d')).body).toEqual([
      { a: 'b', id: '1' },
      { id: '1' },
      { c: 'd' },
      '/:id',
    ]);
  });

  it('still sees its own params after it has sent the request to another file', async () => {
    const seen: unknown[] = [];
    const sender = (req: Request, res: Response, next: NextFunction): void => {
      const sub = Object.create(req, { url: { value: '/target/2', writable: true } }) as Request;
      router(sub, res, () => onExit('left'));
      seen.push(req.query, req.params);
      if (req.query['a'] === 'next') next();
      else res.end();
    };
    let onExit: (what: unknown) => void = () => undefined;
    let callNext: (done: typeof onExit) => void = () => undefined;
    const target = (req: Request, _res: Response, next: NextFunction): void => {
      seen.push(req.query, req.params);
      callNext = (done: typeof onExit) => {
        onExit = done;
        seen.push(req.query);
        next();
      };
    };
    const router = fsRoutes(routeFolder({ 'sender/[id].js': '', 'target/[id].js': '' }), {
      import: (file) => (file.includes('target') ? target : sender),
    });
    const app = express().use('/api', router, (req, res) => void res.json(req.query));
    for (const a of ['b', 'next']) {
      seen.length = 0;
      const { body } = await request(app).get(`/api/sender/1?a=${a}`);
      const sub = { a, id: '2' };
      expect(seen).toEqual([sub, { id: '2' }, { a, id: '1' }, { id: '1' }]);
      if (a === 'next') expect(body).toEqual({ a });
      expect(await new Promise((resolve) => callNext(resolve))).toBe('left');
      expect(seen.slice(4)).toEqual([sub]);
    }
  });

  it('sees the trailers of a request as in any Express app', async () => {
    const { app } = serve({
      'a.js': `module.exports.config = { api: { bodyParser: false } };
        module.exports.default = (req, res) => req.resume().on('end', () => res.json([req.trailers, req.query]))`,
    });
    const server = http.createServer(app).listen(0);
    const { port } = server.address() as AddressInfo;
    const sending = http.request({ port, path: '/api/a?b=c', method: 'POST', headers: { trailer: 'x-sum' } });
    sending.write('hi');
    sending.addTrailers({ 'x-sum': '7' });
    sending.end();
    const [response] = (await once(sending, 'response')) as [http.IncomingMessage];
    expect(await text(response)).toBe('[{"x-sum":"7"},{"b":"c"}]');
    server.close();
  });

  it('may define a query of its own, which is removed when the visit exits', async () => {
    const define = 'Object.defineProperty(req, "query", { value: { own: 1 }, configurable: true, writable: true })';
    const { app } = serve({
      'a.js': `module.exports = [(req, res, next) => { ${define}; next() }, (req, res, next) => next()]`,
      '[x].js': 'module.exports = (req, res) => res.json(req.query)',
    });
    expect((await request(app).get('/api/a?q=1')).body).toEqual({ q: '1', x: 'a' });
  });

  it('may be one of thousands that call next() synchronously', async () => {
    const { app } = serve({
      'a.js': `const step = (req, res, next) => { req.steps = (req.steps ?? 0) + 1; next() };
        module.exports = [...Array(5000).fill(step), (req, res) => res.json(req.steps)]`,
    });
    expect((await request(app).get('/api/a')).body).toBe(5000);
  });
});

import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import { fsRoutes } from '../../lib/index.js';
import { patternSyntax } from '../../lib/serving/express-version.js';
import { routeFolder } from '../support/route-folder.js';
import { serve } from '../support/serve.js';

const isExpress4 = patternSyntax() === 'express4';

describe('a request that a file answers', () => {
  it('has params in req.query and req.params, and the other properties as in Express', async () => {
    const { app } = serve(['posts/[pid].js']);
    const { body } = await request(app).put('/api/posts/1?a=b');
    expect(body).toEqual({
      file: 'posts/[pid].js',
      query: { a: 'b', pid: '1' },
      params: { pid: '1' },
      route: '/posts/:pid',
      url: '/posts/1?a=b',
      baseUrl: '/api',
      method: 'PUT',
    });
  });

  it('has catch-alls as arrays in both, and no key for an optional one without segments', async () => {
    const { app } = serve(['d/[[...slug]].js', 'e/[...slug].js']);
    const answers = await Promise.all(
      ['d', 'd?slug=1', 'd/a%2Fb/c', 'd/a/', 'e/%E6%97%A5'].map((path) => request(app).get(`/api/${path}`)),
    );
    expect(answers.map(({ body }) => [body.query, body.params])).toEqual([
      [{}, {}],
      [{ slug: '1' }, {}],
      [{ slug: ['a/b', 'c'] }, { slug: ['a/b', 'c'] }],
      [{ slug: ['a'] }, { slug: ['a'] }],
      [{ slug: ['日'] }, { slug: ['日'] }],
    ]);
    expect(answers[0]!.body.route).toBe(isExpress4 ? '/d/:slug(*)?' : '/d{/*slug}');
    expect(answers[4]!.body.route).toBe(isExpress4 ? '/e/:slug(*)' : '/e/*slug');
  });

  it('has params that win over the query string', async () => {
    const { app } = serve(['[id].js', 'd/[...id].js']);
    const [one, many] = await Promise.all(['1?id=2&id=3', 'd/1?id=2'].map((path) => request(app).get(`/api/${path}`)));
    expect([one!.body.query, many!.body.query]).toEqual([{ id: '1' }, { id: ['1'] }]);
  });

  it('has params of any name', async () => {
    const { app } = serve([
      'a/[user-id].js',
      'b/[user id]/[user_id].js',
      'c/[é].js',
      'd/[1]/[...x.y].js',
      'e/[constructor].js',
    ]);
    const paths = ['a/1', 'b/1/2', 'c/1', 'd/1/2', 'e/1'];
    const answers = await Promise.all(paths.map((path) => request(app).get(`/api/${path}`)));
    expect(answers.map(({ body }) => body.params)).toEqual([
      { 'user-id': '1' },
      { 'user id': '1', user_id: '2' },
      { é: '1' },
      { 1: '1', 'x.y': ['2'] },
      { constructor: '1' },
    ]);
  });

  it("is parsed by the app's own query parser", async () => {
    const folder = routeFolder(['[id].js']);
    const parsers: [unknown, unknown][] = [
      ['extended', { a: { b: '1' }, id: 'x' }],
      ['simple', { 'a[b]': '1', id: 'x' }],
      [false, { id: 'x' }],
      [(text: string) => ({ text }), { text: 'a[b]=1', id: 'x' }],
    ];
    for (const [parser, query] of parsers) {
      const app = express().set('query parser', parser).use(fsRoutes(folder));
      expect((await request(app).get('/x?a[b]=1')).body.query).toEqual(query);
    }
  });

  it('has a copy of its arrays in each of req.query and req.params', async () => {
    const source = 'module.exports = (req, res) => { req.params.slug.pop(); res.json(req.query.slug); }';
    const { app } = serve({ '[...slug].js': source });
    expect((await request(app).get('/api/a/b')).body).toEqual(['a', 'b']);
  });

  it('keeps a query of another class than Object, with params as its properties', async () => {
    const source = 'module.exports = (req, res) => res.json([req.query.get("a"), req.query.id, req.params])';
    const app = express().set('query parser', (text: string) => new URLSearchParams(text));
    app.use(fsRoutes(routeFolder({ '[id].js': source })));
    expect((await request(app).get('/x?a=1&id=2')).body).toEqual(['1', 'x', { id: 'x' }]);
  });

  it('keeps a query that a parser of the app returns as a string, with params in req.params', async () => {
    const source = 'module.exports = (req, res) => res.json([req.query, req.params])';
    const app = express().set('query parser', (text: string) => text);
    app.use(fsRoutes(routeFolder({ '[id].js': source })));
    expect((await request(app).get('/x?a=1')).body).toEqual(['a=1', { id: 'x' }]);
  });

  it('reaches names that a URL has to escape', async () => {
    const files = [
      'a b.js',
      'c#d/[x].js',
      'café.js',
      'cafe\u0301s.js',
      '日本/index.js',
      '100%.js',
      'e%20f.js',
      'a+b.js',
      '(g).js',
      'a:b.js',
      "it's.js",
    ];
    const { app } = serve(files);
    const urls = [
      'a%20b',
      'c%23d/1',
      'caf%C3%A9',
      'caf%c3%a9s',
      '%E6%97%A5%E6%9C%AC',
      '100%25',
      'e%20f',
      'a+b',
      '(g)',
      'a:b',
      "it's",
    ];
    const answers = await Promise.all(urls.map((url) => request(app).get(`/api/${url}?q=1`)));
    expect(answers.map(({ body }) => body.file)).toEqual(files);
    expect(answers.map(({ body }) => body.url)).toEqual(urls.map((url) => `/${url}?q=1`));
    expect(answers.map(({ body }) => body.query.q)).toEqual(files.map(() => '1'));
  });

  it.each(['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const)(
    'may have any method: %s',
    async (method) => {
      const { app } = serve({ 'a.js': 'module.exports = (req, res) => res.set("x-method", req.method).end()' });
      const response = await request(app)[method]('/api/a').expect(200);
      expect(response.headers['x-method']).toBe(method.toUpperCase());
    },
  );

  it('follows caseSensitive and strict as in express.Router', async () => {
    const files = ['Users/index.js'];
    const [loose, exact] = [serve(files).app, serve(files, { caseSensitive: true, strict: true }).app];
    for (const path of ['/api/users', '/api/Users/', '/api/USERS/']) {
      await request(loose).get(path).expect(200);
      await request(exact).get(path).expect(404);
    }
    await request(exact).get('/api/Users').expect(200);
  });

  it('also has the params of the mount path with mergeParams, and its own win', async () => {
    for (const mergeParams of [true, false]) {
      const app = express().use('/:tenant/:id', fsRoutes(routeFolder(['[id].js']), { mergeParams }));
      const { body } = await request(app).get('/acme/1/2');
      expect(body).toMatchObject({
        query: { id: '2' },
        params: mergeParams ? { tenant: 'acme', id: '2' } : { id: '2' },
      });
      expect(body.query).not.toHaveProperty('tenant');
    }
  });

  it('may come through several mounts and nested Routers', async () => {
    const inner = express.Router().use('/v1', fsRoutes(routeFolder(['users/[id].js'])));
    const app = express()
      .use('/api', inner)
      .use('/other', fsRoutes(routeFolder(['[x].js'])));
    expect((await request(app).get('/api/v1/users/1')).body).toMatchObject({ baseUrl: '/api/v1', params: { id: '1' } });
    expect((await request(app).get('/other/1')).body).toMatchObject({ baseUrl: '/other', params: { x: '1' } });
  });
});

describe('the returned Router', () => {
  it('takes routes and middleware of the app, after the files', async () => {
    const { app, router } = serve({
      'a.js': 'module.exports = (req, res, next) => next()',
      'b.js': 'module.exports = (req, res) => res.send("file")',
    });
    router.use((_req: Request, res: Response, next: NextFunction) => {
      res.set('x-own', '1');
      next();
    });
    router.get('/:name', (req: Request, res: Response) => void res.send(`own ${String(req.params['name'])}`));
    const own = await request(app).get('/api/a').expect(200, 'own a');
    expect(own.headers['x-own']).toBe('1');
    const file = await request(app).get('/api/b').expect(200, 'file');
    expect(file.headers).not.toHaveProperty('x-own');
  });

  it('calls the callbacks of router.param for files and own routes, before and after the first request', async () => {
    const { app, router } = serve(['[id].js', 'd/[...slug].js', 'e/[[...slug]].js', 'f/[my-id].js']);
    const calls: unknown[] = [];
    const note = (req: Request, _res: Response, next: NextFunction, value: unknown, name: string) => {
      calls.push([name, value, req.params[name], req.url]);
      next();
    };
    expect(router.param('id', note)).toBe(router);
    router.get('/own/:id', (_req: Request, res: Response) => void res.end());
    for (const path of ['1', 'own/2', 'd/a%2Fb/c']) await request(app).get(`/api/${path}`).expect(200);
    router.param('slug', note).param('my-id', note);
    for (const path of ['d/a%2Fb/c', 'e', 'f/3']) await request(app).get(`/api/${path}`).expect(200);
    expect(calls).toEqual([
      ['id', '1', '1', '/1'],
      ['id', '2', '2', '/own/2'],
      ['slug', ['a/b', 'c'], ['a/b', 'c'], '/d/a%2Fb/c'],
      ['my-id', '3', '3', '/f/3'],
    ]);
  });

  it('calls a param callback once per request and value, even if several routes have the param', async () => {
    const { app, router } = serve({
      '[id]/b.js': 'module.exports = (req, res, next) => next()',
      '[id]/[...rest].js': 'module.exports = (req, res) => res.json(req.params)',
    });
    const values: unknown[] = [];
    router.param('id', (_req: Request, _res: Response, next: NextFunction, value: unknown) => {
      values.push(value);
      next();
    });
    expect((await request(app).get('/api/1/b')).body).toEqual({ id: '1', rest: ['b'] });
    expect(values).toEqual(['1']);
  });

  it('calls a param callback for every param of a path, whatever its name, and not for one without a value', async () => {
    const { app, router, errors } = serve(['[org-id]/[user-id].js', 'd/[[...rest]].js']);
    const calls: unknown[] = [];
    const note = (_req: Request, _res: Response, next: NextFunction, value: unknown, name: string) => {
      calls.push(name);
      next(value === 'other' ? new Error('forbidden') : undefined);
    };
    for (const name of ['org-id', 'user-id', 'rest']) router.param(name, note);
    await request(app).get('/api/o/other').expect(500);
    expect(errors).toHaveLength(1);
    await request(app).get('/api/d').expect(200);
    await request(app).get('/api/d/').expect(200);
    expect(calls).toEqual(['org-id', 'user-id']);
  });

  it('passes the value of the path to every callback, and the value that a callback sets to the handlers', async () => {
    const { app, router } = serve({
      '[id]/b.js': 'module.exports = (req, res, next) => next()',
      '[id]/[c].js': 'module.exports = (req, res) => res.json({ ...req.params, id: String(req.params.id.loaded) })',
    });
    const values: unknown[] = [];
    router.param('id', (req: Request, _res: Response, next: NextFunction, value: string) => {
      values.push(value);
      Object.assign(req.params, { id: { loaded: BigInt(value) } });
      next();
    });
    router.param('id', (_req: Request, _res: Response, next: NextFunction, value: string) => {
      values.push(value);
      next();
    });
    expect((await request(app).get('/api/7/b')).body).toEqual({ id: '7', c: 'b' });
    expect(values).toEqual(['7', '7']);
  });

  it('calls one callback for several params, and passes its rejection to next(err)', async () => {
    const { app, router, errors } = serve(['[a]/[b].js']);
    const calls: string[] = [];
    const check = async (_req: Request, _res: Response, next: NextFunction, value: string, name: string) => {
      calls.push(name + value);
      await Promise.resolve();
      if (value === '0') throw new Error('zero');
      next();
    };
    router.param('a', check);
    router.param('b', check);
    await request(app).get('/api/1/1').expect(200);
    await request(app).get('/api/1/0').expect(500);
    expect(calls).toEqual(['a1', 'b1', 'a1', 'b0']);
    expect(errors).toEqual([expect.objectContaining({ message: 'zero' })]);
  });

  it('passes the error of a param callback to next(err), and lets a callback change a param', async () => {
    const { app, router, errors } = serve(['[id].js', 'u/[user].js']);
    router.param('id', (_req: Request, _res: Response, next: NextFunction) => next(new Error('no such id')));
    router.param('user', (req: Request, _res: Response, next: NextFunction, value: string) => {
      req.params['user'] = value.toUpperCase();
      next();
    });
    await request(app).get('/api/1').expect(500);
    expect(errors).toEqual([expect.objectContaining({ message: 'no such id' })]);
    expect((await request(app).get('/api/u/ann')).body).toMatchObject({
      params: { user: 'ANN' },
      query: { user: 'ann' },
    });
  });

  it('lists its routes in order of precedence, and returns the match of a pathname', () => {
    const { router } = serve(['[...rest].js', '[id].js', 'new.js']);
    expect(router.routes.map(({ file, path }) => [file, path])).toEqual([
      ['new.js', '/new'],
      ['[id].js', '/[id]'],
      ['[...rest].js', '/[...rest]'],
    ]);
    expect(router.match('/7')).toMatchObject({ route: { file: '[id].js', expressPath: '/:id' }, params: { id: '7' } });
    expect(router.match('/')).toBeUndefined();
    expect(() => router.match('/%')).toThrow(expect.objectContaining({ code: 'FSR_MALFORMED_URL' }));
    expect(Object.isFrozen(router.routes) && Object.isFrozen(router.routes[0])).toBe(true);
  });
});

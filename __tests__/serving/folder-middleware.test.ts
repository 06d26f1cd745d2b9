import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import { fsRoutes, type FsRoutesError, type FsRoutesOptions } from '../../lib/index.js';
import { listen } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';
import { serve } from '../support/serve.js';

/** Returns the source of middleware that adds its name to a response header. */
function tracing(name: string): string {
  return `(req, res, next) => { res.append('x-ran', ${JSON.stringify(name)}); next(); }`;
}

function middleware(name: string): string {
  return `module.exports = ${tracing(name)}`;
}

const answer = 'module.exports = (req, res) => res.json(req.query)';
const callNext = 'module.exports = (req, res, next) => next()';

/** Returns the names of the middleware that ran, in order. */
function ran(response: request.Response): string[] {
  const header = response.get('x-ran');
  return header?.split(', ') ?? [];
}

const nested = {
  '_middleware.js': middleware('root'),
  'index.js': answer,
  'a/_middleware.js': middleware('a'),
  'a/index.js': answer,
  'a/[id].js': `${answer}; exports.x = 1`,
  'a/b/c/_middleware.js': middleware('c'),
  'a/b/c/d.js': answer,
  'a.d.js': answer,
  'z.js': answer,
};

describe("a folder's middleware", () => {
  it.each([
    ['/', ['root']],
    ['/z', ['root']],
    ['/a', ['root', 'a']],
    ['/a/1', ['root', 'a']],
    ['/a/b/c/d', ['root', 'a', 'c']],
    ['/a.d', ['root']],
  ])('runs before each route of the folder and below, outermost first: %s', async (path, names) => {
    const { app } = serve(nested);
    const response = await request(app).get(`/api${path}`).expect(200);
    expect(ran(response)).toEqual(names);
  });

  it('does not run if no route matches', async () => {
    const { app } = serve(nested);
    for (const path of ['/nothing', '/a/b/c', '/a/b/c/e', '/a//1', '/z//']) {
      const response = await request(app).get(`/api${path}`).expect(404);
      expect(ran(response)).toEqual([]);
    }
  });

  it('does not run for a file that only has the name of the folder', async () => {
    const { app } = serve({ 'posts/_middleware.js': middleware('posts'), 'posts.js': answer, 'posts/[id].js': answer });
    expect(ran(await request(app).get('/api/posts'))).toEqual([]);
    expect(ran(await request(app).get('/api/posts/1'))).toEqual(['posts']);
  });

  it('sees what the handler sees, and may answer in its place', async () => {
    const { app } = serve({
      'posts/_middleware.js': `module.exports = async (req, res, next) => {
        if (req.query.pid === '0') return res.status(403).json([req.params, req.cookies, req.body, req.route.path]);
        res.locals.user = 'ada';
        next();
      }`,
      'posts/[pid].js': 'module.exports = (req, res) => res.json(res.locals.user)',
    });
    await request(app).get('/api/posts/1').expect(200, '"ada"');
    const refused = await request(app).post('/api/posts/0').set('cookie', 'a=b').send({ c: 'd' }).expect(403);
    // The body has not been read yet.
    expect(refused.body).toEqual([{ pid: '0' }, { a: 'b' }, null, '/posts/:pid']);
  });

  it('may be an ES module, an array, an Express Router', async () => {
    const router = express.Router().use((_req, res, next) => {
      res.append('x-ran', 'router');
      next();
    });
    const app = express().use(
      fsRoutes(
        routeFolder({ 'm/_middleware.mjs': `export default [${tracing('1')}, [${tracing('2')}]]`, 'm/a.js': answer }),
      ),
      fsRoutes(routeFolder(['r/_middleware.js', 'r/a.js']), {
        import: (file) =>
          file.includes('_middleware') ? { default: router } : (_req: Request, res: Response) => res.end(),
      }),
    );
    expect(ran(await request(app).get('/m/a').expect(200))).toEqual(['1', '2']);
    expect(ran(await request(app).get('/r/a').expect(200))).toEqual(['router']);
  });

  it('may load asynchronously, as route files may', async () => {
    const files = { 'a/_middleware.mjs': `await 1; export default ${tracing('late')}`, 'a/b.js': answer };
    const app = express().use(
      fsRoutes(routeFolder(files), { import: (_file, url) => import(url) as Promise<unknown> }),
    );
    expect(ran(await request(app).get('/a/b').expect(200))).toEqual(['late']);
  });

  it('is listed with each route', () => {
    const { router } = serve(nested);
    expect(router.routes.find(({ path }) => path === '/a/b/c/d')!.middleware).toEqual([
      '_middleware.js',
      'a/_middleware.js',
      'a/b/c/_middleware.js',
    ]);
    expect(serve({ 'a.js': answer }).router.routes[0]!.middleware).toEqual([]);
  });
});

describe("a folder's middleware cannot be skipped", () => {
  const files = {
    'in/_middleware.js': 'module.exports = (req, res) => res.status(401).send(req.method)',
    'in/one.js': 'exports.GET = exports.POST = (req, res) => res.send("secret")',
    'in/two words.js': answer,
    'in/[id]/x.js': answer,
    'in/rest/[...all].js': answer,
    'in/opt/[[...all]].js': answer,
    'in/index.js': answer,
  };

  async function statusOf(method: string, path: string, options?: FsRoutesOptions): Promise<number> {
    const server = await listen(serve(files, options).app);
    const { status } = await server.request(method, `/api${path}`);
    await server.close();
    return status;
  }

  it.each(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])('by %s', async (method) => {
    expect(await statusOf(method, '/in/one')).toBe(401);
  });

  it.each([
    '/in',
    '/in/',
    '/in/one/',
    '/IN/ONE',
    '/In/one/',
    '/in/two%20words',
    '/in/1/x',
    '/in/%2e%2e/x',
    '/in/a%2Fb/x',
    '/in/../x',
    '/in/rest/a',
    '/in/rest/a/b/',
    '/in/rest/..%2f..%2fz',
    '/in/opt',
    '/in/opt/',
    '/in/opt/a',
    '/in/one?x=//',
  ])('by the path %s', async (path) => {
    expect(await statusOf('GET', path)).toBe(401);
  });

  it.each([
    '/in/one#x',
    '/%69n/one',
    '/in/%6Fne',
    '//in/one',
    '/in//one',
    '/in/one//',
    '/./in/one',
    '/in/./one',
    '/in;x/one',
    '/in\\one',
    '/in/one%00',
    '/in/one%',
    '/IN/one/',
    '/in/../in/one',
  ])('by the path %s, whatever the options', async (path) => {
    for (const options of [{}, { caseSensitive: true }, { strict: true }, { compat: 'next' } as const]) {
      expect([401, 404, 400, 308]).toContain(await statusOf('GET', path, options));
    }
  });

  it('by a glob that leaves it out, or by its extension', async () => {
    for (const ignore of [['_*'], ['_middleware.*'], ['in/_middleware.js'], []]) {
      const { app } = serve(files, { ignore });
      await request(app).get('/api/in/one').expect(401);
    }
  });

  it('by a header that a client sends', async () => {
    const { app } = serve(files);
    const names = ['x-middleware-subrequest', 'x-http-method-override', 'x-original-url', 'x-rewrite-url'];
    for (const name of names) {
      await request(app).get('/api/in/one').set(name, 'in/_middleware').expect(401);
    }
  });
});

describe('when a route passes the request to the next', () => {
  it('the middleware of a folder runs once', async () => {
    const { app } = serve({
      '_middleware.js': middleware('root'),
      '[...all].js': answer,
      'a/_middleware.js': middleware('a'),
      'a/[x].js': callNext,
      'a/[...all].js': callNext,
      'a/b.js': callNext,
    });
    const response = await request(app).get('/api/a/b').expect(200);
    expect(ran(response)).toEqual(['root', 'a']);
  });

  it('the middleware of folders that the request has not been in runs', async () => {
    const { app } = serve({
      '_middleware.js': middleware('root'),
      'a/_middleware.js': middleware('a'),
      'a/b/_middleware.js': middleware('b'),
      'a/[x]/_middleware.js': middleware('[x]'),
      'a/b/c.js': callNext,
      'a/[x]/c.js': answer,
    });
    expect(ran(await request(app).get('/api/a/b/c').expect(200))).toEqual(['root', 'a', 'b', '[x]']);
  });

  it('middleware that leaves a route has not let the request into its folder', async () => {
    const { app } = serve({
      'a/_middleware.js': `module.exports = (req, res, next) => { res.append('x-ran', 'a'); next('route'); }`,
      'a/b.js': answer,
      'a/[x].js': answer,
      '[...all].js': 'module.exports = (req, res) => res.send("outside")',
    });
    const response = await request(app).get('/api/a/b').expect(200, 'outside');
    expect(ran(response)).toEqual(['a', 'a']);
  });

  it('middleware of several handlers has let the request in only when the last has called next()', async () => {
    const { app } = serve({
      'a/_middleware.js': `module.exports = [${tracing('1')}, (req, res, next) => next('route')]`,
      'a/b.js': answer,
      'a/[x].js': answer,
    });
    await request(app).get('/api/a/b').expect(404);
  });

  it('the request is restored when it leaves', async () => {
    const { app } = serve({ 'a/_middleware.js': middleware('a'), 'a/[x].js': callNext });
    const response = await request(app).get('/api/a/b?c=d').expect(404);
    expect(response.body).toEqual({ query: { c: 'd' }, params: {}, url: '/api/a/b?c=d', baseUrl: '' });
    expect(ran(response)).toEqual(['a']);
  });

  it("next('router') leaves all route files", async () => {
    const { app } = serve({
      'a/_middleware.js': "module.exports = (req, res, next) => next('router')",
      'a/b.js': answer,
      '[...all].js': answer,
    });
    await request(app).get('/api/a/b').expect(404);
  });
});

describe("a folder's error handler", () => {
  const catching = (name: string) =>
    `(error, req, res, next) => { res.append('x-ran', '${name}'); next(error.isFinal ? error : Object.assign(error, { by: '${name}' })); }`;
  const throwing = 'module.exports = async () => { throw new Error("no") }';

  it('is called for errors of the routes below, innermost folder first', async () => {
    const { app, errors } = serve({
      '_middleware.js': `module.exports = [${tracing('root')}, ${catching('catch root')}]`,
      'a/_middleware.js': `module.exports = [${catching('catch a')}, ${tracing('a')}]`,
      'a/b/c.js': throwing,
    });
    const response = await request(app).get('/api/a/b/c').expect(500);
    expect(ran(response)).toEqual(['root', 'a', 'catch a', 'catch root']);
    expect(errors).toMatchObject([{ message: 'no' }]);
  });

  it('may answer', async () => {
    const { app, errors } = serve({
      '_middleware.js':
        'module.exports = [(error, req, res, next) => res.status(418).json([error.message, req.query])]',
      'a/[b].js': throwing,
    });
    const response = await request(app).get('/api/a/1?q=2').expect(418);
    expect(response.body).toEqual(['no', { q: '2', b: '1' }]);
    expect(errors).toEqual([]);
  });

  it('is called for errors of its own folder’s middleware, not for those of folders above', async () => {
    const files = {
      '_middleware.js': `module.exports = [(req, res, next) => next(req.query.at === 'root' && new Error('no')), ${catching('catch root')}]`,
      'a/_middleware.js': `module.exports = [(req, res, next) => next(req.query.at === 'a' && new Error('no')), ${catching('catch a')}]`,
      'a/b/_middleware.js': `module.exports = ${catching('catch b')}`,
      'a/b/c.js': answer,
    };
    const { app } = serve(files);
    expect(ran(await request(app).get('/api/a/b/c?at=root').expect(500))).toEqual(['catch root']);
    expect(ran(await request(app).get('/api/a/b/c?at=a').expect(500))).toEqual(['catch a', 'catch root']);
  });

  it('is called for a route that comes after one that middleware has left', async () => {
    const { app } = serve({
      'a/_middleware.js': "module.exports = (req, res, next) => next('route')",
      'a/b.js': answer,
      '[x]/_middleware.js': `module.exports = ${catching('outer')}`,
      '[x]/b/_middleware.js': `module.exports = ${catching('inner')}`,
      '[x]/b/index.js': throwing,
    });
    expect(ran(await request(app).get('/api/a/b').expect(500))).toEqual(['inner', 'outer']);
  });

  it('is called for a refused method and a body that cannot be read', async () => {
    const { app } = serve({
      '_middleware.js':
        'module.exports = [(error, req, res, next) => res.status(error.status).json(error.code ?? error.type)]',
      'a.js': 'exports.POST = (req, res) => res.json(req.body)',
    });
    await request(app).put('/api/a').expect(405, '"FSR_METHOD_NOT_ALLOWED"').expect('allow', 'OPTIONS, POST');
    await request(app).post('/api/a').type('json').send('{').expect(400, '"entity.parse.failed"');
  });

  it('is called after those of the route itself', async () => {
    const { app } = serve({
      '_middleware.js': `module.exports = ${catching('folder')}`,
      'a.js': `module.exports = [() => { throw new Error('no') }, ${catching('route')}]`,
    });
    expect(ran(await request(app).get('/api/a').expect(500))).toEqual(['route', 'folder']);
  });

  it('that throws passes its own error to the next error handler', async () => {
    const { app, errors } = serve({
      '_middleware.js': 'module.exports = async (error, req, res, next) => { throw new Error("worse") }',
      'a.js': throwing,
    });
    await request(app).get('/api/a').expect(500);
    expect(errors).toMatchObject([{ message: 'worse' }]);
  });
});

describe('HEAD, OPTIONS and methods that are refused', () => {
  it('pass through middleware, so that CORS for a folder answers preflights', async () => {
    const { app, errors } = serve({
      'open/_middleware.js': `module.exports = (req, res, next) => {
        res.set('Access-Control-Allow-Origin', '*');
        if (req.method !== 'OPTIONS' || !req.get('access-control-request-method')) return next();
        res.set('Access-Control-Allow-Methods', 'GET,POST').status(204).end();
      }`,
      'open/a.js': 'exports.GET = (req, res) => res.send("a")',
    });
    const preflight = await request(app)
      .options('/api/open/a')
      .set('access-control-request-method', 'POST')
      .expect(204);
    expect(preflight.get('access-control-allow-methods')).toBe('GET,POST');
    expect(preflight.get('allow')).toBeUndefined();
    for (const method of ['get', 'head', 'options', 'put'] as const) {
      const response = await request(app)[method]('/api/open/a');
      expect(response.get('access-control-allow-origin')).toBe('*');
    }
    expect(errors).toMatchObject([{ code: 'FSR_METHOD_NOT_ALLOWED' }]);
  });
});

describe("with compat: 'next'", () => {
  const files = {
    'api/_middleware.js': `module.exports = [
      (req, res, next) => { res.setHeader('x-ran', 'root'); next(req.query.refuse && Object.assign(new Error('refused'), { status: 401 })); },
    ]`,
    'api/a.js': `module.exports = (req, res) => { if (req.query.fail) throw new Error('no'); res.status(200).json(req.url); }`,
    'api/caught/_middleware.js':
      'module.exports = (error, req, res, next) => req.query.pass ? next(error) : res.status(418).send(error.message)',
    'api/caught/a.js': 'module.exports = () => { throw new Error("no") }',
  };

  function serveNext() {
    const reported: unknown[] = [];
    const onError = (error: unknown): void => void reported.push((error as Error).message);
    const app = express().use(fsRoutes(routeFolder(files), { compat: 'next', onError }));
    app.use((error: FsRoutesError, _req: Request, res: Response, _next: NextFunction) => {
      res.status(error.status ?? 599).send('the app');
    });
    return { app, reported };
  }

  it('runs before a handler of Next.js', async () => {
    const { app } = serveNext();
    const response = await request(app).get('/api/a?b=c').expect(200, '"/api/a?b=c"');
    expect(ran(response)).toEqual(['root']);
  });

  it('passes its own errors to the app, and those of a handler are answered as in Next.js', async () => {
    const { app, reported } = serveNext();
    await request(app).get('/api/a?refuse=1').expect(401, 'the app');
    await request(app).get('/api/a?fail=1').expect(500, 'Internal Server Error');
    expect(reported).toEqual(['no']);
  });

  it('catches errors of a handler before they are answered', async () => {
    const { app, reported } = serveNext();
    await request(app).get('/api/caught/a').expect(418, 'no');
    expect(reported).toEqual([]);
    await request(app).get('/api/caught/a?pass=1').expect(500, 'Internal Server Error');
    expect(reported).toEqual(['no']);
    await request(app).get('/api/caught/a?refuse=1').expect(401, 'the app');
  });
});

describe('a guard that would not run for all of its URLs, because another folder has the same URL,', () => {
  const deny = 'module.exports = (req, res) => res.sendStatus(401)';
  const [nfc, nfd] = ['caf\u00e9', 'cafe\u0301'];

  it.each([
    ['admin', 'Admin', '/admin/b'],
    ['x/[id]/admin', 'x/[id]/ADMIN', '/x/1/admin/b'],
    ['a/B', 'A/b', '/a/b/b'],
    [nfc, nfd, '/caf%C3%A9/b'],
    [nfd, 'caf%C3%A9', '/caf%C3%A9/b'],
    ['[id]', '[ID]', '/1/b'],
  ])('is refused: %s beside %s', async (guarded, other, url) => {
    const guard = { [`${guarded}/_middleware.js`]: deny };
    for (const more of [{}, { [`${guarded}/a.js`]: answer }]) {
      const files = { ...guard, ...more, [`${other}/b.js`]: answer };
      for (const options of [{}, { compat: 'next', caseSensitive: false }] as const)
        expect(() => fsRoutes(routeFolder(files), options)).toThrow(/FSR_DUPLICATE_FOLDER|FSR_PARAM_NAME_CONFLICT/);
    }
    const { app } = serve({ ...guard, [`${guarded}/b.js`]: answer });
    await request(app).get(`/api${url}`).expect(401);
  });

  it('is not refused if letter case distinguishes the URLs', async () => {
    const { app } = serve(
      { 'admin/_middleware.js': deny, 'admin/b.js': answer, 'Admin/b.js': answer },
      { compat: 'next' },
    );
    await request(app).get('/api/admin/b').expect(401);
    await request(app).get('/api/Admin/b').expect(200);
  });
});

describe('a _middleware file is refused', () => {
  it.each([
    ['without a default export', 'FSR_NO_HANDLER', { 'a/_middleware.js': 'exports.config = {}' }],
    ['that exports an object', 'FSR_BAD_HANDLER', { 'a/_middleware.js': 'exports.default = {}' }],
    ['that exports an empty array', 'FSR_BAD_HANDLER', { 'a/_middleware.js': 'module.exports = []' }],
    ['that throws', 'FSR_LOAD_FAILED', { 'a/_middleware.js': 'throw new Error("no")' }],
    ['in other letter case', 'FSR_MIDDLEWARE_NAME', { 'a/_Middleware.js': callNext }],
    ['with another extension', 'FSR_MIDDLEWARE_NAME', { 'a/_middleware.tsx': callNext }],
    ['beside another', 'FSR_DUPLICATE_MIDDLEWARE', { 'a/_middleware.js': callNext, 'a/_middleware.cjs': callNext }],
  ])('%s: %s', (_what, code, content) => {
    expect(() => fsRoutes(routeFolder({ 'a/b.js': answer, ...content }))).toThrow(expect.objectContaining({ code }));
  });

  it('unless it is beside the one that is used, or is not middleware', async () => {
    const files = {
      'a/_middleware.js': middleware('a'),
      'a/_middleware.ts': 'export {',
      'a/_middlewares.js': '{',
      'a/b.js': answer,
    };
    const { app } = serve(files, { extensions: ['.js'] });
    expect(ran(await request(app).get('/api/a/b').expect(200))).toEqual(['a']);
  });
});

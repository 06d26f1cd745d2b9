import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response, Router } from 'express';
import { mount } from '../support/mount.js';
import { listen, type Content, type RawServer } from '../support/raw-request.js';

const is4 = 'query' in express;
/** Express of the other major version: a file may come from a package that has its own. */
const otherExpress = createRequire(import.meta.url)(is4 ? 'express/index.js' : 'express4') as typeof express;

/** Returns what a handler can see of a request. */
function seen(by: string, req: Request): Record<string, unknown> {
  const { method, url, originalUrl, baseUrl, path, query, params } = req;
  const request = req as unknown as Record<string, unknown>;
  const { name, body, cookies } = request;
  const route = (request['route'] as { path: unknown } | undefined)?.path ?? ('route' in req ? 'set' : 'not set');
  const app = (req.app as Express | undefined)?.get('name') as unknown;
  const has = ['cookies', 'body', 'route'].map((property) => `${property} ${property in req}`);
  return { by, method, url, originalUrl, baseUrl, path, query, params, route, app, name, body, cookies, has };
}

function answer(by: string): RequestHandler {
  return (req, res) => void res.json(seen(by, req));
}

const fail = (error: unknown): RequestHandler => {
  return (_req, _res, next) => next(error);
};

/** Creates a Router with everything that a Router may have. */
function usersRouter(create: typeof express = express): Router {
  const router = create.Router();
  router.use((req, res, next) => {
    res.set('x-middleware', JSON.stringify(seen('middleware', req)));
    next();
  });
  router.param('id', (req, _res, next, id: string) => {
    Object.assign(req, { name: `user ${id}` });
    next();
  });
  router.get('/', answer('index'));
  router.post('/', create.json({ limit: 20 }), answer('create'));
  router.put('/', create.raw({ type: () => true }), (req, res) => {
    res.json([Buffer.isBuffer(req.body), String(req.body)]);
  });
  router.patch('/', answer('no parser'));
  router.all('/skip', fail('router'), answer('not reached'));
  router.all('/route', fail('route'), answer('not reached'));
  router.all('/pass', (_req, _res, next) => next());
  router.get('/throws', () => {
    throw Object.assign(new Error('thrown'), { status: 418 });
  });
  router.get('/fails', fail(new Error('passed on')));
  router.get('/rewrites', (req, _res, next) => {
    req.url = '/rewritten';
    next();
  });
  router.get('/rewritten', answer('rewritten'));
  router.get('/leaves', (req, _res, next) => {
    Object.assign(req, { name: 'left' });
    next('router');
  });
  router.use('/nested', create.Router({ mergeParams: true }).get('/:id/x', answer('nested')));
  router.use('/files', (req, res) => void res.json(seen('files', req)));
  router.route('/:id').get(answer('one')).delete(answer('delete'));
  router.use('/handled', fail(new Error('in the Router')));
  router.use(((error: Error, req, res, next) => {
    if (error.message !== 'in the Router') return next(error);
    res.status(503).json(seen('error handler', req));
  }) as ErrorRequestHandler);
  return router;
}

function mergingRouter(): Router {
  const router = express.Router({ mergeParams: true });
  router.get('/', answer('teams'));
  router.get('/:team', answer('team'));
  router.use('/:team/members', express.Router({ mergeParams: true }).get('/:member', answer('member')));
  return router;
}

/** Creates an app with settings, and with an error handler of its own. */
function adminApp(create: typeof express = express): Express {
  const app = create();
  app.set('name', 'admin').set('json spaces', 2).set('query parser', 'simple').disable('x-powered-by');
  const mounts: unknown[] = [];
  app.on('mount', (parent) => mounts.push(parent.get('name')));
  app.get('/', answer('admin'));
  app.get('/mounts', (req, res) => {
    res.json([mounts, app.mountpath, app.path(), app.get('inherited'), req.protocol, app.enabled('trust proxy')]);
  });
  app.get('/fails', fail(new Error('handled by the app')));
  app.get('/passes', fail(new Error('not handled by the app')));
  app.get('/:id', answer('admin one'));
  app.use(((error: Error, req, res, next) => {
    if (error.message.startsWith('not')) return next(error);
    res.status(500).json(seen(error.message, req));
  }) as ErrorRequestHandler);
  return app;
}

/** The apps that contain a Router by its path, in order of precedence, and the files that stand for the same. */
const mounted: readonly (readonly [file: string, path: string, create: () => RequestHandler])[] = [
  ['admin.js', '/admin', adminApp],
  ['caf\u00e9/two words.js', '/caf%C3%A9/two%20words', usersRouter],
  ['Mixed/Case.js', '/Mixed/Case', usersRouter],
  ['orgs/[org]/teams.js', '/orgs/:org/teams', mergingRouter],
  ['other-app.js', '/other-app', () => adminApp(otherExpress)],
  ['other.js', '/other', () => usersRouter(otherExpress)],
  ['plain/[id].js', '/plain/:id', usersRouter],
  ['users/index.js', '/users', usersRouter],
];
const specific = [
  ['users/[id]/files.js', '/users/:id/files'],
  ['users/special.js', '/users/special'],
] as const;

function createHost(): Express {
  return express().set('name', 'host').set('inherited', 'from the host').set('trust proxy', true);
}

function addEnd(host: Express): Express {
  host.use((req, res) => void res.status(404).json({ ...seen('host', req), query: { ...req.query } }));
  host.use(((error: Error & { status?: number }, req, res, _next) => {
    res.status(error.status ?? 500).json({ ...seen(`error ${error.message}`, req), query: { ...req.query } });
  }) as ErrorRequestHandler);
  return host;
}

function byFile(options: { strict?: boolean } = {}): Express {
  const modules = Object.fromEntries([
    ...mounted.map(([file, , create]) => [file, create()] as const),
    ...specific.map(([file]) => [file, (_req: Request, res: Response) => res.send(file)] as const),
  ]);
  return addEnd(createHost().use('/api', mount(modules, options).router));
}

/** Adds the params of the folders to `req.query`, as route files have them, and removes them after the Router. */
function withQuery(handler: RequestHandler): RequestHandler {
  return (req, res, next) => {
    const before = Object.getOwnPropertyDescriptor(req, 'query');
    const value = { ...req.query, ...req.params };
    Object.defineProperty(req, 'query', { value, configurable: true, enumerable: true, writable: true });
    handler(req, res, (error?: unknown) => {
      if (before) Object.defineProperty(req, 'query', before);
      else Reflect.deleteProperty(req, 'query');
      next(error);
    });
  };
}

function byHand(): Express {
  const host = createHost();
  for (const [file, path] of specific) host.all(`/api${path}`, (_req, res) => void res.send(file));
  for (const [, path, create] of mounted) {
    const handler = create();
    host.use(`/api${path}`, path.includes(':') ? withQuery(handler) : handler);
  }
  return addEnd(host);
}

const json = (text: string): Content => ({ headers: { 'content-type': 'application/json' }, body: Buffer.from(text) });

const users = ['/users', '/plain/7', '/other', '/Mixed/Case', '/caf%C3%A9/two%20words'];
const paths = [
  ...['', '/', '?a=1', '/?a=1&a=2', '/42', '/42/', '/42?id=9&a=b', '/a%2Fb', '/%zz', '/nested/1/x', '/nested/1/x/'],
  ...[
    '/nested',
    '/a/b/c',
    '/skip',
    '/route',
    '/pass',
    '/throws',
    '/fails',
    '/rewrites',
    '/leaves',
    '/handled',
    '/FILES/x',
  ],
  ...['/.', '/..%2f', '/%2e%2e', '/files', '/x;y', '/x?y#z'],
];
const emptySegments = users.flatMap((base) => ['//', '//42', '/42//', '/a//b', '//42/'].map((path) => base + path));
const requests: readonly (readonly [method: string, path: string, content?: Content | undefined])[] = [
  ...users.flatMap((base) => paths.map((path) => ['GET', base + path] as const)),
  ...users.flatMap((base) =>
    (
      [
        ['HEAD', ''],
        ['HEAD', '/42'],
        ['OPTIONS', ''],
        ['OPTIONS', '/42'],
        ['OPTIONS', '/nested/1/x'],
        ['OPTIONS', '/none/of/them'],
        ['DELETE', '/42'],
        ['DELETE', ''],
        ['PROPFIND', '/42'],
        ['POST', '', json('{"a":1}')],
        ['POST', '?x=1', json('{"a":')],
        ['POST', '', json('{"a":"longer than the limit"}')],
        ['POST', ''],
        ['PUT', '', json('{"raw":true}')],
        ['PATCH', '', json('{"a":1}')],
      ] as const
    ).map(([method, path, content]) => [method, base + path, content] as const),
  ),
  ...['/USERS/42', '/Users', '/users2', '/user', '/users%2F42', '/%75sers/42', '/plain', '/plain/', '/plain//x'].map(
    (path) => ['GET', path] as const,
  ),
  ...[
    '/mixed/case/42',
    '/caf%c3%a9/two%20words/42',
    '/cafe%CC%81/two%20words/42',
    '/caf%C3%A9/two words'.replace(' ', '+'),
  ].map((path) => ['GET', path] as const),
  ...[
    '/users/1/files',
    '/users/1/files/',
    '/users/1/files/2',
    '/users/special',
    '/users/special/x',
    '/users/1/FILES',
  ].map((path) => ['GET', path] as const),
  ['POST', '/users/1/files'] as const,
  ...['', '/', '/red', '/red/members/1', '/red/members/1/2', '?org=2&team=3', '/a%2Fb?org=x'].map(
    (path) => ['GET', `/orgs/acme%20inc/teams${path}`] as const,
  ),
  ['OPTIONS', '/orgs/1/teams/red'] as const,
  ...['/admin', '/other-app'].flatMap((app) =>
    ['', '/', '/mounts', '/1?a[b]=1', '/fails', '/passes', '/none/of/them', '/%zz'].map(
      (path) => ['GET', app + path] as const,
    ),
  ),
];

describe('a Router or an app in a file', () => {
  let servers: readonly RawServer[] = [];
  beforeAll(async () => {
    servers = await Promise.all([byHand(), byFile(), byFile({ strict: true })].map(listen));
  });
  afterAll(() => Promise.all(servers.map((server) => server.close())));

  async function responsesTo(method: string, path: string, content?: Content): Promise<unknown[]> {
    const responses = await Promise.all(servers.map((server) => server.request(method, `/api${path}`, content)));
    return responses.map(({ status, headers: { date: _, ...headers }, body }) => ({
      status,
      headers,
      body: parse(body),
    }));
  }

  it.each(requests)('answers as if it were mounted by hand: %s %s', async (...[method, path, content]) => {
    const [hand, file, strict] = await responsesTo(method, path, content);

    expect(file).toEqual(hand);
    // The option is for the files. As `use` does, a Router takes slashes at the end.
    if (!path.includes('/files') && !path.includes('/special')) expect(strict).toEqual(hand);
  });

  it.each(emptySegments)('gets an empty segment as Express 5 passes it on, and none in Express 4: %s', async (path) => {
    const [hand, ...files] = await responsesTo('GET', path);

    // Express 4 removes one of the slashes after a mount path: so the Router would answer, but no guard at its path.
    const missed = { status: 404, body: { by: 'host', url: `/api${path}` } };
    for (const file of files) expect(file).toMatchObject(is4 ? missed : (hand as object));
  });

  it('answers 400 if a param of its folders is malformed', async () => {
    for (const response of await responsesTo('GET', '/plain/%zz/42')) expect(response).toMatchObject({ status: 400 });
  });
});

const guard: RequestHandler = (req, res, next) => {
  res.append('x-guard', `${req.baseUrl} ${req.url} ${JSON.stringify(req.params)} ${String(req.route?.path)}`);
  next();
};

describe('a Router in a file', () => {
  it('is behind the middleware of its folders, which runs once and sees the request as of any file', async () => {
    const team = express.Router({ mergeParams: true }).get('/x', answer('team'));
    const modules = {
      '_middleware.js': guard,
      'teams/[team]/_middleware.js': [
        guard,
        ((error, _req, res, _next) => res.status(500).send(`caught ${String(error)}`)) as ErrorRequestHandler,
      ],
      'teams/[team]/list.js': team.get('/fails', fail('failure')),
      '[...rest].js': (req: Request, res: Response) => res.json(seen('rest', req)),
    };
    const { app } = mount(modules);
    const server = await listen(app);
    const own = await server.request('GET', '/api/teams/7/list/x?team=8');
    expect(JSON.parse(own.body)).toMatchObject({
      by: 'team',
      baseUrl: '/api/teams/7/list',
      url: '/x?team=8',
      query: { team: '7' },
      params: { team: '7' },
      route: '/x',
    });
    const seenByGuard = '/api /teams/7/list/x?team=8 {"team":"7"} /teams/:team/list';
    expect(own.headers['x-guard']).toBe(`${seenByGuard}, ${seenByGuard}`);

    const fallen = await server.request('GET', '/api/teams/7/list/none');
    expect(JSON.parse(fallen.body)).toMatchObject({
      by: 'rest',
      baseUrl: '/api',
      params: { rest: ['teams', '7', 'list', 'none'] },
    });
    expect(fallen.headers['x-guard']).toBe(
      '/api /teams/7/list/none {"team":"7"} /teams/:team/list, '.repeat(2).slice(0, -2),
    );
    expect((await server.request('GET', '/api/teams/7/list/fails')).body).toBe('caught failure');
    await server.close();
  });

  it('comes after everything more specific, and before less specific routes', async () => {
    const named = (name: string) => (_req: Request, res: Response) => void res.send(name);
    const passing = (name: string) =>
      express.Router().use((_req, res, next) => {
        res.append('x-passed', name);
        next();
      });
    const { app, router } = mount({
      'index.js': passing('index'),
      'a.js': passing('a'),
      'a/b.js': passing('a/b'),
      'a/b/c.js': named('a/b/c'),
      'a/[x].js': named('a/[x]'),
      'a/[x]/y.js': passing('a/[x]/y'),
      'a/in/[[...all]].js': named('a/in/[[...all]]'),
      '[...rest].js': passing('[...rest]'),
    });
    const server = await listen(app);
    const answers: Record<string, unknown> = {};
    for (const path of ['/', '/a', '/a/b', '/a/b/c', '/a/b/c/d', '/a/z', '/a/z/y/x', '/a/z/q', '/a/in/1/2', '/z/z']) {
      const { body, headers, status } = await server.request('GET', `/api${path}`);
      answers[path] = [headers['x-passed'], status === 200 ? body : status, router.match(path)?.route.file];
    }
    expect(answers).toEqual({
      '/': ['index', 404, 'index.js'],
      '/a': ['a, [...rest], index', 404, 'a.js'],
      '/a/b': ['a/b', 'a/[x]', 'a/b.js'],
      '/a/b/c': [undefined, 'a/b/c', 'a/b/c.js'],
      '/a/b/c/d': ['a/b, a, [...rest], index', 404, 'a/b.js'],
      '/a/z': [undefined, 'a/[x]', 'a/[x].js'],
      '/a/z/y/x': ['a/[x]/y, a, [...rest], index', 404, 'a/[x]/y.js'],
      '/a/z/q': ['a, [...rest], index', 404, 'a.js'],
      '/a/in/1/2': [undefined, 'a/in/[[...all]]', 'a/in/[[...all]].js'],
      '/z/z': ['[...rest], index', 404, '[...rest].js'],
    });
    expect(router.routes.filter(({ answersBelow }) => answersBelow).map(({ file }) => file)).toEqual(
      expect.arrayContaining(['index.js', 'a.js', 'a/b.js', 'a/[x]/y.js']),
    );
    await server.close();
  });

  it('is mounted at the folder in a catch-all file, and gets what the catch-all matches', async () => {
    const create = () => express.Router({ mergeParams: true }).use(answer('Router'));
    const { app } = mount({ 'docs/[lang]/[...path].js': create(), 'shop/[[...slug]].js': create() });
    const server = await listen(app);
    const shown = async (path: string) => {
      const { baseUrl, url, query, params } = JSON.parse((await server.request('GET', path)).body) as Request;
      return { baseUrl, url, query, params };
    };
    const ofDocs = { lang: 'en', path: ['a', 'b c'] };
    expect(await shown('/api/docs/en/a/b%20c')).toEqual({
      baseUrl: '/api/docs/en',
      url: '/a/b%20c',
      query: ofDocs,
      params: ofDocs,
    });
    expect(await shown('/api/shop')).toEqual({ baseUrl: '/api/shop', url: '/', query: {}, params: {} });
    expect(await shown('/api/shop/a/')).toEqual({
      baseUrl: '/api/shop',
      url: '/a/',
      query: { slug: ['a'] },
      params: { slug: ['a'] },
    });
    await server.close();
  });

  it('with `mergeParams` gets the params under the names of the files, as `router.param` has changed them', async () => {
    const create = () => express.Router({ mergeParams: true }).get('/', answer('Router'));
    const { app, router } = mount({ 'orgs/[org-id]/[team].js': create() });
    router.param('org-id', (req, _res, next, id: string) => {
      req.params['org-id'] = `record ${id}`;
      next();
    });
    const server = await listen(app);
    const { body } = await server.request('GET', '/api/orgs/1/2');
    expect(JSON.parse(body)).toMatchObject({
      params: { 'org-id': 'record 1', team: '2' },
      query: { 'org-id': '1', team: '2' },
    });
    await server.close();
  });

  it('reads the body itself, unless `config.api` of the file says otherwise', async () => {
    const create = () =>
      express
        .Router()
        .post('/', (req: Request, res: Response) => void res.json([req.readableEnded, req.body ?? 'none']));
    const { app } = mount({
      'stream.js': create(),
      'parsed.js': { default: create(), config: { api: { bodyParser: { sizeLimit: 10 } } } },
    });
    const server = await listen(app);
    expect((await server.request('POST', '/api/stream', json('{"a":1}'))).body).toMatch(/^\[false,(?:"none"|\{\})\]$/);
    expect((await server.request('POST', '/api/parsed', json('{"a":1}'))).body).toBe('[true,{"a":1}]');
    expect((await server.request('POST', '/api/parsed', json('{"a":"long"}'))).status).toBe(413);
    await server.close();
  });

  it('may have a cookie-parser, which parses the cookies if no middleware has read them', async () => {
    const parseCookies: RequestHandler = (req, _res, next) => {
      // As cookie-parser: it does nothing if there are cookies.
      if (!req.cookies) Object.assign(req, { cookies: { parsed: 'by the Router' } });
      next();
    };
    const create = () => express.Router().use(parseCookies, (req, res) => void res.json(req.cookies));
    const readCookies: RequestHandler = (req, _res, next) => {
      expect(req.cookies).toEqual({ a: '1' });
      next();
    };
    const { app } = mount({
      'in/_middleware.js': guard,
      'in/a.js': create(),
      'read/_middleware.js': readCookies,
      'read/a.js': create(),
    });
    const server = await listen(app);
    const cookies = { headers: { cookie: 'a=1' } };
    expect((await server.request('GET', '/api/in/a/x', cookies)).body).toBe('{"parsed":"by the Router"}');
    expect((await server.request('GET', '/api/read/a/x', cookies)).body).toBe('{"a":"1"}');
    await server.close();
  });

  it('may be the Router of another fsRoutes', async () => {
    const inner = mount({ '[id]/x.js': (req: Request, res: Response) => res.json(seen('inner', req)) }).router;
    const { app } = mount({ 'orgs/[org].js': inner });
    const server = await listen(app);
    expect(JSON.parse((await server.request('GET', '/api/orgs/1/2/x?org=3&q=4')).body)).toMatchObject({
      baseUrl: '/api/orgs/1',
      url: '/2/x?org=3&q=4',
      query: { org: '1', id: '2', q: '4' },
      params: { id: '2' },
    });
    await server.close();
  });

  it('makes requests below a file wait while the file is loading', async () => {
    let finishLoading: (module: unknown) => void = () => undefined;
    const loading = new Promise((resolve) => (finishLoading = resolve));
    const { app } = mount({ 'slow.js': loading, 'other.js': (_req: Request, res: Response) => res.send('other') });
    const server = await listen(app);
    const responses = Promise.all(
      ['/api/slow/1', '/api/slow', '/api/other/1', '/api/none'].map((path) => server.request('GET', path)),
    );
    setTimeout(() => finishLoading({ default: express.Router().use(answer('slow')) }), 20);
    expect((await responses).map(({ status }) => status)).toEqual([200, 200, 404, 404]);
    await server.close();
  });

  it('does not change what a Router is in an array and in folder middleware', async () => {
    const router = express.Router().all('/a/b', answer('Router'));
    const { app } = mount({
      'a/b.js': [router],
      'm/_middleware.js': express.Router().get('/m/x', answer('middleware')),
      'm/x.js': answer('file'),
    });
    const server = await listen(app);
    expect(JSON.parse((await server.request('GET', '/api/a/b')).body)).toMatchObject({ by: 'Router', baseUrl: '/api' });
    expect((await server.request('GET', '/api/a/b/c')).status).toBe(404);
    expect(JSON.parse((await server.request('GET', '/api/m/x')).body)).toMatchObject({ by: 'middleware' });
    await server.close();
  });

  it.each(['GET', 'post'])('is refused beside an export for a method: %s', (name) => {
    const modules = { 'users.js': { default: express.Router(), [name]: answer('GET') } };
    expect(() => mount(modules)).toThrow(/Express Router or app[^]*users\.js/);
  });

  it('may be bundled, where properties of an app become exports', () => {
    const app = express().get('/x', answer('app'));
    const { router } = mount({ 'users.js': { ...app, default: app } });
    expect(router.routes).toMatchObject([{ methods: ['*'], answersBelow: true }]);
  });

  it('is told apart from functions that have some of its methods', () => {
    const almost = Object.assign((_req: Request, res: Response) => res.send(), {
      use: () => 1,
      route: '/',
      get: () => 1,
    });
    expect(mount({ 'a.js': almost }).router.match('/a/b')).toBeUndefined();
  });
});

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

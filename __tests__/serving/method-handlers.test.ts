import { METHODS } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { fsRoutes, FsRoutesError } from '../../lib/index.js';
import { listen } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';
import { serve } from '../support/serve.js';

/** Returns the source of a module whose exports of these names answer with their name. */
function exporting(...names: readonly string[]): string {
  return names
    .map((name) => `exports.${name} = (req, res) => { res.set('x-by', '${name}'); res.json('${name}'); };`)
    .join('\n');
}

const posts = { 'posts/[pid].js': exporting('GET', 'POST') };

describe('a method handler', () => {
  it.each([
    ['GET', 'GET'],
    ['HEAD', 'HEAD'],
    ['POST', 'POST'],
    ['PUT', 'PUT'],
    ['PATCH', 'PATCH'],
    ['DELETE', 'DELETE'],
    ['OPTIONS', 'OPTIONS'],
    ['get', 'GET'],
    ['head', 'HEAD'],
    ['post', 'POST'],
    ['put', 'PUT'],
    ['patch', 'PATCH'],
    ['delete', 'DELETE'],
    ['del', 'DELETE'],
    ['options', 'OPTIONS'],
    ['Get', 'GET'],
    ['Del', 'DELETE'],
  ])("exported as '%s' answers %s", async (name, method) => {
    const { app } = serve({ 'a.js': exporting(name) });
    const lower = method.toLowerCase() as 'get';
    expect((await request(app)[lower]('/api/a')).get('x-by')).toBe(name);
  });

  it('has the params, the query and the body', async () => {
    const { app } = serve({
      'posts/[pid].js': 'exports.POST = (req, res) => res.json([req.query, req.params, req.body, req.route.path])',
    });
    const response = await request(app).post('/api/posts/1?a=b').send({ c: 'd' });
    expect(response.body).toEqual([{ a: 'b', pid: '1' }, { pid: '1' }, { c: 'd' }, '/posts/:pid']);
  });

  it('may be an array, with an error handler for the handlers before it', async () => {
    const { app, errors } = serve({
      'a.js': `exports.GET = [
        (req, res, next) => { req.seen = 1; next(); },
        [async (req) => { throw new Error('seen ' + req.seen) }],
        (error, req, res, next) => res.status(418).send(error.message),
      ]`,
    });
    await request(app).get('/api/a').expect(418, 'seen 1');
    expect(errors).toEqual([]);
  });

  it('may call next(), and the next route may have other methods', async () => {
    const { app } = serve({
      'a.js': 'exports.GET = (req, res, next) => next()',
      '[x].js': exporting('GET'),
      '[...rest].js': 'module.exports = (req, res) => res.json([req.method, req.query])',
    });
    expect((await request(app).get('/api/a')).body).toBe('GET');
  });

  it('is found in an ES module, in transpiled CommonJS, and in CommonJS that was imported', async () => {
    const folder = routeFolder({
      'esm.mjs':
        'export const GET = (req, res) => res.send("esm"); export function post(req, res) { res.send("posted") }',
      'transpiled.js': 'exports.__esModule = true; exports.GET = (req, res) => res.send("transpiled")',
    });
    const imported = { default: { get: (_req: express.Request, res: express.Response) => res.send('imported') } };
    const app = express().use(fsRoutes(folder), fsRoutes(routeFolder(['imported.js']), { import: () => imported }));
    await request(app).get('/esm').expect(200, 'esm');
    await request(app).post('/esm').expect(200, 'posted');
    await request(app).get('/transpiled').expect(200, 'transpiled');
    await request(app).get('/imported').expect(200, 'imported');
  });

  it('is not looked for in a function: an Express Router has properties of these names', async () => {
    const router = express.Router().post('/a', (_req, res) => void res.send('posted'));
    const app = express().use(fsRoutes(routeFolder(['a.js']), { import: () => ({ default: router }) }));
    await request(app).post('/a').expect(200, 'posted');
    await request(app).options('/a').expect(200);
  });
});

describe('an export in mixed case', () => {
  it('is not a method handler if it is a class or not a function', () => {
    const { router } = serve({
      'a.js': 'exports.Post = class Post {}; exports.Options = { a: 1 }; exports.default = () => {}',
    });
    expect(router.routes[0]!.methods).toEqual(['*']);
  });
});

describe('QUERY', () => {
  // Some versions of Node.js cannot receive it, so the app sets the method, as method-override does.
  function serveQuery(files: Record<string, string>) {
    const { router } = serve(files);
    const app = express().use((req, _res, next) => {
      req.method = req.get('x-method') ?? req.method;
      next();
    }, router);
    app.use((error: FsRoutesError, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
      res.status(error.status ?? 500).json(error.code);
    });
    return { router, query: (url: string) => request(app).post(url).set('x-method', 'QUERY') };
  }

  it('is answered by its export, which has the body', async () => {
    const { router, query } = serveQuery({ 'a.js': 'exports.QUERY = (req, res) => res.json([req.method, req.body])' });
    const response = await query('/a').send({ select: 'all' }).expect(200);
    expect(response.body).toEqual(['QUERY', { select: 'all' }]);
    expect(router.routes[0]!.methods).toEqual(['OPTIONS', 'QUERY']);
  });

  it('is refused without an export, and goes to a default export', async () => {
    const { query } = serveQuery({
      'a.js': exporting('GET'),
      'b.js': 'exports.GET = () => {}; exports.default = (req, res) => res.json(req.method)',
    });
    const refused = await query('/a').expect(405);
    expect(refused.get('allow')).toBe('GET, HEAD, OPTIONS');
    await query('/b').expect(200, '"QUERY"');
  });

  it('is in Allow', async () => {
    const { app } = serve({ 'a.js': exporting('GET', 'QUERY') });
    const response = await request(app).options('/api/a').expect(204);
    expect(response.get('allow')).toBe('GET, HEAD, OPTIONS, QUERY');
  });

  it('is answered over the network where Node.js can receive it', async () => {
    const { app } = serve({ 'a.js': exporting('QUERY') });
    const server = await listen(app);
    const { status } = await server.request('QUERY', '/api/a');
    await server.close();
    expect(status).toBe(METHODS.includes('QUERY') ? 200 : 400);
  });

  it('is listed for tracing tools only where Express knows the method', () => {
    const router = fsRoutes(routeFolder({ 'a.js': exporting('QUERY', 'POST') }), { tracing: true });
    expect(router.routes[0]!.methods).toEqual(['OPTIONS', 'POST', 'QUERY']);
  });

  it('is not answered by an export in small letters, which may be a helper', () => {
    const { router } = serve({ 'a.js': `${exporting('GET')} exports.query = () => []; exports.Query = () => []` });
    expect(router.routes[0]!.methods).toEqual(['GET', 'HEAD', 'OPTIONS']);
  });
});

describe('HEAD', () => {
  it('is answered by GET, without a body', async () => {
    const { app } = serve(posts);
    const response = await request(app).head('/api/posts/1').expect(200);
    expect(response.get('x-by')).toBe('GET');
    expect(response.text).toBeFalsy();
  });

  it('is answered by GET even if a default export answers the other methods', async () => {
    const { app } = serve({
      'a.js': `${exporting('GET')} exports.default = (req, res) => res.set('x-by', 'default').end()`,
    });
    expect((await request(app).head('/api/a')).get('x-by')).toBe('GET');
  });

  it('is refused like any other method if there is no GET', async () => {
    const { app, errors } = serve({ 'a.js': exporting('POST') });
    await request(app).head('/api/a').expect(500);
    expect(errors).toMatchObject([{ status: 405, headers: { Allow: 'OPTIONS, POST' } }]);
  });
});

describe('OPTIONS', () => {
  it('is answered with 204 and the methods of the file', async () => {
    const { app } = serve(posts);
    const response = await request(app).options('/api/posts/1').expect(204, '');
    expect(response.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
  });

  it('goes to the default export if there is one', async () => {
    const { app } = serve({
      'a.js': `${exporting('POST')} exports.default = (req, res) => res.json(req.method)`,
    });
    await request(app).options('/api/a').expect(200, '"OPTIONS"');
    await request(app).put('/api/a').expect(200, '"PUT"');
    expect((await request(app).post('/api/a')).body).toBe('POST');
  });
});

describe('another method', () => {
  it("is answered with 405 and the methods of the file by Express's own error handler", async () => {
    const app = express()
      .set('env', 'test')
      .use('/api', fsRoutes(routeFolder(posts)));
    const response = await request(app).delete('/api/posts/1').expect(405);
    expect(response.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
  });

  it('goes to the error handler of the app, with the header set on the response', async () => {
    const app = express().use('/api', fsRoutes(routeFolder(posts)));
    app.use((error: FsRoutesError, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
      res
        .status(error.status!)
        .json([error.code, error.message, error.expose, error.files, error instanceof FsRoutesError]);
    });
    const response = await request(app).put('/api/posts/1').expect(405);
    expect(response.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
    expect(response.body).toEqual([
      'FSR_METHOD_NOT_ALLOWED',
      'The method PUT is not allowed here, only GET, HEAD, OPTIONS, POST.',
      true,
      ['posts/[pid].js'],
      true,
    ]);
  });

  it('does not fall through to a less specific route', async () => {
    const { app, errors } = serve({ ...posts, '[...all].js': exporting('PUT') });
    await request(app).put('/api/posts/1').expect(500);
    expect(errors).toMatchObject([{ code: 'FSR_METHOD_NOT_ALLOWED' }]);
  });
});

describe('router.routes', () => {
  it('lists the methods of each route', async () => {
    const { router } = serve({
      'all.js': 'module.exports = () => {}',
      'both.js': `${exporting('get')} exports.default = () => {}`,
      'one.js': exporting('DELETE'),
      ...posts,
    });
    await router.ready;
    expect(Object.fromEntries(router.routes.map(({ path, methods }) => [path, methods]))).toEqual({
      '/all': ['*'],
      '/both': ['*', 'GET', 'HEAD'],
      '/one': ['DELETE', 'OPTIONS'],
      '/posts/[pid]': ['GET', 'HEAD', 'OPTIONS', 'POST'],
    });
  });

  it('also lists those of files that load asynchronously, once they are loaded', async () => {
    const router = fsRoutes(routeFolder(['a.js']), { import: () => Promise.resolve({ POST: () => undefined }) });
    expect(router.routes[0]!.methods).toEqual([]);
    await router.ready;
    expect(router.routes[0]!.methods).toEqual(['OPTIONS', 'POST']);
  });
});

describe('a route file is refused', () => {
  it.each([
    [
      'with two exports for one method',
      'FSR_DUPLICATE_METHOD',
      exporting('GET', 'get'),
      /'GET' and 'get' are both for GET/,
    ],
    ['with del beside DELETE', 'FSR_DUPLICATE_METHOD', exporting('del', 'DELETE'), /both for DELETE/],
    ['whose method is not a handler', 'FSR_BAD_HANDLER', 'exports.options = { a: 1 }', /'options' has an object/],
    ['whose method is an empty array', 'FSR_BAD_HANDLER', 'exports.GET = []', /'GET' is an empty array/],
    ['whose method is a class', 'FSR_BAD_HANDLER', 'exports.POST = class A {}', /'POST' is a class/],
    ['whose method is an error handler', 'FSR_BAD_HANDLER', 'exports.PUT = (e, q, s, n) => n()', /'PUT' has four/],
    [
      'whose array has a string',
      'FSR_BAD_HANDLER',
      'exports.PUT = [() => {}, "x"]',
      /'PUT' has a value of type string/,
    ],
  ])('%s: %s', (_what, code, content, message) => {
    expect.assertions(2);
    try {
      fsRoutes(routeFolder({ 'a.js': content }));
    } catch (error) {
      expect(error).toMatchObject({ code, files: ['a.js'] });
      expect((error as Error).message).toMatch(message);
    }
  });
});

describe("with compat: 'next'", () => {
  it('exports named after methods have no effect, as in Next.js', async () => {
    const folder = routeFolder({ 'a.js': `${exporting('GET')} exports.default = (req, res) => res.send('default')` });
    const app = express().use(fsRoutes(folder, { compat: 'next' }));
    await request(app).get('/a').expect(200, 'default');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { fsRoutes, type FsRoutesOptions } from '../../lib/index.js';
import { listen, type RawServer } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';

const files = [
  'index.js',
  'posts/[pid].js',
  'files/[...path].js',
  'any/[[...rest]].js',
  '__proto__/[x].js',
  'deep/[a]/[b]/c.js',
];

describe.each(['simple', 'extended'])('with the %s query parser', (parser) => {
  let server: RawServer;

  beforeAll(async () => {
    const app = express();
    app.set('query parser', parser);
    app.use('/api', fsRoutes(routeFolder(files), { ignore: [] }));
    server = await listen(app);
  });
  afterAll(() => server.close());

  async function get(path: string) {
    const { status, body } = await server.request('GET', `/api${path}`);
    return { status, answer: status === 200 ? (JSON.parse(body) as Record<string, unknown>) : body };
  }

  it.each([
    ['/posts/%', 400],
    ['/posts/%E0%A4%A', 400],
    ['/posts/%C0%AF', 400],
    ['/posts/%00', 200],
    ['/files/a/%ff/b', 400],
    ['/deep/%/x/c', 400],
    ['/deep/%/x/d', 404],
    ['/nowhere/%', 404],
    ['/%', 404],
    ['/posts//', 404],
    ['/files//etc/passwd', 404],
    ['/posts/1;a=b', 200],
    ['/posts/1?%', 200],
    ['/posts/1?%E0%A4%A=%E0%A4%A', 200],
    ['/posts/1?' + '&'.repeat(2000), 200],
    ['/posts/1?a' + '[a]'.repeat(500) + '=1', 200],
  ])('%s is answered with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  it('explains what is wrong with a malformed URL', async () => {
    expect((await get('/posts/%zz')).answer).toContain('malformed percent-escape');
  });

  it('passes dots and escaped slashes to the handler as values, unchanged', async () => {
    expect(await get('/posts/..')).toMatchObject({ status: 200, answer: { params: { pid: '..' } } });
    expect(await get('/posts/%2e%2e%2f%2e%2e%2fetc')).toMatchObject({
      status: 200,
      answer: { params: { pid: '../../etc' } },
    });
    expect(await get('/files/..%2f..%5c/x')).toMatchObject({
      status: 200,
      answer: { params: { path: ['../..\\', 'x'] } },
    });
    expect((await get('/posts/1/../../index')).status).toBe(404);
  });

  it('accepts paths of 8 KiB and of 4,000 segments', async () => {
    const long = 'x'.repeat(8192);
    expect(await get(`/posts/${long}`)).toMatchObject({ status: 200, answer: { params: { pid: long } } });
    expect(await get(`/posts${'/a'.repeat(4000)}`)).toMatchObject({ status: 404 });
    expect(await get(`/files${'/a'.repeat(4000)}`)).toMatchObject({
      status: 200,
      answer: { file: 'files/[...path].js' },
    });
    expect(await get('/'.repeat(4000))).toMatchObject({ status: 404 });
    expect(await get(`/files/${'%41'.repeat(2700)}`)).toMatchObject({
      status: 200,
      answer: { params: { path: ['A'.repeat(2700)] } },
    });
  });

  it('lets no query reach a prototype', async () => {
    const { answer } = await get(
      '/posts/1?__proto__=x&__proto__[polluted]=1&constructor=2&constructor[prototype][polluted]=1&toString=3',
    );
    expect({}).not.toHaveProperty('polluted');
    expect(Object.keys((answer as { query: object }).query)).not.toContain('__proto__');
    expect(answer).toMatchObject({ query: { pid: '1', toString: '3' } });
    expect(await get('/__proto__/constructor')).toMatchObject({
      status: 200,
      answer: { params: { x: 'constructor' } },
    });
    for (const path of ['/constructor', '/toString', '/posts/__proto__/x', '/hasOwnProperty']) {
      expect((await get(path)).status).toBe(404);
    }
  });

  it('answers the asterisk form of OPTIONS without a crash', async () => {
    const { status } = await server.request('OPTIONS', '*');
    expect(status).toBe(404);
  });

  it('answers an absolute-form request target like any other', async () => {
    const { status, body } = await server.request('GET', 'http://example.com/api/posts/1?a=b');
    expect([status, JSON.parse(body)]).toMatchObject([200, { params: { pid: '1' }, query: { a: 'b', pid: '1' } }]);
  });
});

describe.each([undefined, 'next'] as const)('names with control characters, compat: %s', (compat) => {
  const odd = '\x1bc\x9b31m\x07\r\n\u202e';
  const files = {
    [`${odd}/a${odd}.js`]: 'exports.GET = (req, res) => res.end("a")',
    [`${odd}/[id].js`]: 'module.exports = (req, res) => res.end("id")',
  };
  let server: RawServer;

  beforeAll(async () => {
    const app = express();
    app.use('/api', fsRoutes(routeFolder(files), compat ? { compat } : {}));
    // Express's own final handler prints the error.
    server = await listen(app.set('env', 'test'));
  });
  afterAll(() => server.close());

  it.each([
    ['GET', encodeURIComponent(odd), 'OK'],
    // In Next.js, a file has no exports for methods.
    ['POST', `a${encodeURIComponent(odd)}`, compat ? 'Internal Server Error' : 'Method Not Allowed'],
    ['GET', '%zz', 'Bad Request'],
    ['GET', '%1B%9B', 'Bad Request'],
  ])('are in no answer to %s %s', async (method, name, message) => {
    const answer = await server.request(method, `/api/${encodeURIComponent(odd)}/${name}`);
    expect(answer.message).toBe(message);
    expect(JSON.stringify(answer.headers) + answer.body).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
  });
});

describe('a request target that is not a plain path', () => {
  const targets = [
    '*',
    'foo://x/api',
    'foo://x/api/p/1',
    'foo://x',
    'http://@/api',
    'http://@/api/p/1',
    'http:///api/p/1',
    'http://h',
    'http://h/',
    'http://h?/api/p/1',
    'http://h/api',
    'http://h/api/',
    'http://h/api?x=1',
    'http://h/api/p/1',
    'http://h/api/p/1?x=http://y/z',
    'http://h/api/p/1#/../x',
    'HTTPS://user:pass@h:8080/api/p/1',
    'http://[::1]/api/p/1',
    'http://h:99999/api/p/1',
    'http://h/api/p/%zz',
    '/api/p/1#x',
    '/api#/p/1',
    '/api/p/http://h/x',
    '/api/p/1\u00a0',
  ];
  const answer = (req: express.Request, res: express.Response) => res.json({ id: req.params['id'], x: req.query['x'] });

  it.each<[string, FsRoutesOptions]>([
    ['default mode', {}],
    ["compat: 'next'", { compat: 'next' }],
  ])('is answered as by a Router by hand, in %s', async (_mode, options) => {
    const folder = routeFolder(['index.js', 'p/[id].js']);
    const byHand = express.Router();
    byHand.all('/', answer);
    byHand.all('/p/:id', answer);
    const servers = [];
    for (const routes of [fsRoutes(folder, { ...options, import: () => answer }), byHand]) {
      const app = express().set('query parser', 'simple').use('/api', routes);
      app.use(((_error, _req, res, _next) => void res.status(400).end()) as express.ErrorRequestHandler);
      servers.push(await listen(app));
    }
    for (const target of targets) {
      const [ours, theirs] = await Promise.all(
        servers.map((server) =>
          server.request('OPTIONS', target).catch(() => ({ status: 'refused by Node.js', body: '' })),
        ),
      );
      // Next.js has one URL for a page, without a slash at its end or two in a row.
      if (ours!.status === 308) expect(['http://h/api/', '/api/p/http://h/x']).toContain(target);
      else if (theirs!.status === 200)
        expect({ target, ...body(ours!.body) }).toEqual({ target, ...body(theirs!.body) });
      else expect({ target, status: ours!.status }).toEqual({ target, status: theirs!.status });
    }
    for (const server of servers) await server.close();
  });

  function body(text: string): object {
    return text.startsWith('{') ? (JSON.parse(text) as object) : { text };
  }
});

import { EventEmitter } from 'node:events';
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express, { type RequestHandler } from 'express';
import mocks from 'node-mocks-http';
import request from 'supertest';
import { web, type WebHandler } from '../../lib/web/index.js';
import { eventually, listenForConnections } from '../support/connection.js';
import { mount, type MountOptions } from '../support/mount.js';

const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  jest.restoreAllMocks();
});

/** Answers with what the request has. */
const echo = web(async (given, { params }) => {
  const { method, url, headers } = given;
  return Response.json({ method, url, params, headers: Object.fromEntries(headers), body: await given.text() });
});

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly params: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function bodyOf(response: request.Response): Echo {
  return response.body as Echo;
}

describe('a handler of web()', () => {
  it('gets the whole URL, and the params', async () => {
    const { app } = mount({ 'posts/[pid]/[...rest].js': echo });
    const path = '/api/posts/a%20b/c/d?x=1&x=2';
    const { url, params, method } = bodyOf(await request(app).get(path).set('Host', 'example.com:8080'));
    expect({ url, params, method }).toEqual({
      url: `http://example.com:8080${path}`,
      params: { pid: 'a b', rest: ['c', 'd'] },
      method: 'GET',
    });
  });

  it.each<[string, RequestHandler | object]>([
    ['a method export', { POST: echo }],
    ['a default export', echo],
    ['a method export in an array', { POST: [(_req: unknown, _res: unknown, next: () => void) => next(), echo] }],
  ])('may be %s', async (_what, module) => {
    const { app } = mount({ 'a.js': module });
    expect(bodyOf(await request(app).post('/api/a').send({ a: 1 }).expect(200))).toMatchObject({ body: '{"a":1}' });
  });

  it('works in an app without fsRoutes, below a mount path, too', async () => {
    const router = express.Router();
    router.put(
      '/:id',
      web<'/[id]'>(async (given, { params }) => new Response(`${params.id} ${await given.text()}`)),
    );
    const app = express().use('/below', router, echo);
    expect((await request(app).put('/below/7').type('text').send('sent')).text).toBe('7 sent');
    expect(bodyOf(await request(app).get('/below/x/y?z').set('Host', 'a'))).toMatchObject({
      url: 'http://a/below/x/y?z',
    });
  });

  it('may fail, and return what is no Response', async () => {
    const handlers: Record<string, () => unknown> = {
      'throws.js': () => {
        throw new TypeError('thrown');
      },
      'rejects.js': () => Promise.reject(new TypeError('rejected')),
      'data.js': () => ({ id: 1 }),
      'nothing.js': () => undefined,
    };
    const modules = Object.entries(handlers).map(([file, handler]) => [file, web(handler as WebHandler)]);
    const { app, errors } = mount(Object.fromEntries(modules) as Record<string, unknown>);
    for (const file of Object.keys(handlers))
      await request(app)
        .get(`/api/${file.slice(0, -3)}`)
        .expect(500);
    expect(errors).toEqual([
      expect.objectContaining({ message: 'thrown' }),
      expect.objectContaining({ message: 'rejected' }),
      expect.objectContaining({
        code: 'FSR_BAD_RESPONSE',
        files: ['data.js'],
        message: 'The handler of web() returned an object instead of a Response.',
      }),
      expect.objectContaining({ message: 'The handler of web() returned nothing instead of a Response.' }),
    ]);
  });

  it.each<[string, (app: express.Express) => void, Record<string, string>, string]>([
    ['Host', () => undefined, { host: 'a.example' }, 'http://a.example/api/a'],
    ['no trusted proxy', () => undefined, { host: 'a', 'x-forwarded-host': 'b' }, 'http://a/api/a'],
    [
      'a trusted proxy',
      (app) => app.set('trust proxy', true),
      { host: 'a:3000', 'x-forwarded-host': 'b:8443', 'x-forwarded-proto': 'https' },
      'https://b:8443/api/a',
    ],
    ['an IPv6 address', () => undefined, { host: '[::1]:80' }, 'http://[::1]/api/a'],
  ])('has the origin of %s', async (_what, configure, headers, url) => {
    const { app } = mount({ 'a.js': echo });
    configure(app);
    expect(bodyOf(await request(app).get('/api/a').set(headers)).url).toBe(url);
  });

  it.each(['a/b?', 'a b', 'user@a', 'a#', '%2f', 'a\\b'])('is not called for the host %s', async (host) => {
    const { app, errors } = mount({ 'a.js': echo });
    const server = await listenForConnections(app);
    closing.push(() => server.close());
    const connection = server.connect().write(`GET /api/a HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    expect(await connection.until(/\}/)).toMatch(/^HTTP\/1\.1 400 /);
    expect(errors).toEqual([expect.objectContaining({ code: 'FSR_MALFORMED_URL', status: 400 })]);
  });

  it('is not called for a method that no web request can have', async () => {
    const { app } = mount({ 'a.js': echo });
    await request(app).trace('/api/a').expect(400);
  });

  it('gets headers of one name joined', async () => {
    const { app } = mount({ 'a.js': echo });
    const server = await listenForConnections(app);
    closing.push(() => server.close());
    const lines = ['GET /api/a HTTP/1.1', 'x-a: 1', 'X-A: 2', 'cookie: c=1', 'cookie: d=2'];
    const received = await server
      .connect()
      .head(...lines)
      .until(/\}\}?/);
    expect(received).toContain('"x-a":"1, 2"');
    expect(received).toContain('"cookie":"c=1; d=2"');
  });
});

const bodyKinds: [string, string, string][] = [
  ['JSON', 'application/json', '{ "a": [1,  2] }'],
  ['a form', 'application/x-www-form-urlencoded', 'a=1&b=%20x&a=2'],
  ['text', 'text/plain', 'a\nb'],
  ['another type', 'application/octet-stream', 'bytes'],
];

describe('the body of the web request', () => {
  it.each(bodyKinds)('is what the client sent, to the byte: %s', async (_what, type, sent) => {
    for (const options of [{}, { bodyParser: false }, { bodyParser: { sizeLimit: 1 } }] satisfies MountOptions[]) {
      const { app } = mount({ 'a.js': echo }, options);
      expect(bodyOf(await request(app).post('/api/a').type(type).send(sent).expect(200)).body).toBe(sent);
    }
  });

  it('is multipart, which formData() reads', async () => {
    const handler = web(async (given) => {
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- handlers use it
      const form = await given.formData();
      return Response.json([form.get('a'), await (form.get('f') as Blob).text()]);
    });
    const { app } = mount({ 'a.js': handler });
    const response = await request(app).post('/api/a').field('a', 'b').attach('f', Buffer.from('file'), 'f.txt');
    expect(response.body).toEqual(['b', 'file']);
  });

  it('is a stream while the client sends it', async () => {
    const parts: string[] = [];
    const handler = web(async (given) => {
      for await (const part of given.body!) parts.push(Buffer.from(part as Uint8Array).toString());
      return new Response(parts.join());
    });
    const server = await listenForConnections(mount({ 'a.js': handler }).app);
    closing.push(() => server.close());
    const connection = server.connect().head('POST /api/a HTTP/1.1', 'content-length: 4').write('ab');
    await eventually(() => parts.length === 1);
    connection.write('cd');
    expect(await connection.until(/ab,cd/)).toContain('ab,cd');
  });

  it.each<[string, RequestHandler]>([
    ['express.json()', express.json()],
    [
      'express.json() that keeps the bytes',
      express.json({ verify: (req, _res, bytes) => Object.assign(req, { rawBody: bytes }) }),
    ],
    ['express.raw()', express.raw({ type: () => true })],
    ['express.text()', express.text({ type: () => true })],
  ])('is what was read before by %s', async (name, parser) => {
    const { app } = mount({ 'a.js': echo }, { before: [parser] });
    const sent = '{ "a":  "é" }';
    const { body, headers } = bodyOf(await request(app).post('/api/a').type('json').send(sent));
    expect(body).toBe(
      name === 'express.json()' ? '{"a":"é"}' : name === 'express.text()' ? JSON.stringify(sent) : sent,
    );
    expect(headers['content-length']).toBeUndefined();
  });

  it.each([false, true])('is the form that was read before, nested or not', async (extended) => {
    const { app } = mount({ 'a.js': echo }, { before: [express.urlencoded({ extended })] });
    const sent = extended ? 'a=1&b[c]=d e&f[]=1&f[]=2&g[0][h]=i' : 'a=1&b=c d&f=1&f=2';
    const { body } = bodyOf(await request(app).post('/api/a').type('form').send(sent));
    const echoed = express().use(express.urlencoded({ extended }), (req, res) => void res.json(req.body));
    const [before, after] = [
      await request(echoed).post('/').type('form').send(sent),
      await request(echoed).post('/').type('form').send(body),
    ];
    expect(after.body).toEqual(before.body);
    expect(Object.keys(before.body as object).length).toBeGreaterThan(2);
  });

  it('is what was read if config says how to read it', async () => {
    const module = { default: echo, config: { api: { bodyParser: { sizeLimit: 20 }, rawBody: true } } };
    const { app } = mount({ 'a.js': module });
    expect(bodyOf(await request(app).post('/api/a').type('json').send('{ "a": 1 }')).body).toBe('{ "a": 1 }');
    await request(app)
      .post('/api/a')
      .type('json')
      .send(JSON.stringify('x'.repeat(30)))
      .expect(413);
  });

  it('is refused if nothing is left of it', async () => {
    const drain: RequestHandler = (req, _res, next) => void req.resume().once('end', () => next());
    const { app, errors } = mount({ 'a.js': echo }, { before: [drain] });
    await request(app).post('/api/a').type('json').send('{}').expect(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'FSR_BODY_CONSUMED' })]);
  });

  it('is what a mock request has', async () => {
    const { app } = mount({ 'a.js': echo });
    const given = mocks.createRequest({ method: 'POST', url: '/api/a', body: { c: 3 } });
    given.headers['content-type'] = 'application/json';
    const response = mocks.createResponse({ eventEmitter: EventEmitter, req: given });
    const ended = new Promise((resolve) => response.on('end', resolve));
    app(given, response);
    await ended;
    expect(JSON.parse(String(response._getData()))).toMatchObject({ body: '{"c":3}' });
  });

  it('is none for GET, and empty for other methods without one', async () => {
    const { app } = mount({ 'a.js': web((given) => Response.json(given.body === null)) });
    expect((await request(app).get('/api/a')).body).toBe(true);
    const { app: echoing } = mount({ 'a.js': echo });
    expect(bodyOf(await request(echoing).delete('/api/a')).body).toBe('');
  });

  it('that the handler does not read is read to its end, so that the connection serves the next request', async () => {
    const { app } = mount({ 'a.js': web((given) => new Response(given.method, { status: 401 })) });
    const server = await listenForConnections(app);
    closing.push(() => server.close());
    const bytes = Buffer.alloc(4 * 1024 * 1024, 'a');
    const connection = server.connect().head('POST /api/a HTTP/1.1', `content-length: ${bytes.length}`).write(bytes);
    await connection.until(/401[^]*POST/);
    connection.head('GET /api/a HTTP/1.1');
    expect(await connection.until(/401[^]*GET/)).toMatch(/401[^]*401[^]*GET/);
  });
});

describe('the signal of the web request', () => {
  it('aborts if the client leaves, and what fails by it is not reported', async () => {
    let signal: AbortSignal | undefined;
    const handler = web(async (given) => {
      signal = given.signal;
      await wait(60_000, undefined, { signal: given.signal, ref: false }).catch(() => {
        throw given.signal.reason;
      });
      return new Response('late');
    });
    const { app, errors } = mount({ 'a.js': handler });
    const server = await listenForConnections(app);
    closing.push(() => server.close());
    const connection = server.connect().head('GET /api/a HTTP/1.1');
    await eventually(() => signal !== undefined);
    expect(signal!.aborted).toBe(false);
    connection.destroy();
    await eventually(() => signal!.aborted);
    expect((signal!.reason as Error).name).toBe('AbortError');
    await wait(20);
    expect(errors).toEqual([]);
  });

  it('does not abort if the response was sent', async () => {
    let signal!: AbortSignal;
    const { app } = mount({ 'a.js': web((given) => ((signal = given.signal), new Response('sent'))) });
    await request(app).get('/api/a').set('Connection', 'close').expect(200, 'sent');
    await wait(20);
    expect(signal.aborted).toBe(false);
  });

  it('aborts while a body is streamed, which is cancelled', async () => {
    let signal!: AbortSignal;
    const cancel = jest.fn<() => void>();
    const handler = web((given) => {
      signal = given.signal;
      return new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('part')), cancel }),
      );
    });
    const server = http.createServer(mount({ 'a.js': handler }).app).listen(0, '127.0.0.1');
    closing.push(() => new Promise((resolve) => server.close(() => resolve())));
    await eventually(() => server.listening);
    const { port } = server.address() as { port: number };
    const client = http.get({ port, host: '127.0.0.1', path: '/api/a' });
    client.on('error', () => undefined);
    await new Promise((resolve) => client.once('response', (response) => response.once('data', resolve)));
    client.destroy();
    await eventually(() => signal.aborted && cancel.mock.calls.length === 1);
  });
});

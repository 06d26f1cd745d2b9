import type { OutgoingHttpHeaders } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import request from 'supertest';
import { fsRoutes } from '../../lib/index.js';
import type { OnError } from '../../lib/types/index.js';
import { eventually, listenForConnections } from '../support/connection.js';
import { mount, type MountOptions } from '../support/mount.js';
import { listen, type RawResponse } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';

/** A response with the methods of Next.js, some of which the types of Express would not allow. */
type NextResponse = Response & Record<string, NextMethod>;
type NextMethod = (...args: unknown[]) => unknown;

const json = { 'content-type': 'application/json' };
const plain = { 'content-type': 'text/plain' };

const closing: (() => Promise<void>)[] = [];
let logged: jest.SpiedFunction<typeof console.error>;
let warned: jest.SpiedFunction<typeof process.emitWarning>;

beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  jest.restoreAllMocks();
});

type SendRequest = (
  path: string,
  headers?: OutgoingHttpHeaders,
  body?: string | Buffer,
  method?: string,
) => Promise<RawResponse>;

async function clientOf(modules: Readonly<Record<string, unknown>>, options: MountOptions = {}) {
  const mounted = mount(modules, { compat: 'next', ...options });
  const server = await listen(mounted.app.disable('x-powered-by'));
  closing.push(() => server.close());
  const send: SendRequest = (path, headers = {}, body, method = body === undefined ? 'GET' : 'POST') =>
    server.request(method, path, { headers, body: typeof body === 'string' ? Buffer.from(body) : body });
  return { ...mounted, send };
}

/** Returns the answer of one handler. */
async function answerOf(handler: (req: Request, res: NextResponse) => unknown, options?: MountOptions) {
  const { send } = await clientOf({ 'a.js': handler }, options);
  return send('/api/a');
}

const serverError = { status: 500, message: 'Internal Server Error', body: 'Internal Server Error' };
const jsonType = 'application/json; charset=utf-8';
const bytesType = 'application/octet-stream';

describe('res.send', () => {
  it.each([
    ['a Buffer', Buffer.from('é'), 'é', bytesType, '2'],
    ['an empty Buffer', Buffer.alloc(0), '', bytesType, '0'],
    ['a typed array, as JSON', new Uint8Array([1, 2]), '{"0":1,"1":2}', jsonType, '13'],
    ['a Date, as JSON', new Date(0), '"1970-01-01T00:00:00.000Z"', jsonType, '26'],
    ['an array', [1, 'two', null], '[1,"two",null]', jsonType, '14'],
    ['a Map, as JSON', new Map([['a', 1]]), '{}', jsonType, '2'],
    ['true', true, 'true', jsonType, '4'],
    ['0', 0, '0', jsonType, '1'],
    ['418, which is not taken for a status', 418, '418', jsonType, '3'],
    ['an empty string', '', '', undefined, '0'],
    ['a string', 'é', 'é', undefined, '2'],
    ['nothing', undefined, '', undefined, undefined],
    ['null', null, '', undefined, undefined],
  ])('sends %s', async (_what, value: unknown, body, type, length) => {
    const response = await answerOf((_req, res) => res.send(value));
    expect(response).toMatchObject({ status: 200, body });
    expect(response.headers['content-type']).toBe(type);
    if (length !== undefined) expect(response.headers['content-length']).toBe(length);
    // Only a response without content has no ETag.
    expect(response.headers.etag === undefined).toBe(value === undefined || value === null);
    expect(response.headers.etag ?? '"').toMatch(/^"/);
  });

  it.each([
    ['a BigInt', 1n],
    ['a symbol', Symbol('s')],
    ['a function', () => 1],
  ])('cannot send %s', async (_what, value: unknown) => {
    expect(await answerOf((_req, res) => res.send(value))).toMatchObject(serverError);
    expect(logged).toHaveBeenCalledTimes(1);
  });

  it('keeps the content type of the handler for a Buffer, a text and a stream, and not for JSON', async () => {
    const { send } = await clientOf({
      '[what].js': (req: Request, res: NextResponse) => {
        res.setHeader('Content-Type', 'image/png');
        const values = { buffer: Buffer.from('x'), text: 'x', stream: Readable.from(['x']), json: { x: 1 } };
        res.send(values[req.query['what'] as keyof typeof values]);
      },
    });
    for (const what of ['buffer', 'text', 'stream']) {
      expect((await send(`/api/${what}`)).headers['content-type']).toBe('image/png');
    }
    expect((await send('/api/json')).headers['content-type']).toBe(jsonType);
  });

  it('pipes a stream, old or new', async () => {
    const { send } = await clientOf({
      'a.js': (_req: Request, res: NextResponse) => res.send(Readable.from(['one', 'two'])),
      'b.js': (_req: Request, res: NextResponse) => {
        const stream = new PassThrough();
        res.status(201).send(stream);
        void setTimeout(20).then(() => stream.end('late'));
      },
    });
    const piped = await send('/api/a');
    expect(piped).toMatchObject({ status: 200, body: 'onetwo' });
    expect(piped.headers).toMatchObject({ 'content-type': bytesType, 'transfer-encoding': 'chunked' });
    expect(piped.headers).not.toHaveProperty('etag');
    expect(await send('/api/b')).toMatchObject({ status: 201, body: 'late' });
  });

  it('answers and reports the error of a stream that fails, and the process continues', async () => {
    const onError = jest.fn<OnError>();
    const failing = () =>
      new Readable({
        read() {
          this.destroy(new Error('disk'));
        },
      });
    const { app } = mount(
      { 'a.js': (_req: Request, res: NextResponse) => res.send(failing()) },
      { compat: 'next', onError },
    );
    const server = await listenForConnections(app);
    closing.push(() => server.close());
    const connection = server.connect().head('GET /api/a HTTP/1.1');
    await eventually(() => connection.isClosed || connection.received !== '', 500);
    expect(onError.mock.calls.map(([error]) => String(error))).toEqual(['Error: disk']);
  });

  it.each([204, 304])('sends no content with status %i, and removes its headers', async (status) => {
    const headers = {
      'Content-Type': 'text/plain',
      'Content-Length': '3',
      'Transfer-Encoding': 'chunked',
      'X-Own': 'a',
    };
    for (const value of ['abc', { a: 1 }, Buffer.from('abc'), Readable.from(['abc'])]) {
      const response = await answerOf((_req, res) => {
        for (const [name, text] of Object.entries(headers)) res.setHeader(name, text);
        res.status(status).send(value);
      });
      expect(response).toMatchObject({ status, body: '', headers: { 'x-own': 'a' } });
      for (const name of ['content-type', 'content-length', 'transfer-encoding', 'etag']) {
        expect(response.headers).not.toHaveProperty(name);
      }
    }
    expect((await answerOf((_req, res) => res.status(status).json({ a: 1 }))).headers).not.toHaveProperty(
      'content-type',
    );
  });
});

describe('res.json', () => {
  it('sends what JSON makes of a value, with its type over any other', async () => {
    const value = { date: new Date(0), none: undefined, nan: NaN };
    const response = await answerOf((_req, res) => {
      res.setHeader('Content-Type', 'text/html');
      res.json(value);
    });
    expect(response).toMatchObject({ status: 200, body: '{"date":"1970-01-01T00:00:00.000Z","nan":null}' });
    expect(response.headers['content-type']).toBe(jsonType);
  });

  it("leaves the app's `json spaces` and `etag` to Express", async () => {
    const { app, send } = await clientOf({ 'a.js': (_req: Request, res: Response) => res.json({ a: [1] }) });
    app.set('json spaces', 2).set('etag', false).set('json escape', true);
    expect(await send('/api/a')).toMatchObject({
      body: '{"a":[1]}',
      headers: { etag: expect.stringMatching(/^"\w+"$/) },
    });
  });

  it('cannot send a circle or a BigInt', async () => {
    const circle: unknown[] = [];
    circle.push(circle);
    for (const value of [circle, { big: 1n }]) {
      expect(await answerOf((_req, res) => res.json(value))).toMatchObject(serverError);
    }
  });
});

describe('the response methods', () => {
  it('can be chained, and can be called without the response', async () => {
    expect(await answerOf((_req, res) => res.status(201).json({ a: 1 }))).toMatchObject({
      status: 201,
      body: '{"a":1}',
    });
    const destructured = await answerOf((_req, { status, json }: Record<'status' | 'json', NextMethod>) => {
      status(202);
      json({ a: 1 });
    });
    expect(destructured).toMatchObject({ status: 202, body: '{"a":1}' });
    expect(await answerOf((_req, { send }: Record<'send', NextMethod>) => send('x'))).toMatchObject({ body: 'x' });
    expect(await answerOf((_req, { redirect }: Record<'redirect', NextMethod>) => redirect('/x'))).toMatchObject({
      status: 307,
    });
    expect(
      await answerOf((_req, res) => {
        expect(res.status(200)).toBe(res);
        expect(res.redirect(301, '/x')).toBe(res);
      }),
    ).toMatchObject({ status: 301, body: '/x', headers: { location: '/x' } });
  });

  it('replace those that a middleware of the app has set, in routes only', async () => {
    const replace: RequestHandler = (_req, res, next) => {
      res.json = () => res.end('own');
      next();
    };
    const after: RequestHandler = (_req, res) => void res.json({});
    const { send } = await clientOf(
      { 'a.js': (_req: Request, res: Response) => res.json(1) },
      { before: [replace], after: [after] },
    );
    expect((await send('/api/a')).body).toBe('1');
    expect((await send('/api/b')).body).toBe('own');
  });

  it('leave the other methods of Express as they are', async () => {
    const response = await answerOf((_req, res) => {
      res.cookie('a', 'b');
      res.type('html').status(200).send('<p>');
    });
    expect(response.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'set-cookie': ['a=b; Path=/'],
    });
  });

  it('include `flush`, for handlers that stream, unless the response has it', async () => {
    const streamed = await answerOf((_req, res) => {
      res.write('a');
      expect(res['flush']!()).toBeUndefined();
      res.end('b');
    });
    expect(streamed).toMatchObject({ status: 200, body: 'ab' });
    const flush = jest.fn();
    const compression: RequestHandler = (_req, res, next) => {
      Object.assign(res, { flush });
      next();
    };
    await answerOf((_req, res) => (res['flush']!(), res.end()), { before: [compression] });
    expect(flush).toHaveBeenCalledTimes(1);
  });

  it.each([[[]], [[301]], [[{ url: '/x' }]], [[null, '/x']], [[301, new URL('http://a/')]]])(
    'throw for the redirect arguments %j',
    async (args: unknown[]) => {
      expect(await answerOf((_req, res) => res.redirect(...(args as [string])))).toMatchObject(serverError);
      expect(String(logged.mock.calls[0]![0])).toContain('Invalid redirect arguments');
    },
  );

  it('throw for a redirect to a URL with a line break, so that it cannot add a header', async () => {
    const response = await answerOf((_req, res) => res.redirect('/x\r\nset-cookie: a=b'));
    expect(response).toMatchObject(serverError);
    expect(response.headers).not.toHaveProperty('set-cookie');
  });

  it.each(['revalidate', 'setPreviewData', 'clearPreviewData', 'setDraftMode'])(
    'throw FSR_NO_PAGES if they need pages: %s',
    async (method) => {
      const onError = jest.fn<OnError>();
      expect(
        await answerOf(
          async (_req, res) => {
            await res[method]!('/page');
          },
          { onError },
        ),
      ).toMatchObject(serverError);
      expect(onError).toHaveBeenCalledTimes(1);
      const [error] = onError.mock.calls[0]!;
      expect(error).toMatchObject({ name: 'FsRoutesError', code: 'FSR_NO_PAGES' });
      expect(String(error)).toContain(`res.${method}()`);
    },
  );
});

describe('a handler', () => {
  it('gets exactly two arguments, whatever it declares', async () => {
    const response = await answerOf((...args: unknown[]) => (args[1] as Response).json([args.length, typeof args[2]]));
    expect(response.body).toBe('[2,"undefined"]');
    const declared = await answerOf(((_req: Request, res: Response, next: unknown) => res.json(typeof next)) as never);
    expect(declared.body).toBe('"undefined"');
  });

  it('gets the full URL, and the app gets its own if no file matches', async () => {
    const look = ({ url, baseUrl, originalUrl }: Request) => ({ url, baseUrl, originalUrl });
    const app = express();
    const folder = routeFolder(['a.js', 'helper.js']);
    const router = fsRoutes(folder, {
      compat: 'next',
      import: (file) => (file.endsWith('a.js') ? (req: Request, res: Response) => res.json(look(req)) : { not: 'one' }),
    });
    app.use(
      '/v1',
      express.Router().use('/api', router, (req, res) => void res.json(look(req))),
    );
    app.use(((_error: unknown, req: Request, res: Response, _next: unknown) => res.json(look(req))) as never);
    const server = await listen(app);
    closing.push(() => server.close());
    const bodyAt = async (path: string) => JSON.parse((await server.request('GET', path)).body) as unknown;

    const url = '/v1/api/a?x=1&x=2';
    expect(await bodyAt(url)).toEqual({ url, baseUrl: '', originalUrl: url });
    expect(await bodyAt('/v1/api/b?x=1')).toEqual({ url: '/b?x=1', baseUrl: '/v1/api', originalUrl: '/v1/api/b?x=1' });
    expect(await bodyAt('/v1/api/helper')).toMatchObject({ baseUrl: '', url: '/v1/api/helper' });
  });

  it('that throws after it has written a part gets the error text appended, and the connection stays usable', async () => {
    const { send } = await clientOf({
      'a.js': async (_req: Request, res: Response) => {
        res.status(201).write('part ');
        await setTimeout(5);
        throw new Error('late');
      },
    });
    for (let time = 0; time < 2; time += 1) {
      expect(await send('/api/a')).toMatchObject({ status: 201, body: 'part Internal Server Error' });
    }
    expect(logged).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['at once', 0],
    ['later', 30],
  ])('that throws %s after it has answered is reported, and its answer is not changed', async (_when, milliseconds) => {
    const { send } = await clientOf({
      '[how].js': async (req: Request, res: NextResponse) => {
        const ways: Record<string, () => unknown> = {
          end: () => res.end('done'),
          json: () => res.json('done'),
          twice: () => [res.send('done'), res.send('done')],
          large: () => res.send(Buffer.alloc(3_000_000, 'done')),
        };
        ways[req.query['how'] as string]!();
        if (milliseconds > 0) await setTimeout(milliseconds);
        throw new Error('late');
      },
    });
    for (const how of ['end', 'json', 'twice', 'large']) {
      expect(await send(`/api/${how}`)).toMatchObject({ status: 200, body: expect.stringContaining('done') });
    }
    await eventually(() => logged.mock.calls.length === 4);
    await setTimeout(20);
  });

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'no'],
    ['an object', { statusCode: 404, message: 'not here' }],
    ['an Error with a status', Object.assign(new Error('no'), { status: 404, statusCode: 404, expose: true })],
    ['false', false],
  ])('that throws %s gets a 500 answer, sync or async', async (_what, thrown: unknown) => {
    const onError = jest.fn<OnError>();
    const { send, errors } = await clientOf(
      {
        'a.js': () => {
          throw thrown;
        },
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        'b.js': () => Promise.reject(thrown),
      },
      { onError },
    );
    expect(await send('/api/a')).toMatchObject(serverError);
    expect(await send('/api/b')).toMatchObject(serverError);
    expect(onError.mock.calls.map(([error]) => error)).toEqual([thrown, thrown]);
    expect(errors).toEqual([]);
  });
});

describe('onError', () => {
  const fail = () => {
    throw new Error('no');
  };

  it('is called once, with the request, the response and the route', async () => {
    const onError = jest.fn<OnError>();
    const { send, router } = await clientOf({ 'posts/[pid].js': fail }, { onError });
    await send('/api/posts/1?a=2');
    expect(onError).toHaveBeenCalledTimes(1);
    const [error, context] = onError.mock.calls[0]!;
    expect(String(error)).toBe('Error: no');
    expect(Object.keys(context)).toEqual(['req', 'res', 'route']);
    expect(context.route).toBe(router.routes[0]);
    expect(context.req).toMatchObject({ method: 'GET', url: '/api/posts/1?a=2', query: { pid: '1', a: '2' } });
    expect(context.res.headersSent).toBe(true);
    expect(logged).not.toHaveBeenCalled();
  });

  it.each([
    ['throws', fail],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('that %s does not prevent the answer, and both errors are logged', async (_how, onError) => {
    const { send } = await clientOf({ 'a.js': () => Promise.reject(new Error('first')) }, { onError });
    expect(await send('/api/a')).toMatchObject(serverError);
    expect(logged.mock.calls.map(([error]) => String(error))).toEqual(['Error: first', 'Error: no']);
  });

  it('that never settles does not delay the answer', async () => {
    const { app } = mount({ 'a.js': fail }, { compat: 'next', onError: () => new Promise(() => undefined) });
    const server = await listenForConnections(app);
    closing.push(() => server.close());
    const connection = server.connect().head('GET /api/a HTTP/1.1');
    await eventually(() => connection.received !== '', 500);
    expect(connection.received).toContain('500 Internal Server Error');
  });

  it('is console.error by default, and is not called for bad requests', async () => {
    const { send } = await clientOf({ 'a.js': fail, 'b.js': (_req: Request, res: Response) => res.end() });
    await send('/api/a');
    expect(logged.mock.calls).toEqual([[expect.objectContaining({ message: 'no' })]]);
    logged.mockClear();
    expect(await send('/api/b', json, '{')).toMatchObject({
      status: 400,
      message: 'Invalid JSON',
      body: 'Invalid JSON',
    });
    expect(logged).not.toHaveBeenCalled();
  });
});

describe('a file without a handler', () => {
  it('gets a warning at start-up, and a 500 answer from the error handler of the app', async () => {
    const { send, errors } = await clientOf({
      'helper.js': { help: () => undefined },
      'text.js': { default: 'text' },
      'null.js': { default: null },
      'ok.js': (_req: Request, res: Response) => res.end('ok'),
    });
    const warnings = warned.mock.calls.map(([message]) => String(message).split(' that is')[0]);
    const files = ['helper.js', 'null.js', 'text.js'];
    expect(warnings.sort()).toEqual(files.map((file) => `${file} has no default export`));
    expect(await send('/api/helper')).toMatchObject({ status: 500 });
    expect(errors).toMatchObject([{ code: 'FSR_NO_HANDLER', files: ['helper.js'], status: 500, expose: false }]);
    expect(await send('/api/ok')).toMatchObject({ status: 200, body: 'ok' });
  });
});

describe('a body', () => {
  const echo = (req: Request & { rawBody?: unknown }, res: Response) => {
    const body: unknown = req.body;
    res.json({
      kind: Buffer.isBuffer(body) ? 'Buffer' : typeof body,
      body: Buffer.isBuffer(body) ? String(body) : body,
    });
  };
  const bytes = (req: Request & { rawBody?: unknown }, res: Response) => res.json([req.body, String(req.rawBody)]);
  const parsedBy = (bodyParser: unknown, handler: unknown = echo) => ({
    default: handler,
    config: { api: { bodyParser } },
  });
  const readAll = async (req: Request, res: Response) => {
    let size = 0;
    for await (const chunk of req) size += (chunk as Buffer).length;
    res.json(size);
  };
  /** Reads the body as text, as many apps do that were written before `verify` existed. */
  const keepText: RequestHandler = (req, _res, next) => {
    let text = '';
    req.setEncoding('utf8');
    req.on('data', (chunk: string) => (text += chunk));
    req.on('end', () => {
      Object.assign(req, { rawText: text });
      next();
    });
  };

  it.each([
    ['a text', { sizeLimit: '100b' }, 100, 'Body exceeded 100b limit'],
    ['a number', { sizeLimit: 50 }, 50, 'Body exceeded 50 limit'],
    ['a text in capitals', { sizeLimit: '1KB' }, 1024, 'Body exceeded 1KB limit'],
    ['the default', {}, 1024 * 1024, 'Body exceeded 1mb limit'],
    ['the default, for true', true, 1024 * 1024, 'Body exceeded 1mb limit'],
    ['the default, for 0', { sizeLimit: 0 }, 1024 * 1024, 'Body exceeded 1mb limit'],
  ])('over the limit gets 413 with the limit as the config has it: %s', async (_what, bodyParser, limit, message) => {
    const { send } = await clientOf({ 'a.js': parsedBy(bodyParser) });
    expect((await send('/api/a', plain, 'x'.repeat(limit))).status).toBe(200);
    const refused = await send('/api/a', plain, 'x'.repeat(limit + 1));
    expect(refused).toMatchObject({ status: 413, message, body: message });
    expect(refused.headers).not.toHaveProperty('content-type');
    // The connection stays usable.
    expect((await send('/api/a', json, '{"a":1}')).body).toBe('{"kind":"object","body":{"a":1}}');
  });

  it('has the limit of the `bodyParser` option if the route sets none', async () => {
    const { send } = await clientOf(
      { 'a.js': echo, 'b.js': parsedBy({ sizeLimit: '60b' }) },
      { bodyParser: { sizeLimit: '50b' } },
    );
    expect((await send('/api/a', plain, 'x'.repeat(51))).body).toBe('Body exceeded 50b limit');
    expect((await send('/api/b', plain, 'x'.repeat(61))).body).toBe('Body exceeded 60b limit');
  });

  it('over the limit gets 413 before it has been received', async () => {
    const { app } = mount({ 'a.js': parsedBy({ sizeLimit: 50 }) }, { compat: 'next' });
    const server = await listenForConnections(app);
    closing.push(() => server.close());
    const connection = server
      .connect()
      .head('POST /api/a HTTP/1.1', 'transfer-encoding: chunked')
      .write(`64\r\n${'x'.repeat(100)}\r\n`);
    expect(await connection.until(/limit$/)).toContain('HTTP/1.1 413 Body exceeded 50 limit');
  });

  it.each([
    ['an unknown charset', 'text/plain; charset=klingon'],
    ['an unknown charset of JSON', 'application/json; charset=klingon'],
  ])('with %s gets 400', async (_what, type) => {
    const { send, errors } = await clientOf({ 'a.js': echo });
    expect(await send('/api/a', { 'content-type': type }, '{}')).toMatchObject({
      status: 400,
      message: 'Invalid body',
    });
    expect(errors).toEqual([]);
    expect(logged).not.toHaveBeenCalled();
  });

  it('that is aborted is passed neither to the handler nor to onError, and its connection is closed', async () => {
    const onError = jest.fn<OnError>();
    const handler = jest.fn();
    const { app, errors } = mount({ 'a.js': handler }, { compat: 'next', onError });
    const server = await listenForConnections(app);
    closing.push(() => server.close());
    const connection = server.connect().head('POST /api/a HTTP/1.1', 'content-length: 1000').write('x');
    await setTimeout(30);
    connection.destroy();
    await eventually(async () => (await server.connections()) === 0);
    await setTimeout(30);
    expect([handler.mock.calls, onError.mock.calls, errors]).toEqual([[], [], []]);
  });

  it('is not inflated, as in Next.js', async () => {
    const { send } = await clientOf({ 'a.js': echo });
    const response = await send('/api/a', { ...plain, 'content-encoding': 'gzip' }, 'as it is');
    expect(JSON.parse(response.body)).toEqual({ kind: 'string', body: 'as it is' });
  });

  it('is parsed, and its bytes are kept, with `rawBody: true`', async () => {
    const rawBody = (bodyParser?: unknown) => ({ default: bytes, config: { api: { rawBody: true, bodyParser } } });
    const { send } = await clientOf({
      'a.js': rawBody(),
      'off.js': rawBody(false),
      'small.js': rawBody({ sizeLimit: 3 }),
    });
    const bodyOf = async (...args: Parameters<SendRequest>) => JSON.parse((await send(...args)).body) as unknown;
    expect(await bodyOf('/api/a', json, '{"a": 1}')).toEqual([{ a: 1 }, '{"a": 1}']);
    expect(await bodyOf('/api/a', plain, 'é')).toEqual(['é', 'é']);
    expect(await bodyOf('/api/a', json)).toEqual([{}, '']);
    expect(await bodyOf('/api/a')).toEqual(['', '']);
    expect(await bodyOf('/api/off', json, '{"a": 1}')).toEqual([null, '{"a": 1}']);
    expect(await send('/api/small', plain, 'four')).toMatchObject({ status: 413, body: 'Body exceeded 3 limit' });
    expect(await send('/api/a', json, '{')).toMatchObject({ status: 400, body: 'Invalid JSON' });
    expect((await send('/api/a', { 'content-type': 'text/plain; charset=x' }, 'a')).body).toBe('Invalid body');
  });

  it('that the app has parsed is not parsed again', async () => {
    const before = [express.json(), express.urlencoded({ extended: true })];
    const { send } = await clientOf({ 'a.js': echo }, { before });
    expect((await send('/api/a', json, '{"a":1}')).body).toBe('{"kind":"object","body":{"a":1}}');
    expect((await send('/api/a', { 'content-type': 'application/x-www-form-urlencoded' }, 'a[b]=1')).body).toBe(
      '{"kind":"object","body":{"a":{"b":"1"}}}',
    );
    // What those parsers do not parse is read as in Next.js.
    expect((await send('/api/a', plain, 'x')).body).toBe('{"kind":"string","body":"x"}');
    expect((await send('/api/a', {}, Buffer.from('x'))).body).toBe('{"kind":"string","body":"x"}');
    expect((await send('/api/a')).body).toBe('{"kind":"string","body":""}');
    expect((await send('/api/a', json)).body).toBe('{"kind":"object","body":{}}');
  });

  it('that the app has set without reading the stream is used, as with the adapters of serverless hosts', async () => {
    const set: RequestHandler = (req, _res, next) => {
      req.body = { of: 'the host' };
      next();
    };
    const { send } = await clientOf({ 'a.js': echo }, { before: [set] });
    expect((await send('/api/a', plain, 'x')).body).toBe('{"kind":"object","body":{"of":"the host"}}');
  });

  it('that the app has read with express.raw() is a Buffer', async () => {
    const { send } = await clientOf(
      { 'a.js': echo, 'off.js': parsedBy(false) },
      { before: [express.raw({ type: '*/*' })] },
    );
    expect((await send('/api/a', json, '{"a":1}')).body).toBe('{"kind":"Buffer","body":"{\\"a\\":1}"}');
    expect((await send('/api/off', json, '{"a":1}')).body).toBe('{"kind":"Buffer","body":"{\\"a\\":1}"}');
  });

  it.each([
    ['a stream', parsedBy(false, readAll), [express.json()], 'the body as a stream (`bodyParser: false`)'],
    [
      'bytes',
      { default: bytes, config: { api: { rawBody: true } } },
      [express.json()],
      'the raw body (`rawBody: true`)',
    ],
    ['a parsed body', parsedBy(true), [keepText], 'its body'],
  ])('that a middleware has read is an error for a route that needs %s', async (_what, module, before, needed) => {
    const onError = jest.fn<OnError>();
    const { send } = await clientOf({ 'a.js': module }, { before, onError });
    expect(await send('/api/a', json, '{"a":1}')).toMatchObject(serverError);
    expect(onError.mock.calls).toHaveLength(1);
    expect(onError.mock.calls[0]![0]).toMatchObject({
      code: 'FSR_BODY_CONSUMED',
      files: ['a.js'],
      message: `The route needs ${needed}, but a middleware before it, \`express.json()\`, has already read the body.`,
    });
  });

  it.each([
    ['GET', 'GET', {}, { kind: 'string', body: '' }],
    ['a POST of text with a length of 0', 'POST', { ...plain, 'content-length': 0 }, { kind: 'string', body: '' }],
    ['a POST of JSON with a length of 0', 'POST', { ...json, 'content-length': 0 }, { kind: 'object', body: {} }],
  ])('that is empty is not an error if a middleware has read the request to its end: %s', async (...row) => {
    const [, method, headers, expected] = row;
    const { send } = await clientOf({ 'a.js': echo }, { before: [keepText] });
    const { status, body } = await send('/api/a', headers, undefined, method);
    expect([status, body]).toEqual([200, JSON.stringify(expected)]);
  });

  it('that the app has read, but not parsed, is parsed from the bytes that it kept', async () => {
    const keepBytes: RequestHandler = (req, _res, next) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        Object.assign(req, { rawBody: Buffer.concat(chunks) });
        next();
      });
    };
    const { send } = await clientOf({ 'a.js': echo }, { before: [keepBytes] });
    expect((await send('/api/a', json, '{"a":1}')).body).toBe('{"kind":"object","body":{"a":1}}');
  });
});

describe('a route that is requested by its file name', () => {
  it('is tried once, even if a param callback leaves it', async () => {
    const { app, router } = mount(
      { '[id]/[x]y.js': (_req: Request, res: Response) => res.end('own') },
      { compat: 'next' },
    );
    await request(app).get('/api/[id]/[x]y').expect(200);
    let calls = 0;
    router.param('x', (_req, _res, next) => {
      calls += 1;
      next('route');
    });
    await request(app).get('/api/[id]/[x]y').expect(404);
    expect(calls).toBe(1);
  });
});

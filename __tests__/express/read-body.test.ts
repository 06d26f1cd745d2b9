import { randomBytes } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import zlib from 'node:zlib';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { patternSyntax } from '../../lib/serving/express-version.js';
import { eventually, listenForConnections, type ListeningApp } from '../support/connection.js';
import { mount, type MountOptions } from '../support/mount.js';
import { listen, type RawResponse, type RawServer } from '../support/raw-request.js';

type BodyRequest = Request & { rawBody?: unknown };

const isExpress4 = patternSyntax() === 'express4';
const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const boundary = 'xyz';
const multipart = { 'content-type': `multipart/form-data; boundary=${boundary}` };
const upload = Buffer.from(
  `--${boundary}\r\ncontent-disposition: form-data; name="f"; filename="a"\r\n\r\n\x00\xff\r\n--${boundary}--\r\n`,
  'latin1',
);

/** Answers with the body that it was given, and with the bytes that were left to read. */
async function echo(req: BodyRequest, res: Response): Promise<void> {
  const body: unknown = req.body;
  const { rawBody } = req;
  const chunks: Buffer[] = [];
  const isRead = req.readableDidRead || req.readableEnded;
  if (!isRead) for await (const chunk of req) chunks.push(chunk as Buffer);
  res.json({
    kind: Buffer.isBuffer(body) ? 'Buffer' : body === null ? 'null' : typeof body,
    body: Buffer.isBuffer(body) ? body.toString('latin1') : body,
    ...(rawBody !== undefined && { rawBody: Buffer.isBuffer(rawBody) ? rawBody.toString('latin1') : 'no Buffer' }),
    ...(!isRead && { left: Buffer.concat(chunks).toString('latin1') }),
  });
}

const off = { default: echo, config: { api: { bodyParser: false } } };
const raw = { default: echo, config: { api: { rawBody: true } } };
const limited = { default: echo, config: { api: { bodyParser: { sizeLimit: 100 } } } };

// Not the subject here: large answers, and handlers that only count their calls.
jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Client {
  readonly send: (
    path: string,
    headers?: OutgoingHttpHeaders,
    body?: string | Buffer,
    method?: string,
  ) => Promise<Answer>;
  readonly errors: readonly unknown[];
}

interface Answer extends Pick<RawResponse, 'status'> {
  readonly answer: unknown;
}

/** Starts an app, and returns a client that uses one connection for all requests. */
async function clientOf(modules: Record<string, unknown>, options?: MountOptions): Promise<Client> {
  const { app, errors } = mount(modules, options);
  const server: RawServer = await listen(app);
  closing.push(() => server.close());
  return {
    errors,
    async send(path, headers = {}, body, method = 'POST') {
      const content = typeof body === 'string' ? Buffer.from(body) : body;
      const response = await server.request(method, path, { headers, body: content });
      return { status: response.status, answer: response.body === '' ? '' : (JSON.parse(response.body) as unknown) };
    },
  };
}

async function socketsOf(modules: Record<string, unknown>, options?: MountOptions) {
  const mounted = mount(modules, options);
  const server: ListeningApp = await listenForConnections(mounted.app);
  closing.push(() => server.close());
  return { ...mounted, server };
}

describe('a body', () => {
  it.each([
    ['a JSON object', json, '{"a":[1,{"b":null}]}', 'object', { a: [1, { b: null }] }],
    ['JSON in UTF-8', json, '{"é":"日本"}', 'object', { é: '日本' }],
    ['a JSON number', json, '42', 'number', 42],
    ['a JSON string', json, '"text"', 'string', 'text'],
    ['JSON false', json, 'false', 'boolean', false],
    ['JSON null', json, 'null', 'null', null],
    ['JSON of a vendor type', { 'content-type': 'application/vnd.api+json' }, '{"a":1}', 'object', { a: 1 }],
    ['JSON with a charset', { 'content-type': 'Application/JSON; charset="UTF-8"' }, '{"a":1}', 'object', { a: 1 }],
    ['JSON in UTF-16', { 'content-type': 'application/json; charset=utf-16le' }, utf16('"é"'), 'string', 'é'],
    ['a form', form, 'a=1&b=x+y&b=%C3%A9', 'object', { a: '1', b: ['x y', 'é'] }],
    ['a form with a field of 900 values', form, 'a=1&'.repeat(900), 'object', { a: Array(900).fill('1') }],
    ['a form, which stays flat', form, 'a[b]=1&c.d=2', 'object', { 'a[b]': '1', 'c.d': '2' }],
    ['text', text, 'é', 'string', 'é'],
    ['text of another kind', { 'content-type': 'text/csv; charset=latin1' }, Buffer.from([0xe9]), 'string', 'é'],
  ])('that is %s is parsed', async (_what, headers: OutgoingHttpHeaders, content, kind, body) => {
    const { send } = await clientOf({ 'a.js': echo });
    expect(await send('/api/a', headers, content)).toEqual({ status: 200, answer: { kind, body } });
  });

  it.each([
    ['no content type', {}],
    ['multipart', multipart],
    ['application/octet-stream', { 'content-type': 'application/octet-stream' }],
    ['application/xml', { 'content-type': 'application/xml' }],
    ['a content type that is none', { 'content-type': 'nonsense' }],
    ['a content type with a list', { 'content-type': 'application/json, text/plain' }],
  ])('with %s stays a stream, every byte of it', async (_what, headers: OutgoingHttpHeaders) => {
    const { send } = await clientOf({ 'a.js': echo });
    const left = upload.toString('latin1');
    expect(await send('/api/a', headers, upload)).toEqual({ status: 200, answer: { kind: 'undefined', left } });
    const large = randomBytes(3 * 1024 * 1024);
    expect((await send('/api/a', headers, large)).answer).toMatchObject({ left: large.toString('latin1') });
  });

  it.each(['GET', 'POST', 'DELETE', 'HEAD', 'OPTIONS'])(
    'that the request does not have is undefined: %s',
    async (method) => {
      const { send } = await clientOf({
        'a.js': (req: Request, res: Response) => res.status(req.body === undefined ? 200 : 500).json(typeof req.body),
      });
      expect((await send('/api/a', {}, undefined, method)).status).toBe(200);
    },
  );

  it.each(['GET', 'DELETE', 'PATCH', 'OPTIONS'])('of %s is parsed like any other', async (method) => {
    const { send } = await clientOf({ 'a.js': echo });
    const headers = { ...json, 'content-length': 7 };
    expect((await send('/api/a', headers, '{"a":1}', method)).answer).toEqual({ kind: 'object', body: { a: 1 } });
  });

  it.each([
    ['with a length of 0', { 'content-length': '0' }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
    ['without a length', {}],
  ])('of JSON that is empty, %s, is {}', async (_how, headers: OutgoingHttpHeaders) => {
    const { send } = await clientOf({ 'a.js': echo });
    expect((await send('/api/a', { ...json, ...headers })).answer).toMatchObject({ kind: 'object', body: {} });
  });

  it('that comes in chunks is joined', async () => {
    const { server } = await socketsOf({ 'a.js': echo });
    const connection = server
      .connect()
      .head('POST /api/a HTTP/1.1', 'content-type: application/json', 'transfer-encoding: chunked');
    for (const chunk of ['{"a', '":"', 'é', '"}']) {
      await setTimeout(10);
      connection.write(`${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`);
    }
    expect(await connection.write('0\r\n\r\n').until(/\}\}/)).toContain(
      Buffer.from('{"kind":"object","body":{"a":"é"}}').toString('latin1'),
    );
  });

  it('that contains __proto__ changes no prototype', async () => {
    const look = (req: Request, res: Response) => {
      const body = req.body as Record<string, unknown>;
      res.json({ own: Object.hasOwn(body, '__proto__'), polluted: 'polluted' in {}, reached: 'polluted' in body });
    };
    const { send } = await clientOf({ 'a.js': look });
    const harmless = { polluted: false, reached: false };
    expect((await send('/api/a', json, '{"__proto__":{"polluted":1}}')).answer).toEqual({ own: true, ...harmless });
    expect((await send('/api/a', form, '__proto__[polluted]=1&__proto__=1')).answer).toMatchObject(harmless);
  });

  it('of one request is not mixed with those of other requests', async () => {
    const { server } = await socketsOf({ 'a.js': echo });
    const connections = Array.from({ length: 20 }, (_none, index) => {
      const body = JSON.stringify({ index });
      const connection = server
        .connect()
        .head('POST /api/a HTTP/1.1', 'content-type: application/json', `content-length: ${body.length}`);
      return { connection, body };
    });
    for (const { connection, body } of connections) connection.write(body.slice(0, 4));
    await setTimeout(20);
    for (const { connection, body } of connections.toReversed()) connection.write(body.slice(4));
    for (const { connection, body } of connections) {
      expect(await connection.until(/\}\}$/)).toContain(`{"kind":"object","body":${body}}`);
    }
  });

  it('is parsed when the first of several handlers runs, and is not read again for the next route', async () => {
    const pass = (req: Request, _res: Response, next: NextFunction) => {
      (req.body as { seen: number }).seen += 1;
      next();
    };
    const { send } = await clientOf({ 'a.js': [pass, pass], '[x].js': [pass, echo] });
    expect((await send('/api/a', json, '{"seen":0}')).answer).toMatchObject({ body: { seen: 3 } });
  });

  it('is not read if no file answers', async () => {
    const { send } = await clientOf(
      { 'a.js': echo },
      { after: [(req, res) => void res.json([req.readableDidRead, 'body' in req])] },
    );
    expect((await send('/api/b', json, '{"a":1}')).answer).toEqual([false, false]);
  });
});

describe('a compressed body', () => {
  it.each([
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['br', zlib.brotliCompressSync],
  ])('is inflated: %s', async (encoding, compress) => {
    const { send } = await clientOf({ 'a.js': echo, 'raw.js': raw });
    const headers = { ...json, 'content-encoding': encoding };
    expect((await send('/api/a', headers, compress('{"a":1}'))).answer).toEqual({ kind: 'object', body: { a: 1 } });
    // The inflated bytes, as `verify` of body-parser gets them.
    expect((await send('/api/raw', headers, compress('{"a":1}'))).answer).toEqual({
      kind: 'object',
      body: { a: 1 },
      rawBody: '{"a":1}',
    });
  });

  it('that is much larger when it is inflated is refused at the limit, without being held in memory', async () => {
    const { send, errors } = await clientOf({ 'a.js': echo });
    const bomb = zlib.gzipSync(Buffer.alloc(100 * 1024 * 1024, 0x20), { level: 1 });
    const headers = { ...json, 'content-encoding': 'gzip' };
    const { result, maxBytes } = await measureMemory(() => send('/api/a', headers, bomb));
    expect(maxBytes).toBeLessThan(50 * 1024 * 1024);
    expect(result).toMatchObject({ status: 413, answer: { type: 'entity.too.large', expose: true } });
    expect(errors).toHaveLength(1);
    expect((await send('/api/a', json, '1')).status).toBe(200);
  });

  it.each([
    ['deflate', zlib.deflateSync],
    ['br', zlib.brotliCompressSync],
  ])('that ends before its bytes do counts as read, rawBody and all: %s', async (encoding, compress) => {
    const { server } = await socketsOf({ 'a.js': raw });
    const compressed = compress('{"a":1}');
    const connection = server
      .connect()
      .head(
        'POST /api/a HTTP/1.1',
        'content-type: application/json',
        `content-encoding: ${encoding}`,
        `content-length: ${compressed.length + 20}`,
      )
      .write(Buffer.concat([compressed, Buffer.from('x'.repeat(10))]));
    await setTimeout(50);
    connection.write('x'.repeat(10));
    expect(await connection.until(/\}$/)).toContain('{"kind":"object","body":{"a":1},"rawBody":"{\\"a\\":1}"}');
  });

  it('that is not valid, or ends too early, is refused with 400', async () => {
    const { send, errors } = await clientOf({ 'a.js': echo });
    const headers = { ...json, 'content-encoding': 'gzip' };
    const whole = zlib.gzipSync('{"a":1}');
    expect(await send('/api/a', headers, '{"a":1}')).toMatchObject({ status: 400, answer: { expose: true } });
    expect(await send('/api/a', headers, whole.subarray(0, -9))).toMatchObject({ status: 400 });
    expect(errors).toHaveLength(2);
    expect((await send('/api/a', headers, whole)).status).toBe(200);
  });

  it('of a type other than JSON, form or text stays compressed in the stream', async () => {
    const { send } = await clientOf({ 'a.js': echo });
    const compressed = zlib.gzipSync(upload);
    const { answer } = await send('/api/a', { ...multipart, 'content-encoding': 'gzip' }, compressed);
    expect(answer).toEqual({ kind: 'undefined', left: compressed.toString('latin1') });
  });
});

describe('the limit', () => {
  const ofBytes = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
  const withLimit = (sizeLimit: number | string) => ({
    default: echo,
    config: { api: { bodyParser: { sizeLimit } } },
  });
  const parserOf = (bodyParser: unknown) => ({ default: echo, config: { api: { bodyParser } } });

  it.each([
    ['by default', echo, undefined, 1024 * 1024],
    ['a number', withLimit(100), undefined, 100],
    ['a text', withLimit('1kb'), undefined, 1024],
    ['a text with a fraction', withLimit('1.5kb'), undefined, 1536],
    ['more than the default', withLimit('2mb'), undefined, 2 * 1024 * 1024],
    ['that of the tree', echo, { sizeLimit: '200b' }, 200],
    ['that of the route, not that of the tree', withLimit(100), { sizeLimit: 50 }, 100],
    ['that of the tree if the route has only `true`', parserOf(true), { sizeLimit: 50 }, 50],
    ['that of the tree if the route has an empty object', parserOf({}), { sizeLimit: 50 }, 50],
    ['the default if the tree turns the parser off and the route turns it on', parserOf(true), false, 1024 * 1024],
    ['that of the route if the tree turns the parser off', withLimit(100), false, 100],
  ])(
    'is %s: a body of that size is accepted, and one byte more is refused',
    async (_what, module, bodyParser, limit) => {
      const { send, errors } = await clientOf({ 'a.js': module }, bodyParser === undefined ? {} : { bodyParser });
      for (const headers of [json, { ...json, 'transfer-encoding': 'chunked' }]) {
        expect(await send('/api/a', headers, ofBytes(limit))).toMatchObject({
          status: 200,
          answer: { kind: 'string' },
        });
        expect(await send('/api/a', headers, ofBytes(limit + 1))).toEqual({
          status: 413,
          answer: { type: 'entity.too.large', expose: true, message: 'request entity too large' },
        });
      }
      expect(errors).toHaveLength(2);
    },
  );

  it.each([
    ['text', text],
    ['a form', form],
    ['what rawBody keeps', { 'content-type': 'application/octet-stream' }],
  ])('counts bytes, and also applies to %s', async (_what, headers: OutgoingHttpHeaders) => {
    const config = { api: { bodyParser: { sizeLimit: 100 }, rawBody: true } };
    const { send } = await clientOf({ 'a.js': { default: echo, config } });
    expect((await send('/api/a', headers, 'é'.repeat(50))).status).toBe(200);
    expect((await send('/api/a', headers, 'é'.repeat(51))).status).toBe(413);
  });

  it('does not apply to a body that stays a stream', async () => {
    const { send } = await clientOf({ 'a.js': limited, 'off.js': off });
    expect((await send('/api/a', multipart, 'x'.repeat(2_000_000))).status).toBe(200);
    expect((await send('/api/off', json, 'x'.repeat(2_000_000))).status).toBe(200);
  });

  it('counts the bytes of a compressed body after it is inflated', async () => {
    const { send } = await clientOf({ 'a.js': limited });
    const headers = { ...json, 'content-encoding': 'gzip' };
    expect((await send('/api/a', headers, zlib.gzipSync(ofBytes(100)))).status).toBe(200);
    expect((await send('/api/a', headers, zlib.gzipSync(ofBytes(101)))).status).toBe(413);
  });

  it('also limits the memory that a larger body takes', async () => {
    const { send } = await clientOf({ 'a.js': limited });
    const body = Buffer.alloc(100 * 1024 * 1024, 0x20);
    const { result, maxBytes } = await measureMemory(() =>
      send('/api/a', { ...json, 'transfer-encoding': 'chunked' }, body),
    );
    expect(maxBytes).toBeLessThan(50 * 1024 * 1024);
    expect(result.status).toBe(413);
  });

  it('counts the bytes that come if the content-length is wrong', async () => {
    const { server, errors } = await socketsOf({ 'a.js': limited });
    // Less than it says, and then the end.
    const short = server
      .connect()
      .head('POST /api/a HTTP/1.1', 'content-type: application/json', 'content-length: 50')
      .write('{"a":1}');
    await setTimeout(20);
    short.end();
    await eventually(() => short.isClosed);
    // More bytes than the header says: the rest does not belong to the body.
    const long = server
      .connect()
      .head('POST /api/a HTTP/1.1', 'content-type: application/json', 'content-length: 7')
      .write('{"a":1}');
    expect(await long.until(/\}\}$/)).toContain('{"kind":"object","body":{"a":1}}');
    expect(await long.write('garbage\r\n\r\n').until(/ 400 /)).toContain('Connection: close');
    await eventually(() => long.isClosed);
    expect(errors.map(({ type }) => type)).toEqual(['request.aborted']);
  });
});

describe('bodyParser: false', () => {
  it('leaves the stream alone, for one route or for the tree', async () => {
    const answer = { kind: 'undefined', left: '{"a":1}' };
    const route = await clientOf({ 'a.js': off, 'b.js': echo });
    expect((await route.send('/api/a', json, '{"a":1}')).answer).toEqual(answer);
    expect((await route.send('/api/b', json, '{"a":1}')).answer).toEqual({ kind: 'object', body: { a: 1 } });

    const on = { default: echo, config: { api: { bodyParser: true } } };
    const tree = await clientOf({ 'a.js': echo, 'b.js': on }, { bodyParser: false });
    expect((await tree.send('/api/a', json, '{"a":1}')).answer).toEqual(answer);
    expect((await tree.send('/api/b', json, '{"a":1}')).answer).toEqual({ kind: 'object', body: { a: 1 } });
  });

  it('also leaves a compressed, a bad and a too large body alone', async () => {
    const { send, errors } = await clientOf({ 'a.js': off });
    const left = zlib.gzipSync('1').toString('latin1');
    const gzipped = await send('/api/a', { ...json, 'content-encoding': 'gzip' }, zlib.gzipSync('1'));
    expect(gzipped.answer).toEqual({ kind: 'undefined', left });
    expect((await send('/api/a', { 'content-type': 'application/json; charset=x' }, '{')).answer).toEqual({
      kind: 'undefined',
      left: '{',
    });
    expect(errors).toEqual([]);
  });
});

describe('rawBody: true', () => {
  it.each([
    ['JSON', json, '{"a": 1}', { kind: 'object', body: { a: 1 }, rawBody: '{"a": 1}' }],
    ['a form', form, 'a=1', { kind: 'object', body: { a: '1' }, rawBody: 'a=1' }],
    ['text', text, 'a', { kind: 'string', body: 'a', rawBody: 'a' }],
    ['text in another charset', { 'content-type': 'text/plain; charset=latin1' }, Buffer.from([0xe9]), 'é'],
    ['nothing, of no type', {}, undefined, { kind: 'undefined', rawBody: '' }],
    ['nothing, of JSON', json, undefined, { kind: 'object', body: {}, rawBody: '' }],
    ['nothing, of JSON in chunks', { ...json, 'transfer-encoding': 'chunked' }, undefined, { rawBody: '', body: {} }],
    ['nothing, of text in chunks', { ...text, 'transfer-encoding': 'chunked' }, undefined, { rawBody: '', body: '' }],
  ])('gives the bytes of %s, too', async (_what, headers: OutgoingHttpHeaders, content, expected) => {
    const { send } = await clientOf({ 'a.js': raw });
    const { answer } = await send('/api/a', headers, content);
    expect(answer).toMatchObject(
      expected === 'é' ? { kind: 'string', body: 'é', rawBody: 'é' } : (expected as Record<string, unknown>),
    );
  });

  it('gives the bytes of other types as both', async () => {
    const { send } = await clientOf({ 'a.js': raw });
    const bytes = upload.toString('latin1');
    const expected = { kind: 'Buffer', body: bytes, rawBody: bytes };
    expect((await send('/api/a', multipart, upload)).answer).toEqual(expected);
    expect((await send('/api/a', {}, upload)).answer).toEqual(expected);
  });

  it('also gives the bytes to the error handler if the body does not parse', async () => {
    const seen: unknown[] = [];
    const { send } = await clientOf(
      { 'a.js': raw },
      { onCaught: (req: BodyRequest) => seen.push(String(req.rawBody)) },
    );
    expect((await send('/api/a', json, '{"a":')).status).toBe(400);
    expect(seen).toEqual(['{"a":']);
  });
});

describe('a bad body', () => {
  it.each([
    ['JSON that is none', json, '{"a":', 400, 'entity.parse.failed'],
    ['JSON that is only white space', json, '  ', 400, 'entity.parse.failed'],
    ['a charset that JSON cannot have', charset('application/json', 'latin1'), '{}', 415, 'charset.unsupported'],
    ['a charset that does not exist', charset('text/plain', 'klingon'), 'x', 415, 'charset.unsupported'],
    ['JSON in a charset that does not exist', charset('application/json', 'utf-99'), '{}', 415, 'charset.unsupported'],
    ['a form in a charset', charset('application/x-www-form-urlencoded', 'x'), 'a=1', 415, 'charset.unsupported'],
    ['an unknown encoding', { ...json, 'content-encoding': 'lzma' }, '{}', 415, 'encoding.unsupported'],
    ['two encodings', { ...json, 'content-encoding': 'gzip, gzip' }, '{}', 415, 'encoding.unsupported'],
    ['a form of very many fields', form, 'a&'.repeat(1500), 413, 'parameters.too.many'],
    ['too large a body', json, 'x'.repeat(1024 * 1024 + 1), 413, 'entity.too.large'],
  ])('(%s) reaches the app once, with status, type and expose, and the connection stays usable', async (...row) => {
    const [, headers, content, status, type] = row as [string, OutgoingHttpHeaders, string, number, string];
    for (const module of [echo, raw]) {
      const { send, errors } = await clientOf({ 'a.js': module });
      const { status: got, answer } = await send('/api/a', headers, content);
      expect({ got, answer }).toMatchObject({ got: status, answer: { type, expose: true } });
      expect(errors).toEqual([expect.any(Error)]);
      expect(errors).toMatchObject([{ status, statusCode: status, type, expose: true }]);
      // By the same connection: nothing of the bad body is left in it.
      expect(await send('/api/a', json, '{"a":1}')).toMatchObject({ status: 200, answer: { body: { a: 1 } } });
    }
  });

  it('does not reach the handler, and does reach an error handler of the route', async () => {
    const answerError = (error: { type: string }, _req: Request, res: Response, _next: NextFunction) =>
      res.status(422).json(error.type);
    const never = () => {
      throw new Error('called');
    };
    const { send, errors } = await clientOf({ 'a.js': [never, answerError] });
    expect(await send('/api/a', json, '{')).toEqual({ status: 422, answer: 'entity.parse.failed' });
    expect(errors).toEqual([]);
  });

  it('that is refused before it has arrived is removed from the connection', async () => {
    const { server } = await socketsOf({ 'a.js': limited });
    const connection = server
      .connect()
      .head('POST /api/a HTTP/1.1', 'content-type: text/plain', 'content-encoding: lzma', 'content-length: 20')
      .write('x'.repeat(10));
    await connection.until(/HTTP\/1.1 415/);
    connection
      .write('x'.repeat(10))
      .head('POST /api/a HTTP/1.1', 'content-type: text/plain', 'content-length: 2')
      .write('ok');
    expect(await connection.until(/"ok"/)).toContain('HTTP/1.1 200');
  });
});

describe('an upload that is aborted', () => {
  it.each([
    ['in the middle', ['content-type: application/json', 'content-length: 1000'], '{"a":', false],
    ['in chunks', ['content-type: application/json', 'transfer-encoding: chunked'], '5\r\n{"a":\r\n', false],
    ['past the limit', ['content-type: application/json', 'content-length: 5000000'], 'x'.repeat(2_000_000), false],
    ['before a byte came', ['content-type: application/json', 'content-length: 1000'], '', false],
    ['with rawBody', ['content-type: application/octet-stream', 'content-length: 1000'], 'x', true],
  ])('%s reaches the app at most once, and no handler, and leaves nothing open', async (_when, head, part, isRaw) => {
    let calls = 0;
    const count = { default: () => (calls += 1), config: { api: { rawBody: isRaw } } };
    const { server, errors } = await socketsOf({ 'a.js': count });
    const connection = server
      .connect()
      .head('POST /api/a HTTP/1.1', ...head)
      .write(part);
    await setTimeout(50);
    connection.destroy();
    await eventually(() => errors.length > 0);
    await eventually(async () => (await server.connections()) === 0);
    await setTimeout(20);
    expect(errors).toHaveLength(1);
    const { status, type, expose } = errors[0]!;
    expect({ status, expose }).toMatchObject({ expose: true });
    expect([type, status]).toEqual(part.length > 1_000_000 ? ['entity.too.large', 413] : ['request.aborted', 400]);
    expect(calls).toBe(0);
  });

  it('with a compressed body reaches the app as an error, and no handler', async () => {
    let calls = 0;
    const { server, errors } = await socketsOf({ 'a.js': () => (calls += 1) });
    const connection = server
      .connect()
      .head('POST /api/a HTTP/1.1', 'content-type: application/json', 'content-encoding: gzip', 'content-length: 1000')
      .write(zlib.gzipSync(randomBytes(500)).subarray(0, 300));
    await setTimeout(50);
    connection.destroy();
    await eventually(async () => (await server.connections()) === 0);
    await setTimeout(50);
    expect(calls).toBe(0);
    expect(errors).toMatchObject([{ status: 400, expose: true }]);
  });

  it('before a slow middleware calls next() does not reach the handler', async () => {
    let calls = 0;
    const slow: RequestHandler = (_req, _res, next) => void setTimeout(100).then(() => next());
    const { server, errors } = await socketsOf({ 'a.js': () => (calls += 1) }, { before: [slow] });
    const connection = server
      .connect()
      .head('POST /api/a HTTP/1.1', 'content-type: application/json', 'content-length: 1000')
      .write('{"a":');
    await setTimeout(30);
    connection.destroy();
    await setTimeout(200);
    expect({ calls, errors: errors.length }).toEqual({ calls: 0, errors: 1 });
  });
});

describe('a body that the app has parsed before', () => {
  it('is reused by express.json(): the same object, parsed once', async () => {
    let parsed: unknown;
    let times = 0;
    const count = (_key: string, value: unknown) => {
      if (_key === 'a') times += 1;
      return value;
    };
    const keep: RequestHandler = (req, _res, next) => {
      parsed = req.body;
      next();
    };
    const same = (req: Request, res: Response) => res.json([req.body === parsed, req.body]);
    const { send } = await clientOf({ 'a.js': same }, { before: [express.json({ reviver: count }), keep] });
    expect((await send('/api/a', json, '{"a":1}')).answer).toEqual([true, { a: 1 }]);
    expect(times).toBe(1);
    expect((await send('/api/a', json, '{}')).answer).toEqual([true, {}]);
    expect((await send('/api/a', { ...json, 'content-encoding': 'gzip' }, zlib.gzipSync('[]'))).answer).toEqual([
      true,
      [],
    ]);
  });

  it("keeps the app's own limit and errors", async () => {
    const { send } = await clientOf({ 'a.js': limited }, { before: [express.json({ limit: 5000 })] });
    expect((await send('/api/a', json, JSON.stringify('x'.repeat(200)).replace(/.*/, '["$&"]'))).status).toBe(400);
    expect((await send('/api/a', json, JSON.stringify(['x'.repeat(200)]))).status).toBe(200);
    expect((await send('/api/a', json, JSON.stringify(['x'.repeat(6000)]))).status).toBe(413);
    // Its strict mode, too.
    expect((await send('/api/a', json, '1')).status).toBe(400);
  });

  it.each([
    ['express.text()', express.text(), text, 'plain', { kind: 'string', body: 'plain' }],
    [
      'express.text() of all types',
      express.text({ type: '*/*' }),
      json,
      '{"a":1}',
      { kind: 'string', body: '{"a":1}' },
    ],
    [
      'express.urlencoded({ extended: true })',
      express.urlencoded({ extended: true }),
      form,
      'a[b]=1',
      { kind: 'object', body: { a: { b: '1' } } },
    ],
    ['express.raw()', express.raw({ type: '*/*' }), json, '{"a":1}', { kind: 'Buffer', body: '{"a":1}' }],
  ])('with %s is left as it is', async (_what, parser, headers: OutgoingHttpHeaders, content, expected) => {
    const { send } = await clientOf({ 'a.js': echo }, { before: [parser] });
    expect((await send('/api/a', headers, content)).answer).toMatchObject(expected);
  });

  it('with a parser for another type is parsed by fsRoutes', async () => {
    const { send } = await clientOf({ 'a.js': echo, 'off.js': off }, { before: [express.json()] });
    expect((await send('/api/a', text, 'plain')).answer).toEqual({ kind: 'string', body: 'plain' });
    expect((await send('/api/a', form, 'a=1')).answer).toEqual({ kind: 'object', body: { a: '1' } });
    const untouched = isExpress4 ? { kind: 'object', body: {} } : { kind: 'undefined' };
    expect((await send('/api/a', multipart, upload)).answer).toEqual({
      ...untouched,
      left: upload.toString('latin1'),
    });
    expect((await send('/api/off', text, 'plain')).answer).toEqual({ ...untouched, left: 'plain' });
    expect((await send('/api/a', {}, undefined, 'GET')).answer).toMatchObject(untouched);
  });

  it('or that it has set without reading one, as adapters of serverless hosts do, is left as it is', async () => {
    const set: RequestHandler = (req, _res, next) => {
      req.body = { of: 'the host' };
      next();
    };
    const { send } = await clientOf({ 'a.js': echo }, { before: [set] });
    expect((await send('/api/a', json, '{"a":1}')).answer).toMatchObject({ body: { of: 'the host' } });
  });

  it('and replaced by another value is left as it is', async () => {
    const replace: RequestHandler = (req, _res, next) => {
      req.body = new Map([['a', 1]]);
      next();
    };
    const { send } = await clientOf(
      { 'a.js': (req: Request, res: Response) => res.json(req.body instanceof Map) },
      { before: [express.json(), replace] },
    );
    expect((await send('/api/a', json, '{"a":1}')).answer).toBe(true);
  });

  it.each([
    ['express.json()', express.json(), json, '{"a":1}'],
    ['express.json()', express.json({ type: '*/*' }), { 'content-type': 'application/vnd.api+json' }, '{"a":1}'],
    ['express.urlencoded()', express.urlencoded({ extended: false }), form, 'a=1'],
    ['express.text()', express.text(), text, 'a'],
    ['a body parser', express.text({ type: '*/*' }), { 'content-type': 'application/xml' }, '<a/>'],
    ['an upload parser such as multer', drain, multipart, upload],
  ])('is an error for a route that needs its bytes, and the error names %s', async (name, parser, headers, content) => {
    for (const [module, wants] of [
      [off, 'the body as a stream (`bodyParser: false`)'],
      [raw, 'the raw body (`rawBody: true`)'],
    ] as const) {
      const { send, errors } = await clientOf({ 'in/a.js': module }, { before: [parser] });
      const { status, answer } = await send('/api/in/a', headers, content);
      const named = name.includes('(') ? `\`${name}\`` : name;
      expect({ status, answer }).toEqual({
        status: 500,
        answer: {
          code: 'FSR_BODY_CONSUMED',
          expose: false,
          message: `The route needs ${wants}, but a middleware before it, ${named}, has already read the body.`,
        },
      });
      expect(errors).toMatchObject([{ name: 'FsRoutesError', files: ['in/a.js'], status: 500 }]);
      // A request without a body has nothing to miss.
      expect((await send('/api/in/a', {}, undefined, 'GET')).status).toBe(200);
    }
  });

  it('with express.raw() is a Buffer, which is enough for a route that needs the bytes', async () => {
    const { send } = await clientOf({ 'a.js': off, 'raw.js': raw }, { before: [express.raw({ type: '*/*' })] });
    const expected = { kind: 'Buffer', body: '{"a":1}', rawBody: '{"a":1}' };
    expect((await send('/api/a', json, '{"a":1}')).answer).toEqual({ ...expected, left: '{"a":1}' });
    expect((await send('/api/raw', json, '{"a":1}')).answer).toEqual(expected);
  });

  it('and whose bytes it has kept by `verify` is enough, too', async () => {
    const verify = (req: unknown, _res: unknown, bytes: Buffer) => {
      (req as BodyRequest).rawBody = bytes;
    };
    const { send } = await clientOf({ 'a.js': off, 'raw.js': raw }, { before: [express.json({ verify })] });
    const expected = { kind: 'object', body: { a: 1 }, rawBody: '{"a":1}' };
    expect((await send('/api/raw', json, '{"a":1}')).answer).toEqual(expected);
    expect((await send('/api/a', json, '{"a":1}')).answer).toEqual({ ...expected, left: '{"a":1}' });
    expect((await send('/api/raw', json)).answer).toMatchObject({ kind: 'object', rawBody: '' });
  });

  it('with a middleware that keeps nothing leaves req.body undefined, and does not hang', async () => {
    const { send } = await clientOf({ 'a.js': echo, 'off.js': off }, { before: [drain] });
    expect((await send('/api/a', json, '{"a":1}')).answer).toEqual({ kind: 'undefined' });
    expect((await send('/api/off', json, '{"a":1}')).answer).toMatchObject({ code: 'FSR_BODY_CONSUMED' });
    expect((await send('/api/a', {}, undefined, 'GET')).status).toBe(200);
  });

  it('is parsed even if a middleware also listens to the stream', async () => {
    const received: string[] = [];
    const listens: RequestHandler = (req, _res, next) => {
      req.on('data', (chunk: Buffer) => received.push(chunk.toString()));
      next();
    };
    const { send } = await clientOf({ 'a.js': echo }, { before: [listens] });
    expect((await send('/api/a', json, '{"a":1}')).answer).toEqual({ kind: 'object', body: { a: 1 } });
    expect(received.join('')).toBe('{"a":1}');
  });

  it('as text, with a middleware that sets an encoding, is an error and does not hang', async () => {
    const encode: RequestHandler = (req, _res, next) => {
      req.setEncoding('utf8');
      next();
    };
    const { send, errors } = await clientOf({ 'a.js': echo }, { before: [encode] });
    expect(await send('/api/a', json, '{"a":1}')).toMatchObject({
      status: 500,
      answer: { type: 'stream.encoding.set' },
    });
    expect(errors).toHaveLength(1);
  });
});

describe('a parser of the app after fsRoutes', () => {
  const pass = (_req: Request, _res: Response, next: NextFunction) => next();

  it.each([
    ['JSON', json, '{"a":1}', { a: 1 }],
    ['compressed JSON', { ...json, 'content-encoding': 'gzip' }, zlib.gzipSync('{"a":1}'), { a: 1 }],
    ['a form', form, 'a=1', { a: '1' }],
    ['text', text, 'x', 'x'],
    ['JSON null', json, 'null', null],
  ])('finds the body of a request that falls through parsed: %s', async (_what, headers, content, body) => {
    const parsers = [express.json(), express.urlencoded({ extended: false }), express.text(), express.raw()];
    const after: RequestHandler[] = [...parsers, (req, res) => void res.json([req.body])];
    const { send } = await clientOf({ 'a.js': pass }, { after });
    expect(await send('/api/a', headers as OutgoingHttpHeaders, content)).toEqual({ status: 200, answer: [body] });
    expect(await send('/api/b', headers as OutgoingHttpHeaders, content)).toMatchObject(
      body === null ? { status: 400 } : { status: 200, answer: [body] },
    );
  });

  it('parses what fsRoutes has left alone', async () => {
    const after: RequestHandler[] = [express.raw({ type: '*/*' }), (req, res) => void echo(req, res)];
    const { send } = await clientOf(
      { 'a.js': pass, 'off.js': { default: pass, config: { api: { bodyParser: false } } } },
      { after },
    );
    expect((await send('/api/a', multipart, 'x')).answer).toEqual({ kind: 'Buffer', body: 'x' });
    expect((await send('/api/off', json, '{}')).answer).toEqual({ kind: 'Buffer', body: '{}' });
  });

  it('does nothing in the list of a route if the body is parsed, and else parses it', async () => {
    const { send } = await clientOf({
      'a.js': [express.json(), echo],
      'off.js': { ...off, default: [express.json({ limit: '5mb' }), echo] },
      'up.js': [express.raw({ type: 'multipart/form-data' }), echo],
    });
    expect((await send('/api/a', json, '{"a":1}')).answer).toEqual({ kind: 'object', body: { a: 1 } });
    expect((await send('/api/up', multipart, 'x')).answer).toEqual({ kind: 'Buffer', body: 'x' });
    const large = JSON.stringify(['x'.repeat(2_000_000)]);
    expect((await send('/api/off', json, large)).status).toBe(200);
  });
});

/** Measures the memory that is in use during the action beyond that before it, without garbage. */
async function measureMemory<T>(action: () => Promise<T>): Promise<{ result: T; maxBytes: number }> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = used();
  let maxBytes = 0;
  const timer = setInterval(() => {
    maxBytes = Math.max(maxBytes, used() - before);
  }, 250);
  try {
    return { result: await action(), maxBytes };
  } finally {
    clearInterval(timer);
  }
}

/** Reads the body and keeps nothing, as a logger or a parser of uploads does. */
function drain(req: Request, _res: Response, next: NextFunction): void {
  req.resume().on('end', () => {
    next();
  });
}

function utf16(content: string): Buffer {
  return Buffer.from(content, 'utf16le');
}

function charset(type: string, name: string): OutgoingHttpHeaders {
  return { 'content-type': `${type}; charset=${name}` };
}

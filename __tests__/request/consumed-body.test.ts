import http2 from 'node:http2';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import busboy from 'busboy';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { createRequest, createResponse, type RequestOptions } from 'node-mocks-http';
import { fsRoutes, type FsRoutesOptions } from '../../lib/index.js';
import { mount } from '../support/mount.js';
import { listen } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';

type BodyRequest = Request & { rawBody?: unknown };
type Reader = (req: Request, res: Response) => Promise<string> | string;

const boundary = 'xyz';
const part = (name: string, value: string) =>
  `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const upload = `${part('a', '1')}${part('b', 'zwei')}--${boundary}--\r\n`;
const multipart = { 'content-type': `multipart/form-data; boundary=${boundary}` };
const json = { 'content-type': 'application/json' };

/** The ways in which handlers read a stream. Each reader returns what it read. */
const readers: Record<string, Reader> = {
  'data and end listeners': (req) =>
    new Promise((resolve, reject) => {
      let all = '';
      req.on('data', (chunk: Buffer) => (all += chunk.toString()));
      req.on('end', () => resolve(all)).on('error', reject);
    }),
  'a readable listener': (req) =>
    new Promise((resolve) => {
      let all = '';
      req.on('readable', () => {
        for (let chunk = req.read() as Buffer | null; chunk; chunk = req.read() as Buffer | null)
          all += chunk.toString();
      });
      req.on('end', () => resolve(all));
    }),
  'for await': async (req) => {
    let all = '';
    for await (const chunk of req) all += String(chunk);
    return all;
  },
  'setEncoding and for await': async (req) => {
    let all = '';
    for await (const chunk of req.setEncoding('utf8')) all += chunk as string;
    return all;
  },
  pipe: (req) => text(req.pipe(new PassThrough())),
  pipeline: async (req) => {
    const end = new PassThrough();
    const read = text(end);
    await pipeline(req, end);
    return read;
  },
  'stream/consumers': (req) => text(req),
};

const uploads: Record<string, Reader> = {
  multer: async (req, res) => {
    await new Promise<void>((resolve, reject) => {
      void multer().none()(req, res, (error?: unknown) => (error instanceof Error ? reject(error) : resolve()));
    });
    return JSON.stringify(req.body);
  },
  busboy: async (req) => {
    const fields: Record<string, string> = {};
    const parser = busboy({ headers: req.headers }).on('field', (name, value) => (fields[name] = value));
    await pipeline(req, parser);
    return JSON.stringify(fields);
  },
};

/** The middleware of the app that reads the body before the routes and keeps its bytes. */
const keepers: Record<string, RequestHandler> = {
  'express.json({ verify })': express.json({
    type: () => true,
    verify: (req, _res, bytes) => void ((req as BodyRequest).rawBody = bytes),
  }),
  'express.raw()': express.raw({ type: () => true }),
  'a cloud function': (req: BodyRequest, _res, next) => {
    const all: Buffer[] = [];
    req.on('data', (chunk: Buffer) => all.push(chunk));
    req.on('end', () => {
      req.rawBody = Buffer.concat(all);
      req.body = { parsed: 'by the platform' };
      next();
    });
  },
  'a middleware that iterates': (async (req: BodyRequest, _res, next) => {
    const all: Buffer[] = [];
    for await (const chunk of req) all.push(chunk as Buffer);
    req.rawBody = new Uint8Array(Buffer.concat(all));
    next();
  }) as RequestHandler,
};

/** A package without types. */
const http2Express = createRequire(import.meta.url)('http2-express') as (from: unknown) => express.Express;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(
  reader: Reader,
  before: readonly RequestHandler[],
  options: FsRoutesOptions = {},
  config: unknown = off,
) {
  const handler = async (req: Request, res: Response) => void res.end(await reader(req, res));
  const { app, errors } = mount({ 'a.js': { default: handler, config } }, { before, ...options });
  const server = await listen(app);
  closing.push(() => server.close());
  return { server, errors };
}

const off = { api: { bodyParser: false } };
const compats: FsRoutesOptions[] = [{}, { compat: 'next', onError: () => undefined }];
const bigJson = JSON.stringify({ a: 'ä'.repeat(100_000) });
const largeJson = express.json({
  limit: '5mb',
  verify: (req, _res, bytes) => void ((req as BodyRequest).rawBody = bytes),
});

describe.each(compats)('a body that was read and kept, with options %j,', (options) => {
  const cases = Object.keys(keepers).flatMap((keeper) => Object.keys(readers).map((reader) => [keeper, reader]));
  it.each(cases)('is a stream again after %s, for %s', async (keeper, reader) => {
    const { server, errors } = await serve(readers[reader]!, [keepers[keeper]!], options);
    // Several on one connection: a stream that is closed too early takes the connection along.
    for (const body of ['{"a":1}', '[]', '{"b":2}']) {
      const answer = await server.request('POST', '/api/a', { headers: json, body: Buffer.from(body) });
      expect({ ...answer, headers: {} }).toMatchObject({ status: 200, body });
    }
    expect(errors).toEqual([]);
  });

  it.each(Object.keys(readers))('is a stream of 200 kB again, for %s', async (reader) => {
    const { server } = await serve(readers[reader]!, [largeJson], options);
    const answer = await server.request('POST', '/api/a', { headers: json, body: Buffer.from(bigJson) });
    expect(answer.body === bigJson).toBe(true);
  });

  it.each(Object.keys(uploads))('is a stream again, for %s', async (name) => {
    const { server } = await serve(uploads[name]!, [keepers['a cloud function']!], options);
    const answer = await server.request('POST', '/api/a', { headers: multipart, body: Buffer.from(upload) });
    expect(answer).toMatchObject({ status: 200, body: '{"a":"1","b":"zwei"}' });
  });

  it('takes nothing from the next request if the handler does not read it', async () => {
    const { server } = await serve(
      (req) => String((req as BodyRequest).rawBody),
      [keepers['a cloud function']!],
      options,
    );
    for (const body of ['{"a":1}', '{"a":2}', '{"a":3}']) {
      expect(await server.request('POST', '/api/a', { headers: json, body: Buffer.from(body) })).toMatchObject({
        body,
      });
    }
  });

  it('is an empty stream if the request had no body', async () => {
    const drain: RequestHandler = (req, _res, next) => void req.resume().on('end', () => next());
    for (const reader of Object.values(readers)) {
      const { server } = await serve(reader, [drain], options);
      expect(await server.request('GET', '/api/a')).toMatchObject({ status: 200, body: '' });
    }
  });

  it('fails the request, which does not hang, if the bytes were not kept', async () => {
    const seen: unknown[] = [];
    const onError = (error: unknown) => void seen.push((error as { code?: string }).code);
    for (const reader of Object.values(readers)) {
      const { server, errors } = await serve(reader, [express.json()], options.compat ? { ...options, onError } : {});
      const answer = await server.request('POST', '/api/a', { headers: json, body: Buffer.from('{"a":1}') });
      expect(answer.status).toBe(500);
      seen.push(...errors.map(({ code }) => code));
    }
    expect(seen).toEqual(Object.keys(readers).map(() => 'FSR_BODY_CONSUMED'));
  });
});

describe('by default, a body that a middleware has read and not parsed', () => {
  const keep = keepers['a middleware that iterates']!;

  it('is parsed from the kept bytes', async () => {
    const { server } = await serve((req) => JSON.stringify(req.body), [keep], {}, {});
    const answer = await server.request('POST', '/api/a', { headers: json, body: Buffer.from('{"a":1}') });
    expect(answer.body).toBe('{"a":1}');
  });

  it.each(Object.keys(uploads))('is an upload that %s reads, without a config', async (name) => {
    const { server } = await serve(uploads[name]!, [keep], {}, {});
    const answer = await server.request('POST', '/api/a', { headers: multipart, body: Buffer.from(upload) });
    expect(answer).toMatchObject({ status: 200, body: '{"a":"1","b":"zwei"}' });
  });
});

describe.each(compats)('over HTTP/2 and without a content-length, with options %j,', (options) => {
  it.each([
    ['rawBody: true', { api: { rawBody: true } }, '{"a":1}', '{"rawBody":"{\\"a\\":1}","body":{"a":1}}'],
    ['bodyParser: true', {}, '{"a":1}', '{"body":{"a":1}}'],
    ['rawBody: true', { api: { rawBody: true } }, undefined, '{"rawBody":"","body":{}}'],
  ])('the body is read with %s', async (_name, config, body, expected) => {
    const handler = (req: BodyRequest, res: Response) => {
      const { rawBody } = req;
      res.json({ ...(Buffer.isBuffer(rawBody) && { rawBody: rawBody.toString() }), body: req.body as unknown });
    };
    const modules = { default: handler, config };
    const app = http2Express(express);
    app.use('/api', fsRoutes(routeFolder(['a.js']), { ...options, import: () => modules }));
    const server = http2.createServer(app as never).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    closing.push(async () => {
      client.close();
      await new Promise((resolve) => server.close(resolve));
    });
    const stream = client.request({ ':method': 'POST', ':path': '/api/a', ...json }, { endStream: body === undefined });
    if (body !== undefined) stream.write(body.slice(0, 3), () => stream.end(body.slice(3)));
    expect(await text(stream)).toBe(expected);
  });
});

describe.each(compats)('a mock request of node-mocks-http, with options %j,', (options) => {
  const echo = (req: BodyRequest, res: Response) => void res.json({ query: req.query, body: req.body as unknown });

  async function ask(request: RequestOptions, config: unknown = {}) {
    const modules = { default: echo, config };
    const seen: unknown[] = [];
    const onError = (error: unknown) => void seen.push((error as Error).message);
    const folder = routeFolder(['p/[id].js']);
    const router = fsRoutes(folder, { ...options, ...(options.compat && { onError }), import: () => modules });
    const app = express().use('/api', router);
    app.use(
      ((error: Error, _req, res, _next) => void res.status(500).json(error.message)) as express.ErrorRequestHandler,
    );
    const answers = [];
    for (const [handle, prefix] of [
      [app, '/api'],
      [router, ''],
    ] as const) {
      const req = createRequest<BodyRequest>({ ...request, url: prefix + request.url! });
      const res = createResponse({ req, eventEmitter: PassThrough });
      const failure = await new Promise((resolve) => {
        res.once('end', () => resolve(undefined));
        (handle as unknown as (...args: unknown[]) => void)(req, res, resolve);
      });
      answers.push([res.statusCode, failure instanceof Error ? failure.message : (res._getData() as string)]);
    }
    return [...answers, ...seen];
  }

  it('is answered, by an app and by the bare Router', async () => {
    const request = { method: 'POST' as const, url: '/p/1?x=2', headers: json, body: { a: 1 } };
    const [app, router] = await ask(request);
    const expected = { query: { id: '1' }, body: { a: 1 } };
    expect([app, router]).toEqual([
      [200, expect.anything()],
      [200, expect.anything()],
    ]);
    for (const [, data] of [app, router] as [number, string][]) expect(JSON.parse(data)).toMatchObject(expected);
  });

  it('gets an error with this reason if the route needs a stream', async () => {
    const request = {
      method: 'POST' as const,
      url: '/p/1',
      headers: { ...json, 'content-length': '7' },
      body: { a: 1 },
    };
    for (const config of [off, { api: { rawBody: true } }]) {
      expect(JSON.stringify(await ask(request, config))).toContain('the request is not a stream');
    }
  });
});

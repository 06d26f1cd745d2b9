import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NextFunction, Request as Req, RequestHandler, Response as Res } from 'express';
import { eventually, listenForConnections, type Connection, type ListeningApp } from '../support/connection.js';
import { mount, type Caught, type MountOptions } from '../support/mount.js';
import { listen } from '../support/raw-request.js';

const closing: (() => Promise<void> | void)[] = [];
let emitted: jest.SpiedFunction<typeof process.emitWarning>;

beforeEach(() => {
  emitted = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  // Express prints the errors of connections that were destroyed.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  jest.restoreAllMocks();
});

function warnings(): unknown[] {
  return emitted.mock.calls.map(([message, options]) => [(options as { code?: string }).code, message]);
}

/** Serves one file and sends one request. */
async function ask(module: unknown, method = 'GET', options: MountOptions = {}) {
  const { app, errors } = mount({ 'a.js': module }, options);
  const server = await listen(app);
  closing.push(() => server.close());
  const response = await server.request(method, '/api/a');
  return { ...response, errors };
}

interface Streaming {
  readonly server: ListeningApp;
  readonly errors: Caught[];
}

async function serveStream(module: unknown, options: MountOptions = {}): Promise<Streaming> {
  const { app, errors } = mount({ 'a.js': module }, options);
  const server = await listenForConnections(app);
  closing.push(() => server.close());
  return { server, errors };
}

/** Creates a body that makes a chunk whenever it is read, and what happened to it so far. */
function endless(size = 64 * 1024) {
  const state = { chunks: 0, cancelled: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        state.chunks += 1;
        await wait(1);
        controller.enqueue(new Uint8Array(size));
      },
      cancel() {
        state.cancelled += 1;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, body };
}

describe('a web Response that a handler returns is sent', () => {
  const ok = () => new Response('sent');
  const next = (_req: Req, _res: Res, next: NextFunction) => next();
  const fails = () => {
    throw new Error('no');
  };

  it.each<[string, unknown, string?]>([
    ['of a default export', ok],
    ['of a promise', async () => (await wait(1), ok())],
    ['of another thenable', () => ({ then: (resolve: (value: unknown) => void) => resolve(ok()) })],
    ['of a method export', { GET: ok }],
    ['of a method export, for POST', { POST: ok }, 'POST'],
    ['of the default export beside a method export', { POST: fails, default: ok }],
    ['in an array', [next, ok]],
    ['of the first handler of an array', [ok, fails]],
    ['of an error handler', [fails, (_error: unknown, _req: Req, _res: Res, _next: NextFunction) => ok()]],
    ['of a class that extends it', () => new (class NextResponse extends Response {})('sent')],
    ['after a status that is replaced', (_req: Req, res: Res) => (res.status(500), ok())],
  ])('%s', async (_where, module, method = 'GET') => {
    const { status, message, body, headers, errors } = await ask(module, method);
    expect({ status, message, body, errors }).toEqual({ status: 200, message: 'OK', body: 'sent', errors: [] });
    expect(headers['content-type']).toBe('text/plain;charset=UTF-8');
    expect(warnings()).toEqual([]);
  });

  it('of folder middleware', async () => {
    const { app } = mount({ '_middleware.js': () => new Response('no', { status: 401 }), 'a.js': fails });
    const server = await listen(app);
    closing.push(() => server.close());
    expect(await server.request('GET', '/api/a')).toMatchObject({ status: 401, body: 'no' });
  });

  it.each<[string, () => Response, object]>([
    [
      'the status text',
      () => new Response('', { status: 418, statusText: 'Short' }),
      { status: 418, message: 'Short' },
    ],
    ['the usual status text', () => new Response('', { status: 404 }), { status: 404, message: 'Not Found' }],
    ['an unusual status', () => new Response('', { status: 299 }), { status: 299 }],
    ['204', () => new Response(null, { status: 204 }), { status: 204, body: '' }],
    ['304', () => new Response(null, { status: 304, headers: { etag: '"a"' } }), { status: 304, body: '' }],
    ['no body', () => new Response(), { status: 200, body: '' }],
    ['JSON', () => Response.json({ a: ['é'] }, { status: 201 }), { status: 201, body: '{"a":["é"]}' }],
    [
      'a redirect',
      () => Response.redirect('http://localhost/b', 303),
      { status: 303, headers: expect.objectContaining({ location: 'http://localhost/b' }) },
    ],
    ['bytes', () => new Response(new Uint8Array([97, 98])), { body: 'ab' }],
    ['a form', () => new Response(new URLSearchParams({ a: 'b c' })), { body: 'a=b+c' }],
    ['a blob', () => new Response(new Blob(['a', 'b'])), { body: 'ab' }],
  ])('with %s', async (_what, create, expected) => {
    expect(await ask(create)).toMatchObject(expected);
  });

  it('with several cookies, after those that a middleware has set', async () => {
    const before: RequestHandler = (_req, res, next) => {
      res.cookie('a', '1').vary('Origin').set('x-kept', 'yes').set('x-own', 'no');
      next();
    };
    const { headers } = await ask(
      () => {
        const own = new Headers({ vary: 'Accept', 'x-own': 'yes' });
        own.append('set-cookie', 'b=2; Path=/; Expires=Wed, 21 Oct 2037 07:28:00 GMT');
        own.append('set-cookie', 'c=3');
        return new Response('', { headers: own });
      },
      'GET',
      { before: [before] },
    );
    expect(headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; Path=/; Expires=Wed, 21 Oct 2037 07:28:00 GMT', 'c=3']);
    expect(headers).toMatchObject({ vary: 'Origin, Accept', 'x-kept': 'yes', 'x-own': 'yes' });
  });

  it('without its body for HEAD, which is cancelled', async () => {
    const { state, body } = endless();
    const handler = () => new Response(body, { headers: { 'x-a': 'b', 'content-length': '7' } });
    const response = await ask({ GET: handler }, 'HEAD');
    expect(response).toMatchObject({ status: 200, body: '' });
    expect(response.headers).toMatchObject({ 'x-a': 'b', 'content-length': '7' });
    await eventually(() => state.cancelled === 1);
    expect(state.chunks).toBe(0);
  });

  it('of `fetch`, without the headers of that connection', async () => {
    const upstream = http.createServer((_req, res) => {
      res.writeHead(203, { 'content-encoding': 'gzip', 'content-type': 'text/plain', connection: 'close' });
      res.end(gzipSync('unpacked'));
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    closing.push(() => void upstream.close());
    const { port } = upstream.address() as AddressInfo;
    const { status, body, headers } = await ask(() => fetch(`http://127.0.0.1:${port}/`));
    expect({ status, body }).toEqual({ status: 203, body: 'unpacked' });
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers.connection).toBe('keep-alive');
  });
});

describe('the body of a web Response', () => {
  it('is sent while it is made', async () => {
    let controller!: ReadableStreamDefaultController;
    const body = new ReadableStream({ start: (given) => void (controller = given) });
    const { server } = await serveStream(() => new Response(body));
    const connection = server.connect().head('GET /api/a HTTP/1.1');
    for (const part of ['first', 'second']) {
      controller.enqueue(new TextEncoder().encode(part));
      expect(await connection.until(new RegExp(`\r\n${part}\r\n`))).toContain(part);
    }
    expect(connection.received).not.toMatch(/\r\n0\r\n/);
    controller.close();
    expect(await connection.until(/\r\n0\r\n\r\n$/)).toMatch(/\r\n0\r\n\r\n$/);
  });

  it('is read no faster than the client takes it', async () => {
    const { state, body } = endless(1024 * 1024);
    const { server } = await serveStream(() => new Response(body));
    const { port } = server;
    const response = await new Promise<http.IncomingMessage>((resolve) => {
      http.get({ port, path: '/api/a', host: '127.0.0.1' }, resolve);
    });
    response.pause();
    let before = -1;
    // It goes on until the buffers of both sides are full.
    await eventually(async () => {
      if (state.chunks === before) return true;
      before = state.chunks;
      await wait(200);
      return false;
    }, 20_000);
    expect(state.chunks).toBeLessThan(60);
    response.resume();
    await eventually(() => state.chunks > before + 5);
    response.destroy();
    await eventually(() => state.cancelled === 1);
  });

  it.each<[string, (connection: Connection, res: Res) => void]>([
    ['leaves', (connection) => connection.destroy()],
    ['is sent away', (_connection, res) => void res.destroy()],
  ])('is cancelled if the client %s', async (_how, end) => {
    const { state, body } = endless();
    let response!: Res;
    const { server, errors } = await serveStream((_req: Req, res: Res) => ((response = res), new Response(body)));
    const connection = server.connect().head('GET /api/a HTTP/1.1');
    await connection.until(/200 OK/);
    end(connection, response);
    await eventually(() => state.cancelled === 1);
    const { chunks } = state;
    await wait(20);
    expect(state).toEqual({ chunks, cancelled: 1 });
    expect(errors).toEqual([]);
  });

  it('is cancelled if the client has left before the handler returned', async () => {
    const { state, body } = endless();
    let isCalled = false;
    const handler = async (req: Req) => {
      isCalled = true;
      while (!req.socket.destroyed) await wait(2);
      await wait(5);
      return new Response(body);
    };
    const { server, errors } = await serveStream(handler);
    const connection = server.connect().head('GET /api/a HTTP/1.1');
    await eventually(() => isCalled);
    connection.destroy();
    await eventually(() => state.cancelled === 1);
    expect({ chunks: state.chunks, errors, warnings: warnings() }).toEqual({ chunks: 0, errors: [], warnings: [] });
  });

  it('is cancelled if the client leaves while the response waits for another on its connection', async () => {
    const { state, body } = endless();
    let isCalled = false;
    const handler = (req: Req) => {
      if (req.query['is'] === 'first') return new Promise<void>(() => undefined);
      isCalled = true;
      return new Response(body);
    };
    const { server, errors } = await serveStream(handler);
    const connection = server.connect().head('GET /api/a?is=first HTTP/1.1').head('GET /api/a HTTP/1.1');
    await eventually(() => isCalled && state.chunks > 0);
    connection.destroy();
    await eventually(() => state.cancelled === 1);
    expect(errors).toEqual([]);
  });

  it('leaves nothing behind when many clients leave', async () => {
    const states: ReturnType<typeof endless>['state'][] = [];
    const { server, errors } = await serveStream(() => {
      const { state, body } = endless(1024);
      states.push(state);
      return new Response(body);
    });
    for (let round = 0; round < 5; round += 1) {
      const connections = Array.from({ length: 20 }, () => server.connect().head('GET /api/a HTTP/1.1'));
      await Promise.all(connections.map((connection) => connection.until(/200 OK/)));
      for (const connection of connections) connection.destroy();
    }
    await eventually(() => states.every(({ cancelled }) => cancelled === 1), 10_000);
    await eventually(async () => (await server.connections()) === 0, 10_000);
    expect({ count: states.length, errors }).toEqual({ count: 100, errors: [] });
  });

  it('that fails before a byte was sent, or later, destroys the connection, and its error is reported', async () => {
    for (const chunks of [0, 2]) {
      let left = chunks;
      const pull = (controller: ReadableStreamDefaultController) => {
        if (left-- > 0) controller.enqueue(new TextEncoder().encode('part'));
        else controller.error(new Error('broken body'));
      };
      const { server, errors } = await serveStream(
        () => new Response(new ReadableStream({ pull }, { highWaterMark: 0 })),
      );
      const connection = server.connect().head('GET /api/a HTTP/1.1');
      await eventually(() => connection.isClosed);
      expect(connection.received).not.toMatch(/\r\n0\r\n/);
      await eventually(() => errors.length > 0);
      expect(errors.map(({ message }) => message)).toEqual(['broken body']);
    }
  });

  it('that has something else than bytes destroys the connection, is cancelled, and is reported', async () => {
    const cancel = jest.fn<() => void>();
    const body = new ReadableStream({ start: (controller) => controller.enqueue({ not: 'bytes' }), cancel });
    const { server, errors } = await serveStream(() => new Response(body));
    const connection = server.connect().head('GET /api/a HTTP/1.1');
    await eventually(() => connection.isClosed && errors.length > 0);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' })]);
    await eventually(() => cancel.mock.calls.length === 1);
  });

  it('is not reported if it fails because the client has left', async () => {
    const isLeft = new AbortController();
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('part'));
        isLeft.signal.addEventListener('abort', () => controller.error(new Error('left')));
      },
    });
    const handler = (_req: Req, res: Res) => {
      res.once('close', () => isLeft.abort());
      return new Response(body);
    };
    const { server, errors } = await serveStream(handler);
    const connection = server.connect().head('GET /api/a HTTP/1.1');
    await connection.until(/part/);
    connection.destroy();
    await eventually(() => isLeft.signal.aborted);
    await wait(20);
    expect(errors).toEqual([]);
  });

  it('does no harm if other code ends the response meanwhile', async () => {
    const { state, body } = endless();
    let response!: Res;
    const { server, errors } = await serveStream((_req: Req, res: Res) => ((response = res), new Response(body)));
    const connection = server.connect().head('GET /api/a HTTP/1.1');
    await connection.until(/200 OK/);
    response.end('timeout');
    expect(await connection.until(/\r\n0\r\n/)).toContain('timeout');
    await eventually(() => state.cancelled === 1);
    expect(errors).toEqual([]);
  });
});

describe('a web Response that cannot be sent', () => {
  const read = async () => {
    const response = new Response('read');
    await response.text();
    return response;
  };
  const locked = () => {
    const response = new Response('locked');
    response.body!.getReader();
    return response;
  };

  it.each<[string, () => unknown, RegExp]>([
    ['has no status', () => Response.error(), /Response\.error\(\), which has no status/],
    ['was read', read, /body has been read/],
    ['is being read', locked, /body has been read/],
  ])('goes to the error handler of the app, if it %s', async (_why, handler, message) => {
    const { status, errors } = await ask(handler);
    expect(status).toBe(500);
    expect(errors).toEqual([
      expect.objectContaining({ code: 'FSR_BAD_RESPONSE', files: ['a.js'], message: expect.stringMatching(message) }),
    ]);
  });

  it('goes there if it is kept and returned for a second request', async () => {
    const kept = new Response('once');
    const { app } = mount({ 'a.js': () => kept });
    const server = await listen(app);
    closing.push(() => server.close());
    expect(await server.request('GET', '/api/a')).toMatchObject({ status: 200, body: 'once' });
    expect(await server.request('GET', '/api/a')).toMatchObject({ status: 500 });
  });
});

describe('a web Response that comes too late', () => {
  it.each<[string, (req: Req, res: Res, next: NextFunction) => Response, string]>([
    ['after a response was sent', (_req, res) => (res.send('first'), new Response('second')), 'it had sent one by res'],
    [
      'after a response was begun',
      (_req, res) => (res.write('fi'), res.end('rst'), new Response('second')),
      'it had sent',
    ],
    ['after next()', (_req, _res, next) => (next(), new Response('second')), 'it had called next()'],
  ])('is not sent, and is warned of once: %s', async (_when, handler, reason) => {
    const { app, errors } = mount({ 'a.js': handler }, { after: [(_req, res) => void res.send('first')] });
    const server = await listen(app);
    closing.push(() => server.close());
    for (let time = 0; time < 2; time += 1) {
      expect(await server.request('GET', '/api/a')).toMatchObject({ status: 200, body: 'first' });
    }
    expect(errors).toEqual([]);
    expect(warnings()).toEqual([['FSR_RETURNED_VALUE', expect.stringContaining(reason)]]);
  });
});

describe("with compat: 'next'", () => {
  it('a returned Response is ignored, as in Next.js', async () => {
    const handler = (_req: Req, res: Res) => {
      setTimeout(() => res.send('by res'), 20);
      return new Response('returned');
    };
    expect(await ask(handler, 'GET', { compat: 'next' })).toMatchObject({ status: 200, body: 'by res' });
  });
});

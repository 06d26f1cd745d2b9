import { EventEmitter } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NextFunction, Request as Req, Response as Res } from 'express';
import { eventually, listenForConnections } from '../support/connection.js';
import { mount, type MountOptions } from '../support/mount.js';

type Handler = (req: Req, res: Res, next: NextFunction) => unknown;

const closing: (() => Promise<void>)[] = [];
let emitted: jest.SpiedFunction<typeof process.emitWarning>;
const environment = process.env['NODE_ENV'];

beforeEach(() => {
  emitted = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterEach(async () => {
  process.env['NODE_ENV'] = environment;
  for (const close of closing.splice(0)) await close();
  jest.restoreAllMocks();
});

/** Returns the warnings of returned values. */
function warnings(): unknown[] {
  return emitted.mock.calls
    .filter(([, options]) => (options as { code?: string }).code === 'FSR_RETURNED_VALUE')
    .map(([message]) => message);
}

interface CallOptions {
  readonly times?: number;
  readonly options?: MountOptions;
  readonly config?: object;
}

/** Sends requests to one handler, and waits until it has returned each time. */
async function call(handler: Handler, { times = 1, options, config = {} }: CallOptions = {}): Promise<void> {
  let returned = 0;
  const counted: Handler = (req, res, next) => {
    const value = handler(req, res, next);
    void Promise.resolve(value).then(() => setImmediate(() => (returned += 1)));
    return value;
  };
  const { app } = mount(
    { 'a.js': { default: counted, config } },
    { after: [(_req, res) => void res.end()], ...options },
  );
  const server = await listenForConnections(app);
  closing.push(() => server.close());
  for (let time = 1; time <= times; time += 1) {
    server.connect().head('GET /api/a?q HTTP/1.1');
    await eventually(() => returned === time);
  }
}

class Model {
  readonly id = 1;
  toJSON(): object {
    return { id: this.id };
  }
}

describe('a handler that returns data and sends nothing is warned of at once', () => {
  const json = 'Write `return res.json(…)`, or `return Response.json(…)`.';

  it.each<[string, Handler, string, string]>([
    ['an object', () => ({ id: 1 }), 'an object', json],
    ['an empty object', () => ({}), 'an object', json],
    ['an object without a prototype', () => Object.create(null), 'an object', json],
    ['an array', () => [{ id: 1 }], 'an array', json],
    ['an empty array', () => [], 'an array', json],
    ['a record of an ORM', () => new Model(), 'an object', json],
    ['a date', () => new Date(), 'an object', json],
    ['a buffer', () => Buffer.from('a'), 'an object', json],
    ['a string', () => 'hello', 'a string', 'Write `return res.send(…)`.'],
    ['an empty string', () => '', 'a string', 'Write `return res.send(…)`.'],
    ['an Error', () => new Error('no'), 'an Error', 'Write `throw error`, or `return next(error)`.'],
    ['a promise of an object', async () => (await wait(1), { id: 1 }), 'an object', json],
    ['another thenable', () => ({ then: (resolve: (value: unknown) => void) => resolve([1]) }), 'an array', json],
    ['an object, after a status', (_req, res) => (res.status(201), { id: 1 }), 'an object', json],
  ])('%s', async (_kind, handler, what, advice) => {
    await call(handler);
    expect(warnings()).toEqual([
      `a.js returned ${what} for GET /api/a?q. Only a web Response is sent when it is returned. ${advice}`,
    ]);
  });

  it('once per file, and not again as a missing response', async () => {
    await call(() => ({ id: 1 }), { times: 3 });
    for (const close of closing.splice(0)) await close();
    await wait(20);
    expect(emitted.mock.calls).toHaveLength(1);
  });

  it('in folder middleware, too', async () => {
    const { app } = mount({ 'm/_middleware.js': () => ({ error: 'no' }), 'm/a.js': () => undefined });
    const server = await listenForConnections(app);
    closing.push(() => server.close());
    server.connect().head('GET /api/m/a HTTP/1.1');
    await eventually(() => warnings().length === 1);
    expect(warnings()).toEqual([expect.stringMatching(/^m\/_middleware\.js returned an object for GET \/api\/m\/a\./)]);
  });
});

class Query {
  readonly sql = 'SELECT 1';
}

describe('a handler is not warned of', () => {
  const kept: unknown[] = [];
  const logger = Object.assign(new EventEmitter(), { info: () => logger });
  const later = (res: Res) => setTimeout(() => res.end(), 5);

  it.each<[string, Handler]>([
    ['nothing', (_req, res) => void res.end()],
    ['`res.json()`', (_req, res) => res.json({})],
    ['`res.send()`', (_req, res) => res.send('')],
    ['`res.end()`', (_req, res) => res.end()],
    ['`res.sendStatus()`', (_req, res) => res.sendStatus(204)],
    ['`res.redirect()`', (_req, res) => res.redirect('/')],
    ['`res.status()`, and it answers later', (_req, res) => (later(res), res.status(200))],
    ['a promise of `res`', async (_req, res) => (await wait(1), res.json({}))],
    ['`res.write()`', (_req, res) => (later(res), res.write('b'))],
    ['`next()`', (_req, _res, next) => next()],
    ['data after `next()`', (_req, _res, next) => (next(), { id: 1 })],
    ['data after it has answered', (_req, res) => (res.json([]), [])],
    ['data after it has begun to answer', (_req, res) => (res.write('a'), later(res), { id: 1 })],
    ['a piped stream', (_req, res) => Readable.from(['a']).pipe(res)],
    ['a stream', (req, res) => (later(res), req.pipe(new PassThrough()))],
    ['an emitter', (req, res) => req.socket.on('close', () => res.end())],
    ['a timer', (_req, res) => later(res)],
    ['the length of an array that keeps `res`', (_req, res) => kept.push(res)],
    ['a Map that keeps `res`', (_req, res) => new Map([[1, res]])],
    ['a Set that keeps `res`', (_req, res) => new Set([res])],
    ['an object that keeps `res`', (req, res) => ({ req, res })],
    ['an array that keeps `res`', (_req, res) => [res]],
    ['an object of functions', () => ({ stop: () => undefined })],
    ['a logger', () => logger.info()],
    ['a boolean', () => true],
    ['a number', () => 7],
    ['`null`', () => null],
    ['a function', () => () => undefined],
    ['an instance of a class', () => new Query()],
    [
      'a Proxy that cannot be read',
      () =>
        new Proxy(
          {},
          {
            getPrototypeOf: () => {
              throw new Error('no');
            },
          },
        ),
    ],
  ])('that returns %s', async (_kind, handler) => {
    await call(handler);
    expect(warnings()).toEqual([]);
  });

  it('in production', async () => {
    process.env['NODE_ENV'] = 'production';
    await call(() => ({ id: 1 }));
    expect(warnings()).toEqual([]);
  });

  it("with compat: 'next'", async () => {
    await call(() => ({ id: 1 }), { options: { compat: 'next' } });
    expect(warnings()).toEqual([]);
  });

  it('if config.api.externalResolver is set', async () => {
    await call(() => ({ id: 1 }), { config: { api: { externalResolver: true } } });
    expect(warnings()).toEqual([]);
  });
});

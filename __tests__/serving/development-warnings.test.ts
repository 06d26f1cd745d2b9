import type { OutgoingHttpHeaders } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { eventually, listenForConnections, type Connection } from '../support/connection.js';
import { mount, type MountOptions } from '../support/mount.js';
import { listen } from '../support/raw-request.js';

const closing: (() => Promise<void>)[] = [];
let emitted: jest.SpiedFunction<typeof process.emitWarning>;
const environment = process.env['NODE_ENV'];

beforeEach(() => {
  emitted = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  jest.useRealTimers();
  process.env['NODE_ENV'] = environment;
  for (const close of closing.splice(0)) await close();
  jest.restoreAllMocks();
});

let count = 0;

/** Warnings come once per route and process, so every test has a route of its own. */
function newName(): string {
  count += 1;
  return `route-${count}`;
}

function warnings(): unknown[] {
  return emitted.mock.calls.map(([message, options]) => [(options as { code?: string }).code, message]);
}

type Module = (() => unknown) | ((req: Request, res: Response) => unknown) | object;

/** The responses of all requests that have come to an app. */
const responses: Response[] = [];

async function serve(modules: Readonly<Record<string, unknown>>, options?: MountOptions) {
  const remember: RequestHandler = (_req, res, next) => {
    responses.push(res);
    next();
  };
  const server = await listenForConnections(mount(modules, { ...options, before: [remember] }).app);
  closing.push(() => server.close());
  return server;
}

async function routeOf(module: Module, options?: MountOptions) {
  const name = newName();
  const server = await serve({ [`${name}.js`]: module }, options);
  const url = `/api/${name}`;
  return { url, file: `${name}.js`, ask: () => server.connect().head(`GET ${url} HTTP/1.1`) };
}

/** Sends the request, and waits until a handler that takes 20 ms has finished. The time runs from its arrival on. */
async function sendAndWait(ask: () => Connection) {
  const before = responses.length;
  const connection = ask();
  await eventually(() => responses.length > before);
  await wait(40);
  return { connection, response: responses.at(-1)! };
}

/** Sends the request, and disconnects before an answer. */
async function disconnect(ask: () => Connection): Promise<void> {
  const { connection, response } = await sendAndWait(ask);
  connection.destroy();
  await eventually(() => response.closed);
}

/** Replaces the timeouts, and no other clock. */
function fakeTimeouts(): void {
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'],
  });
}

describe.each([['default', {}] as const, ["compat: 'next'", { compat: 'next' }] as const])(
  'a handler that finishes without sending a response, %s',
  (_mode, options) => {
    it('is reported when the client disconnects, by its file, once per route', async () => {
      const { url, file, ask } = await routeOf(async () => wait(1), options);
      for (let time = 0; time < 3; time += 1) await disconnect(ask);
      const message = `${file} finished GET ${url} without sending a response. Send one, as with res.json() or res.end(), or set config.api.externalResolver to true if other code sends it.`;
      expect(warnings()).toEqual([['FSR_NO_RESPONSE', message]]);
    });

    it('is reported after ten seconds, and no sooner', async () => {
      fakeTimeouts();
      const { ask } = await routeOf(() => undefined, options);
      await sendAndWait(ask);
      jest.advanceTimersByTime(9_900);
      expect(warnings()).toEqual([]);
      jest.advanceTimersByTime(200);
      expect(warnings()).toEqual([['FSR_NO_RESPONSE', expect.any(String)]]);
    });

    it('is reported for each of two routes', async () => {
      const modules = { [`${newName()}.js`]: () => undefined, [`${newName()}.js`]: () => undefined };
      const server = await serve(modules, options);
      for (const file of Object.keys(modules)) {
        await disconnect(() => server.connect().head(`GET /api/${file.slice(0, -3)} HTTP/1.1`));
      }
      expect(warnings()).toHaveLength(2);
    });

    it('is reported for files of the same name in two folders', async () => {
      const name = newName();
      for (const folder of ['one', 'two']) {
        const server = await serve({ [`${name}.js`]: () => folder }, options);
        await disconnect(() => server.connect().head(`GET /api/${name} HTTP/1.1`));
      }
      expect(warnings()).toHaveLength(2);
    });

    it.each<[string, Module]>([
      ['it answers later', (_req: Request, res: Response) => void wait(20).then(() => res.json('late'))],
      ['it answered', (_req: Request, res: Response) => res.end()],
      ['it answered, in an async function', async (_req: Request, res: Response) => (await wait(5), res.send('x'))],
      ['it has started to answer', (_req: Request, res: Response) => void res.write('begun')],
      ['it sent the headers', (_req: Request, res: Response) => res.writeHead(200).flushHeaders()],
      ['something is piped', (_req: Request, res: Response) => void new PassThrough().pipe(res)],
      [
        'something is piped later',
        (_req: Request, res: Response) => void wait(20).then(() => new PassThrough().pipe(res)),
      ],
      [
        'a pipeline runs',
        (_req: Request, res: Response) => void pipeline(new PassThrough(), res).catch(() => undefined),
      ],
      ['it has not finished yet', () => new Promise(() => undefined)],
      ['it threw', () => Promise.reject(new Error('no'))],
      ['externalResolver is set', { default: () => undefined, config: { api: { externalResolver: true } } }],
    ])('is not reported if %s', async (_why, module) => {
      fakeTimeouts();
      const { ask } = await routeOf(module, options);
      await disconnect(ask);
      await sendAndWait(ask);
      jest.advanceTimersByTime(60_000);
      expect(warnings()).toEqual([]);
    });

    it('is not reported if it stopped because the client had disconnected', async () => {
      fakeTimeouts();
      const { ask } = await routeOf(async (req: Request) => {
        while (!req.socket.destroyed) await wait(5);
      }, options);
      await disconnect(ask);
      await wait(20);
      jest.advanceTimersByTime(60_000);
      expect(warnings()).toEqual([]);
    });

    it('is not reported in production', async () => {
      process.env['NODE_ENV'] = 'production';
      fakeTimeouts();
      const { ask } = await routeOf(() => undefined, options);
      await disconnect(ask);
      await sendAndWait(ask);
      jest.advanceTimersByTime(60_000);
      expect(warnings()).toEqual([]);
    });
  },
);

describe('a handler that has called next', () => {
  const later = (_req: Request, _res: Response, next: NextFunction) => void wait(5).then(() => next());
  const never = () => new Promise(() => undefined);

  it.each([
    ['at once', (_req: Request, _res: Response, next: NextFunction) => next()],
    ['later', later],
    ['in an async function', async (_req: Request, _res: Response, next: NextFunction) => (await wait(5), next())],
    ['with an error', (_req: Request, _res: Response, next: NextFunction) => next(new Error('no'))],
  ])('%s is not reported, however long the app takes', async (_when, handler) => {
    fakeTimeouts();
    const { ask } = await routeOf(handler, { after: [() => undefined] });
    await disconnect(ask);
    await sendAndWait(ask);
    jest.advanceTimersByTime(60_000);
    expect(warnings()).toEqual([]);
  });

  it('asynchronously is not reported if the next handler still runs when the client disconnects', async () => {
    const { ask } = await routeOf([later, never]);
    await disconnect(ask);
    expect(warnings()).toEqual([]);
  });

  it('is not mistaken for the one after it, which sent nothing', async () => {
    const { ask } = await routeOf([(_req: Request, _res: Response, next: NextFunction) => next(), () => undefined]);
    await disconnect(ask);
    expect(warnings()).toEqual([['FSR_NO_RESPONSE', expect.any(String)]]);
  });
});

describe.each([['default', {}] as const, ["compat: 'next'", { compat: 'next' }] as const])(
  'a large response, %s',
  (_mode, options) => {
    async function ask(modules: Record<string, unknown>, times = 1, headers: OutgoingHttpHeaders = {}) {
      const { app } = mount(modules, options);
      const server = await listen(app);
      closing.push(() => server.close());
      const answers = [];
      for (const file of Object.keys(modules)) {
        for (let time = 0; time < times; time += 1) {
          answers.push(await server.request('GET', `/api/${file.slice(0, -3)}`, { headers }));
        }
      }
      return answers;
    }
    const withLimit = (handler: unknown, responseLimit: unknown) => ({
      default: handler,
      config: { api: { responseLimit } },
    });
    const sends = (value: unknown) => (_req: Request, res: Response) => res.send(value);

    it('is reported by its file and limit, once per route, and still sent', async () => {
      const file = `${newName()}.js`;
      const answers = await ask({ [file]: sends('x'.repeat(4_200_000)) }, 2);
      expect(answers.map(({ body }) => body.length)).toEqual([4_200_000, 4_200_000]);
      expect(warnings()).toEqual([
        [
          'FSR_LARGE_RESPONSE',
          `A response of ${file} exceeds 4MB. Send less, stream it, or set config.api.responseLimit.`,
        ],
      ]);
    });

    it.each<[string, Module]>([
      ['a text', withLimit(sends('é'.repeat(501)), 1000)],
      ['a Buffer', withLimit(sends(Buffer.alloc(1001)), '1000b')],
      ['JSON', withLimit((_req: Request, res: Response) => res.json('x'.repeat(1001)), 1000)],
      [
        'a stream',
        withLimit((_req: Request, res: Response) => Readable.from(Array(20).fill('x'.repeat(60))).pipe(res), 1000),
      ],
      [
        'parts',
        withLimit((_req: Request, res: Response) => {
          res.write('x'.repeat(600), () => undefined);
          res.write(new Uint8Array(300));
          res.end('x'.repeat(200), 'utf8');
        }, 1000),
      ],
    ])('is counted in bytes: %s', async (_what, module) => {
      const [answer] = await ask({ [`${newName()}.js`]: module });
      expect(answer!.status).toBe(200);
      expect(warnings()).toEqual([['FSR_LARGE_RESPONSE', expect.stringContaining('exceeds 1000B')]]);
    });

    it.each<[string, Module]>([
      ['below the limit', withLimit(sends('x'.repeat(999)), 1000)],
      ['below the default limit', sends('x'.repeat(4_000_000))],
      ['below the default limit, for true', withLimit(sends('x'.repeat(4_000_000)), true)],
      ['without a limit', withLimit(sends('x'.repeat(5_000_000)), false)],
    ])('is not reported %s', async (_what, module) => {
      await ask({ [`${newName()}.js`]: module });
      expect(warnings()).toEqual([]);
    });

    it('is not reported in production, where nothing is wrapped', async () => {
      process.env['NODE_ENV'] = 'production';
      const look = (_req: Request, res: Response) => {
        const own = ['write', 'end'].filter((name) => Object.hasOwn(res, name));
        res.setHeader('x-own', own.join()).end('x'.repeat(5_000_000));
      };
      const [answer] = await ask({ [`${newName()}.js`]: look });
      expect(answer).toMatchObject({ status: 200, headers: { 'x-own': '' } });
      expect(warnings()).toEqual([]);
    });

    it('calls the callbacks of write and end, and returns what write returns', async () => {
      const called: string[] = [];
      const file = `${newName()}.js`;
      const [answer] = await ask({
        [file]: (_req: Request, res: Response) => {
          const returned = res.write('a', 'utf8', () => called.push('write'));
          res.on('finish', () => called.push(typeof returned));
          res.end(() => called.push('end'));
        },
      });
      expect(answer!.body).toBe('a');
      await eventually(() => called.length === 3);
      expect(called.toSorted()).toEqual(['boolean', 'end', 'write']);
    });
  },
);

describe('a large response of the app', () => {
  it('is not reported after a route has called next()', async () => {
    const file = `${newName()}.js`;
    const pass = (_req: Request, _res: Response, next: NextFunction) => next();
    const large: RequestHandler = (_req, res) => void res.send('x'.repeat(5_000_000));
    const server = await listen(mount({ [file]: pass }, { after: [large] }).app);
    closing.push(() => server.close());
    expect(await server.request('GET', `/api/${file.slice(0, -3)}`)).toMatchObject({ status: 200 });
    expect(warnings()).toEqual([]);
  });
});

describe('a route of twenty handlers', () => {
  it('is watched by one listener: Node warns of more than ten', async () => {
    const callNext: RequestHandler = (_req, _res, next) => next();
    const countListeners: RequestHandler = (_req, res) =>
      void res.set('x-listeners', String(res.listenerCount('pipe'))).end();
    const { ask } = await routeOf([...Array<RequestHandler>(20).fill(callNext), countListeners]);
    expect(await ask().until(/x-listeners: \d+/i)).toMatch(/x-listeners: 1\r/i);
  });
});

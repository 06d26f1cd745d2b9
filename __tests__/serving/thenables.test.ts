import { describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { fsRoutes } from '../../lib/index.js';
import { routeFolder } from '../support/route-folder.js';
import { serve } from '../support/serve.js';

// What fails later is a warning, too.
jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

type Callback = (value?: unknown) => void;

const module = { default: (_req: express.Request, res: express.Response) => res.send('ok') };
const failure = new Error('no such transform');

/** The values that `await` takes for promises: objects and functions with a `then`. */
const kinds: Record<string, (settle: (resolve: Callback, reject: Callback) => void) => unknown> = {
  'a promise': (settle) => new Promise(settle),
  'a promise of another class': (settle) => new (class extends Promise<unknown> {})(settle),
  'an object with a then and no catch': (settle) => ({ then: settle }),
  'an object without a prototype': (settle) => Object.assign(Object.create(null), { then: settle }),
  'a function with a then': (settle) => Object.assign(() => undefined, { then: settle }),
  'one that calls back twice': (settle) => ({
    then(resolve: Callback, reject: Callback) {
      settle(resolve, reject);
      resolve('again');
      reject(new Error('again'));
    },
  }),
  'one of another one': (settle) => ({ then: (resolve: Callback) => resolve({ then: settle }) }),
};

describe('a loader of the caller may return', () => {
  function appFor(given: unknown) {
    const router = fsRoutes(routeFolder({ 'a.js': '' }), { import: () => given });
    return { router, app: express().use(router) };
  }

  it.each(Object.entries(kinds))('%s', async (_kind, create) => {
    const { app, router } = appFor(create((resolve) => resolve(module)));
    await router.ready;
    await request(app).get('/a').expect(200, 'ok');

    const failing = appFor(create((_resolve, reject) => reject(failure)));
    await expect(failing.router.ready).rejects.toMatchObject({
      code: 'FSR_LOAD_FAILED',
      message: expect.stringContaining('no such transform'),
    });
    await request(failing.app).get('/a').expect(500);
  });

  it.each([
    ['one whose then throws', { then: () => { throw failure; } }], // prettier-ignore
    ['one whose then is a getter that throws', { get then() { throw failure; } }], // prettier-ignore
  ])('%s, which is reported', async (_kind, given) => {
    async function load() {
      await appFor(given).router.ready;
    }
    await expect(load()).rejects.toMatchObject({
      code: 'FSR_LOAD_FAILED',
      message: expect.stringContaining('no such transform'),
    });
  });

  it.each([
    ['a text', { then: 'now' }],
    ['no function', { then: {} }],
  ])('a module whose then is %s', async (_what, extra) => {
    const { app } = appFor({ ...module, ...extra });
    await request(app).get('/a').expect(200, 'ok');
  });
});

describe('a route file may export a then', () => {
  const handler = '(req, res) => res.send("ok")';
  it.each([
    ['that never calls back', `exports.then = () => {}; exports.default = ${handler}`],
    ['that throws', `exports.then = () => { throw new Error("called"); }; exports.default = ${handler}`],
    ['that resolves', `exports.then = (resolve) => resolve({}); exports.default = ${handler}`],
    ['with a catch', `exports.then = () => {}; exports.catch = () => {}; exports.GET = ${handler}`],
    [
      'that cannot be read',
      `Object.defineProperty(exports, 'then', { get() { throw new Error("read"); } }); exports.default = ${handler}`,
    ],
    ['on its handler', `module.exports = ${handler}; module.exports.then = () => {}`],
    ['on its array of handlers', `module.exports = [${handler}]; module.exports.then = () => {}`],
  ])('%s: CommonJS, which is loaded at once', async (_what, source) => {
    for (const compat of [undefined, 'next'] as const) {
      // Next.js knows neither methods nor lists.
      if (compat && /GET|\[/.test(source)) continue;
      const router = fsRoutes(routeFolder({ 'a.js': source }), { compat });
      await request(express().use(router)).get('/a').expect(200, 'ok');
    }
  });

  it('but may not be a promise: the result of require is not awaited', () => {
    const folder = routeFolder({ 'a.js': `module.exports = Promise.resolve(${handler})` });
    expect(() => fsRoutes(folder)).toThrow(expect.objectContaining({ code: 'FSR_NO_HANDLER', files: ['a.js'] }));
  });
});

describe.each([undefined, 'next'] as const)('a handler may return (compat: %s)', (compat) => {
  /**
   * Serves a handler that returns the value. It gets it from the request, because a route file is a module of its own.
   */
  function appFor(returned: (res: express.Response) => unknown) {
    const served = serve(
      { 'a.js': 'module.exports = (req, res) => req.create(res)' },
      { compat, onError: compat && (() => undefined) },
    );
    const app = express();
    app.use((req, res, next) => {
      Object.assign(req, { create: returned });
      next();
    });
    app.use(served.app);
    return { app, errors: served.errors };
  }

  it.each(Object.entries(kinds))('%s', async (_kind, create) => {
    const fulfilled = appFor((res) => {
      res.send('ok');
      return create((resolve) => resolve());
    });
    await request(fulfilled.app).get('/api/a').expect(200, 'ok');
    expect(fulfilled.errors).toEqual([]);

    const rejected = appFor(() => create((_resolve, reject) => reject(failure)));
    await request(rejected.app).get('/api/a').expect(500);
    if (!compat) expect(rejected.errors).toEqual([failure]);
  });

  it.each([
    ['one whose then throws', { then: () => { throw failure; } }], // prettier-ignore
    ['one whose then is a getter that throws', { get then() { throw failure; } }], // prettier-ignore
  ])('%s: that is an error of the handler', async (_kind, returned) => {
    const { app, errors } = appFor(() => returned);
    await request(app).get('/api/a').expect(500);
    if (!compat) expect(errors).toEqual([failure]);
  });
});

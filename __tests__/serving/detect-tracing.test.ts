import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Router } from 'express';
import request from 'supertest';
import { detectTracing, hasListeners } from '../../lib/serving/detect-tracing.js';
import { fsRoutes } from '../../lib/index.js';
import { routeFolder } from '../support/route-folder.js';

/** `true` if jest has loaded `support/simulate-tracing.ts` first, as in two of its projects. */
const isTraced = 'hasSimulatedTracing' in globalThis;

describe('a tracing tool', () => {
  it('is detected if handlers are wrapped, and only then', () => {
    expect(detectTracing(express.Router)).toBe(isTraced);
  });

  it('is detected whatever formats the stacks of errors', () => {
    const settings = () => ({
      prepareStackTrace: Reflect.get(Error, 'prepareStackTrace') as unknown,
      stackTraceLimit: Error.stackTraceLimit,
    });
    const before = settings();
    const others = { prepareStackTrace: () => 'a text', stackTraceLimit: 1 };
    try {
      Object.assign(Error, others);
      expect(detectTracing(express.Router)).toBe(isTraced);
      expect(settings()).toEqual(others);
    } finally {
      Object.assign(Error, before);
    }
  });

  it('counts as detected if that is unclear: a Router that fails, or never calls its handlers', () => {
    const failing = Object.assign(() => undefined, { route: () => ({ all: () => undefined }) });
    expect(detectTracing(() => failing as unknown as Router)).toBe(true);
    expect(
      detectTracing(() => {
        throw new Error('no');
      }),
    ).toBe(true);
  });

  it('may start later, as a subscriber to the channels of Express', async () => {
    const router = fsRoutes(routeFolder({ '[id].js': 'module.exports = (req, res) => res.json(req.query)' }));
    const app = express().use('/api', router);
    const received: unknown[] = [];
    const listen = (message: unknown) => received.push((message as { route: unknown }).route);
    const channel = 'tracing:express.router.request:start';
    await request(app).get('/api/1').expect(200, { id: '1' });
    subscribe(channel, listen);
    expect(hasListeners()).toBe(true);
    await request(app).get('/api/1').expect(200, { id: '1' });
    unsubscribe(channel, listen);
    expect(hasListeners()).toBe(false);
    await request(app).get('/api/1').expect(200, { id: '1' });
    // Express 4 has no channels.
    expect(received.filter((route) => route !== '/')).toEqual('query' in express ? [] : ['/api', '/:id']);
  });
});

describe('requests', () => {
  const stack = `module.exports = (req, res) => {
    Error.stackTraceLimit = 100;
    res.json(new Error().stack);
  }`;
  /** The file in which a Router of Express calls the handlers of a route, in version 5 and in version 4. */
  const routeOfExpress = /[\\/](?:router[\\/]lib|express4?[\\/]lib[\\/]router)[\\/]route\.js/;

  it.each([
    [true, true],
    [false, false],
    [undefined, isTraced],
  ])('with `tracing: %s` go through a Router of Express: %s', async (tracing, expected) => {
    const router = fsRoutes(routeFolder({ 'a.js': stack }), tracing === undefined ? {} : { tracing });
    const { body } = await request(express().use('/api', router)).get('/api/a');
    expect(routeOfExpress.test(String(body))).toBe(expected);
  });

  it('reach routes that the app adds to the Router, and fall through, with and without tracing', async () => {
    for (const tracing of [true, false]) {
      const router = fsRoutes(routeFolder({ 'a.js': 'module.exports = (req, res, next) => next()' }), { tracing });
      const app = express().use('/api', router);
      await request(app).get('/api/a').expect(404);
      router.get('/a', (_req, res) => void res.send('added'));
      router.use((req, res, next) => (req.path === '/c' ? next('router') : next()));
      router.route('/c').all((_req, res) => void res.send('not reached'));
      app.use('/api/c', (_req, res) => void res.send('after'));
      await request(app).get('/api/a').expect(200, 'added');
      await request(app).get('/api/c').expect(200, 'after');
      await request(app).get('/api/b').expect(404);
    }
  });

  it('go to an Express Router that fsRoutes returned, with and without tracing', () => {
    for (const tracing of [true, false]) {
      const router = fsRoutes(routeFolder(['a.js']), { tracing });
      expect(router).toBeInstanceOf(Function);
      expect([router.name, router.length]).toEqual(['router', 3]);
      expect(router.get('/x', () => undefined)).toBe(router);
      expect(router.param('x', () => undefined)).toBe(router);
      // In version 4 the methods are on the Router function itself.
      const prototype = ('query' in express ? express.Router : express.Router.prototype) as object;
      expect(Object.prototype.isPrototypeOf.call(prototype, router)).toBe(true);
    }
  });
});

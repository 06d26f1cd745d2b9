import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import request from 'supertest';
import { mount } from '../support/mount.js';

describe.each([undefined, 'next'] as const)('a guard decides before the body is read (compat: %s)', (compat) => {
  const big = JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) });

  /** Returns an app, and what its guard saw: whether the body had been read, and `req.body`. */
  function serveGuarded(guards: readonly RequestHandler[]) {
    const seen: unknown[] = [];
    const look: RequestHandler = (req, _res, next) => {
      seen.push([req.readableDidRead, req.body]);
      next();
    };
    const echo = (req: Request, res: Response) => res.json(req.body);
    const { app } = mount(
      { '_middleware.js': [look, ...guards], 'in/a.js': { default: echo } },
      { ...(compat && { compat, onError: () => undefined }) },
    );
    return { app, seen };
  }
  const post = (app: Express, body: string) =>
    request(app).post('/api/in/a').set('content-type', 'application/json').send(body);

  it.each([
    ['a body within the limit', '{"a":1}'],
    ['one that is too large', big],
    ['one that is broken', '{"a":'],
  ])('and refuses a request without it: %s', async (_what, body) => {
    const refuse: RequestHandler = (_req, res) => void res.status(401).end('no');
    const { app, seen } = serveGuarded([refuse]);
    await post(app, body).expect(401, 'no');
    expect(seen).toEqual([[false, undefined]]);
  });

  it.each([
    [413, big],
    [400, '{"a":'],
  ])('and the headers that it has set are in the answer %i', async (status, body) => {
    const { app } = serveGuarded([
      (_req, res, next) => {
        res.setHeader('access-control-allow-origin', '*');
        next();
      },
    ]);
    const answer = await post(app, body);
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('and may be slow: the body can still be read', async () => {
    const { app } = serveGuarded([(_req, _res, next) => void setTimeout(next, 50)]);
    const body = JSON.stringify({ text: 'x'.repeat(500_000) });
    expect((await post(app, body).expect(200)).text).toBe(body);
  });

  it('and may read it with a parser of its own, whose result is used as it is', async () => {
    const sign: RequestHandler = (req, _res, next) => {
      (req.body as Record<string, unknown>)['signedBy'] = 'the guard';
      next();
    };
    const { app } = serveGuarded([express.json(), sign]);
    expect((await post(app, '{"a":1}')).body).toEqual({ a: 1, signedBy: 'the guard' });
  });
});

it.each(['POST', 'PUT'])(
  'a method that is not allowed is answered with 405 without reading the body: %s',
  async (method) => {
    const read: unknown[] = [];
    const { app } = mount({
      '_middleware.js': (req: Request, res: Response, next: NextFunction) => {
        res.once('finish', () => read.push(req.body as unknown));
        next();
      },
      'a.js': { GET: () => undefined },
    });
    const send = method === 'POST' ? request(app).post('/api/a') : request(app).put('/api/a');
    await send.set('content-type', 'application/json').send('{"broken":').expect(405);
    expect(read).toEqual([undefined]);
  },
);

import querystring from 'node:querystring';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import request from 'supertest';
import type { FsRoutesOptions } from '../../lib/index.js';
import { mount } from '../support/mount.js';

type Values = Record<string, unknown>;

const parse = (req: Request): Values => ({ ...querystring.parse(req.originalUrl.split('?')[1] ?? '') });

/** An object that is not plain, as a query parser may return. */
class Parsed extends Map<string, unknown> {}

/** The ways in which a middleware of the app may define `req.query`, and whether the params can be written to it. */
const fixedQueries: [string, (req: Request) => PropertyDescriptor, 'shown' | 'refused'][] = [
  ['a value', (req) => ({ value: parse(req) }), 'shown'],
  ['a value without a prototype', (req) => ({ value: querystring.parse(req.url.split('?')[1] ?? '') }), 'shown'],
  ['a value that can be written', (req) => ({ value: parse(req), writable: true }), 'shown'],
  ['a frozen value that can be written', (req) => ({ value: Object.freeze(parse(req)), writable: true }), 'shown'],
  ['a value that can be defined again', (req) => ({ value: parse(req), configurable: true }), 'shown'],
  ['an object of a class', (req) => ({ value: Object.assign(new Parsed(), parse(req)) }), 'shown'],
  ['URLSearchParams', (req) => ({ value: new URLSearchParams(req.url.split('?')[1]) }), 'shown'],
  ['a frozen value', (req) => ({ value: Object.freeze(parse(req)) }), 'refused'],
  ['a sealed value', (req) => ({ value: Object.seal(parse(req)) }), 'refused'],
  [
    'a frozen object of a class',
    (req) => ({ value: Object.freeze(Object.assign(new Parsed(), parse(req))) }),
    'refused',
  ],
  ['a text', (req) => ({ value: req.url.split('?')[1] ?? '' }), 'refused'],
  ['undefined', () => ({ value: undefined }), 'refused'],
  ['a getter that parses once', (req) => ((value) => ({ get: () => value }))(parse(req)), 'shown'],
  ['a getter that parses each time', (req) => ({ get: () => parse(req) }), 'refused'],
  ['a getter, with a setter that does nothing', (req) => ({ get: () => parse(req), set: () => undefined }), 'refused'],
  [
    'a getter with a setter',
    (req) => {
      let value = parse(req);
      return { get: () => value, set: (changed: Values) => (value = changed) };
    },
    'shown',
  ],
];

function fixQuery(createDescriptor: (req: Request) => PropertyDescriptor): RequestHandler {
  return (req, _res, next) => {
    delete (req as Partial<Request>).query;
    Object.defineProperty(req, 'query', createDescriptor(req));
    next();
  };
}

const answer = (req: Request, res: Response) =>
  res.json({ id: req.query['id'] ?? null, page: req.query['page'] ?? null });
const callNext = (_req: Request, _res: Response, next: NextFunction) => next();

describe.each<FsRoutesOptions>([{}, { compat: 'next' }])(
  'a req.query that the app has fixed, with options %j,',
  (options) => {
    function serve(createDescriptor: (req: Request) => PropertyDescriptor, after: RequestHandler[] = []) {
      const modules = {
        'users/[id].js': { default: answer },
        'files/[...id].js': { default: answer },
        'plain.js': { default: answer },
        ...(!options.compat && { 'on/[id].js': { default: callNext } }),
      };
      return mount(modules, { ...options, before: [fixQuery(createDescriptor)], after });
    }

    it.each(fixedQueries)('never has a param that the client chose: %s', async (_what, createDescriptor, outcome) => {
      const { app, errors } = serve(createDescriptor);
      const { status, body } = await request(app).get('/api/users/7?id=999&page=2');
      if (outcome === 'shown')
        expect({ status, body: { id: (body as Values)['id'] } }).toEqual({ status: 200, body: { id: '7' } });
      else expect([status, errors]).toMatchObject([500, [{ code: 'FSR_QUERY_FIXED', files: ['users/[id].js'] }]]);
      const many = await request(app).get('/api/files/7/8?id=999');
      if (outcome === 'shown') expect(many.body).toMatchObject({ id: ['7', '8'] });
      else expect(many.status).toBe(500);
    });

    it.each(fixedQueries)('is restored when a request falls through: %s', async (_what, createDescriptor) => {
      const seen: unknown[] = [];
      const recordQuery: RequestHandler = (req, res) => {
        seen.push({ ...Object(req.query) } as unknown);
        res.end();
      };
      for (const path of ['/api/none?id=1', ...(options.compat ? [] : ['/api/on/7?id=1'])]) {
        const { app, errors } = serve(createDescriptor, [recordQuery]);
        await request(app).get(path);
        await request(express().use(fixQuery(createDescriptor), recordQuery)).get(path);
        if (errors.length > 0) continue;
        expect(seen.at(-2)).toEqual(seen.at(-1));
      }
    });

    it('never gives a request the params of another, if requests share the value', async () => {
      const shared: Values = { own: '1' };
      const { app, errors } = serve(() => ({ value: shared }));
      const answers = [];
      for (const id of ['7', '8', '9']) answers.push(await request(app).get(`/api/users/${id}`));
      const shown = answers.filter(({ status }) => status === 200).map(({ body }) => (body as Values)['id']);
      expect(shown).toEqual(['7'].slice(0, shown.length));
      expect(errors).toHaveLength(answers.length - shown.length);
      expect(errors.every(({ code }) => code === 'FSR_QUERY_FIXED')).toBe(true);
    });

    it('causes no error in a route without params', async () => {
      for (const [, createDescriptor] of fixedQueries.filter(([what]) => what !== 'undefined')) {
        expect((await request(serve(createDescriptor).app).get('/api/plain')).status).toBe(200);
      }
    });
  },
);

import querystring from 'node:querystring';
import { describe, expect, it } from '@jest/globals';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import request from 'supertest';
import type { FsRoutesOptions } from '../../lib/index.js';
import { mount } from '../support/mount.js';

type Values = Record<string, unknown>;

const parse = (req: Request): Values => ({ ...querystring.parse(req.originalUrl.split('?')[1] ?? '') });
const shared: Values = { own: '1' };

/** What a parser may return that is no plain object. */
class Parsed extends Map<string, unknown> {}

/** What a middleware of the app does to the property, and whether the params still find a place in it. */
const fixings: [string, (req: Request) => PropertyDescriptor, 'shown' | 'refused'][] = [
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

function fixing(describeProperty: (req: Request) => PropertyDescriptor): RequestHandler {
  return (req, _res, next) => {
    delete (req as Partial<Request>).query;
    Object.defineProperty(req, 'query', describeProperty(req));
    next();
  };
}

const answer = (req: Request, res: Response) => res.json({ id: req.query.id ?? null, page: req.query.page ?? null });
const goOn = (_req: Request, _res: Response, next: NextFunction) => next();

describe.each<FsRoutesOptions>([{}, { compat: 'next' }])('a req.query that the app has fixed, %j', (options) => {
  function serve(describeProperty: (req: Request) => PropertyDescriptor, after: RequestHandler[] = []) {
    const modules = {
      'users/[id].js': { default: answer },
      'files/[...id].js': { default: answer },
      'plain.js': { default: answer },
      ...(!options.compat && { 'on/[id].js': { default: goOn } }),
    };
    return mount(modules, { ...options, before: [fixing(describeProperty)], after });
  }

  it.each(fixings)('%s: a client cannot choose a param', async (_what, describeProperty, outcome) => {
    const { app, errors } = serve(describeProperty);
    const { status, body } = await request(app).get('/api/users/7?id=999&page=2');
    if (outcome === 'shown')
      expect({ status, body: { id: (body as Values).id } }).toEqual({ status: 200, body: { id: '7' } });
    else expect([status, errors]).toMatchObject([500, [{ code: 'FSR_QUERY_FIXED', files: ['users/[id].js'] }]]);
    const many = await request(app).get('/api/files/7/8?id=999');
    if (outcome === 'shown') expect(many.body).toMatchObject({ id: ['7', '8'] });
    else expect(many.status).toBe(500);
  });

  it.each(fixings)('%s: it is as it was when a request falls through', async (_what, describeProperty) => {
    const seen: unknown[] = [];
    const look: RequestHandler = (req, res) => {
      seen.push({ ...Object(req.query) } as unknown);
      res.end();
    };
    for (const path of ['/api/none?id=1', ...(options.compat ? [] : ['/api/on/7?id=1'])]) {
      const { app, errors } = serve(describeProperty, [look]);
      await request(app).get(path);
      const { app: byHand } = mount({}, { before: [fixing(describeProperty), look] });
      await request(byHand).get(path);
      if (errors.length > 0) continue;
      expect(seen.at(-2)).toEqual(seen.at(-1));
    }
  });

  it('with a value that requests share: none gets the param of another', async () => {
    const { app, errors } = serve(() => ({ value: shared }));
    const answers = [];
    for (const id of ['7', '8', '9']) answers.push(await request(app).get(`/api/users/${id}`));
    const shown = answers.filter(({ status }) => status === 200).map(({ body }) => (body as Values).id);
    expect(shown).toEqual(['7'].slice(0, shown.length));
    expect(errors).toHaveLength(answers.length - shown.length);
    expect(errors.every(({ code }) => code === 'FSR_QUERY_FIXED')).toBe(true);
    for (const name of Object.keys(shared)) delete shared[name];
  });

  it('a route without params has nothing to write', async () => {
    for (const [, describeProperty] of fixings.filter(([what]) => what !== 'undefined')) {
      expect((await request(serve(describeProperty).app).get('/api/plain')).status).toBe(200);
    }
  });
});

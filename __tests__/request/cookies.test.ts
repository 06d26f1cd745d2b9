import { describe, expect, it } from '@jest/globals';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import request from 'supertest';
import { parseCookies } from '../../lib/request/cookies.js';
import { mount, type MountOptions } from '../support/mount.js';

type CookieRequest = Request & { cookies?: unknown; signedCookies?: unknown };

const echo = (req: CookieRequest, res: Response): unknown => res.json(req.cookies);
const pass = (_req: Request, _res: Response, next: NextFunction): unknown => next();

/** Parses cookies as cookie-parser 1.4 does: not if `req.cookies` is set, and a value with `j:` is JSON. */
const cookieParser: RequestHandler = (req: CookieRequest, _res, next) => {
  if (req.cookies) return next();
  const cookies: Record<string, unknown> = {};
  for (const pair of (req.headers.cookie ?? '').split('; ').filter(Boolean)) {
    const [name = '', value = ''] = pair.split('=');
    const decoded = decodeURIComponent(value);
    cookies[name] = decoded.startsWith('j:') ? (JSON.parse(decoded.slice(2)) as unknown) : decoded;
  }
  req.cookies = cookies;
  req.signedCookies = {};
  next();
};

async function cookiesOf(header: string | undefined, options?: MountOptions, handler: unknown = echo) {
  const { app } = mount({ 'a.js': handler }, options);
  const sent = request(app).get('/api/a');
  if (header !== undefined) void sent.set('cookie', header);
  return (await sent.expect(200)).body as unknown;
}

describe.each([['default', {}] as const, ["compat: 'next'", { compat: 'next' }] as const])(
  'cookies, %s,',
  (_mode, options) => {
    it.each([
      ['no header', undefined, {}],
      ['an empty header', '', {}],
      ['several cookies', 'a=1; b=two;c=3;   d=4', { a: '1', b: 'two', c: '3', d: '4' }],
      ['percent-escapes', 'a=%C3%A9%20x', { a: 'é x' }],
      ['malformed escapes, which are kept', 'a=%zz; b=%E0%A4%A; c=%C3%A9', { a: '%zz', b: '%E0%A4%A', c: 'é' }],
      [
        'quotes, which are removed',
        'a="quoted"; b="with = and %20"; c=""; d="',
        { a: 'quoted', b: 'with = and  ', c: '', d: '' },
      ],
      ['several of one name, of which the first counts, even if empty', 'a=; a=2; b=1; b=3', { a: '', b: '1' }],
      ['a value with equals signs', 'a=b=c==', { a: 'b=c==' }],
      ['spaces around names and values', ' a = 1 ;b =2', { a: '1', b: '2' }],
      ['pairs without an equals sign, which are skipped', 'x; a=1; ;=', { a: '1', '': '' }],
      ['plus signs, which are not spaces', 'a=1+2', { a: '1+2' }],
      ['`j:`, which is not parsed as JSON', 'a=j:{"b":1}; s=s:signed', { a: 'j:{"b":1}', s: 's:signed' }],
      [
        'names of members of Object.prototype, which are skipped',
        '__proto__=x; constructor=x; toString=x; a=1',
        { a: '1' },
      ],
    ])('are parsed from a header with %s', async (_what, header, expected) => {
      const body = await cookiesOf(header, options);
      expect(body).toEqual(expected);
      expect(Object.keys(body as object)).toEqual(Object.keys(expected));
      expect({}).not.toHaveProperty('x');
    });

    it('are joined if the client sends two headers', async () => {
      const { app } = mount({ 'a.js': echo }, options);
      const sent = request(app).get('/api/a');
      void sent.set('cookie', ['a=1', 'b=2'] as unknown as string);
      expect((await sent).body).toEqual({ a: '1', b: '2' });
    });

    it('are parsed when they are first read, and once', async () => {
      const showCookies = (req: CookieRequest, res: Response) => {
        req.headers.cookie = 'late=1';
        const first = req.cookies;
        req.headers.cookie = 'later=2';
        res.json([first, req.cookies === first]);
      };
      expect(await cookiesOf('a=1', options, showCookies)).toEqual([{ late: '1' }, true]);
    });

    it('can be replaced by a handler', async () => {
      const replace = (req: CookieRequest, res: Response) => {
        const isThere = 'cookies' in req;
        req.cookies = { own: 'yes' };
        res.json([isThere, req.cookies]);
      };
      expect(await cookiesOf('a=1', options, replace)).toEqual([true, { own: 'yes' }]);
    });
  },
);

describe('parseCookies', () => {
  it.each([
    ['semicolons', ';'.repeat(200_000)],
    ['separators', '; '.repeat(100_000)],
    ['spaces', `a=${' '.repeat(200_000)}x`],
    ['equals signs', '='.repeat(200_000)],
  ])('takes time that is linear in the length of a header of %s', (_what, header) => {
    const start = performance.now();
    parseCookies(header);
    // About 10 ms; with quadratic time it would be more than 10 s.
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('cookies that the app has parsed before', () => {
  it('are left as they are: the same object, `j:` values and all', async () => {
    let parsed: unknown;
    const keep: RequestHandler = (req: CookieRequest, _res, next) => {
      parsed = req.cookies;
      next();
    };
    const look = (req: CookieRequest, res: Response) => res.json([req.cookies === parsed, req.cookies]);
    expect(await cookiesOf('a=j:{"b":1}', { before: [cookieParser, keep] }, look)).toEqual([true, { a: { b: 1 } }]);
  });

  it('are left as they are on the prototype of requests', async () => {
    const { app } = mount({ 'a.js': echo });
    Object.defineProperty(app.request, 'cookies', { get: () => ({ of: 'the app' }), configurable: true });
    expect((await request(app).get('/api/a').set('cookie', 'a=1')).body).toEqual({ of: 'the app' });
  });

  it("are replaced in a route in compat: 'next', and restored when the request leaves the route", async () => {
    const seen: unknown[] = [];
    const look = (req: CookieRequest) => seen.push(req.cookies);
    const keep: RequestHandler = (req, _res, next) => {
      look(req);
      next();
    };
    const { app } = mount(
      { 'a.js': echo, 'helper.js': { notDefault: 1 } },
      { compat: 'next', before: [cookieParser, keep], after: [keep], onCaught: look },
    );
    const header = 'a=j:{"b":1}';
    expect((await request(app).get('/api/a').set('cookie', header)).body).toEqual({ a: 'j:{"b":1}' });
    // A miss, and a route that hands the request on to the error handler.
    await request(app).get('/api/none').set('cookie', header).expect(404);
    await request(app).get('/api/helper').set('cookie', header).expect(500);
    const [, beforeMiss, afterMiss, beforeError, inErrorHandler] = seen;
    expect(seen).toEqual(Array(5).fill({ a: { b: 1 } }));
    expect(afterMiss).toBe(beforeMiss);
    expect(inErrorHandler).toBe(beforeError);
  });
});

describe('cookies of a request that falls through', () => {
  it('can be parsed by a cookie parser after fsRoutes, whether a handler read them or not', async () => {
    const read = (req: CookieRequest, _res: Response, next: NextFunction) => {
      expect(req.cookies).toEqual({ a: 'j:{"b":1}' });
      next();
    };
    const after: RequestHandler[] = [
      (req, _res, next) => {
        expect('cookies' in req).toBe(false);
        next();
      },
      cookieParser,
      (req: CookieRequest, res) => void res.json([req.cookies, req.signedCookies]),
    ];
    const { app } = mount({ 'read.js': read, 'pass.js': pass, 'list.js': [read, pass] }, { after });
    for (const path of ['/api/read', '/api/pass', '/api/list', '/api/none']) {
      const { body } = await request(app).get(path).set('cookie', 'a=j:{"b":1}');
      expect(body).toEqual([{ a: { b: 1 } }, {}]);
    }
  });

  it('are parsed again for the next route', async () => {
    const change = (req: CookieRequest, _res: Response, next: NextFunction) => {
      req.cookies = { a: 'changed' };
      next();
    };
    const { app } = mount({ 'a.js': change, '[x].js': echo });
    expect((await request(app).get('/api/a').set('cookie', 'a=1')).body).toEqual({ a: '1' });
  });

  it('are restored for the error handler of the app', async () => {
    const seen: unknown[] = [];
    const onCaught = (req: CookieRequest) => seen.push(req.cookies);
    const fail = (req: CookieRequest) => {
      throw new Error(JSON.stringify(req.cookies));
    };
    for (const before of [[], [cookieParser]]) {
      const { app } = mount({ 'a.js': fail }, { before, onCaught });
      await request(app).get('/api/a').set('cookie', 'a=j:1').expect(500);
    }
    expect(seen).toEqual([undefined, { a: 1 }]);
  });
});

describe('a cookie parser in the list of a route', () => {
  it('does nothing, because `req.cookies` is set: it belongs before fsRoutes', async () => {
    const look = (req: CookieRequest, res: Response) => res.json([req.cookies, req.signedCookies ?? 'none']);
    const { app } = mount({ 'a.js': [cookieParser, look] });
    expect((await request(app).get('/api/a').set('cookie', 'a=j:1')).body).toEqual([{ a: 'j:1' }, 'none']);
  });
});

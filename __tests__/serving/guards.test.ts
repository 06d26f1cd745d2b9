import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { NextFunction, RequestHandler, Response } from 'express';
import { fsRoutes } from '../../lib/index.js';
import {
  type Guarded,
  guard,
  secret,
  filesOf,
  attack,
  modes,
  unescapedNames,
  listenGuarded,
  requestFollowing,
} from '../support/attack-guards.js';
import { listen } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';

describe.each([{}, { compat: 'next' }] as const)('a guard behind a param, with %j', (options) => {
  // Express removes as many characters from such a URL as the path has once it is escaped.
  const odd = [
    "/a'b/api/Z/admin/secret#",
    '/a"b/api/Z/admin/secret#',
    '/<>/api/+++/admin/secret#?',
    '/a\\/api/admin/secret#',
  ];
  const absolute = ['http://h/a|/api/Z/admin/secret', 'http://h;/api/Z/admin/secret', "http://h'/api/Z/admin/secret"];

  it.each([...odd, ...absolute])(
    'is not passed by a path of which Express removes the wrong part: %s',
    async (target) => {
      const routes = fsRoutes(routeFolder(['admin/secret.js']), { ...options, import: () => ({ default: secret }) });
      const server = await listenGuarded(express().use('/:tenant/api/admin', guard).use('/:tenant/api', routes));
      try {
        const [expected] = await requestFollowing(server, [{ method: 'GET', target: '/a/api/admin/secret' }]);
        expect(expected!.headers).toMatchObject({ 'x-secret': 'yes', 'x-guarded': 'yes' });
        const [answer] = await requestFollowing(server, [{ method: 'GET', target }]);
        expect(answer!.headers['x-guarded']).not.toBe('no');
      } finally {
        await server.close();
      }
    },
  );
});

it('is not passed by letters outside ASCII, which an adapter may leave decoded', async () => {
  const routes = fsRoutes(routeFolder(['keys/secret.js']), { import: () => ({ default: secret }) });
  const decode: RequestHandler = (req, _res, next) => {
    req.url = decodeURIComponent(req.url);
    next();
  };
  const server = await listen(express().use(decode).use('/api/keys', guard).use('/api', routes));
  try {
    expect((await server.request('GET', '/api/KEYS/secret')).headers).toMatchObject({ 'x-guarded': 'yes' });
    // The Kelvin sign is a small `k` to JavaScript, and to Express another letter.
    expect((await server.request('GET', '/api/%E2%84%AAeys/secret')).status).toBe(404);
    expect((await server.request('GET', '/api/%E2%84%AAEYS/secret')).status).toBe(404);
  } finally {
    await server.close();
  }
});

it.each(['/api/..%2F%2F%09/evil.com/', '/api/../x/.%09./%0A/evil.com', '/api/../%0D/evil.com:99999%20'])(
  'no redirect leads to another host, even if the path was decoded before: %s',
  async (target) => {
    const decode: RequestHandler = (req, _res, next) => {
      req.url = decodeURIComponent(req.url);
      next();
    };
    const routes = fsRoutes(routeFolder(['a.js']), { compat: 'next', import: () => ({ default: secret }) });
    const server = await listen(express().use(decode).use('/api', routes));
    try {
      const { status, headers } = await server.request('GET', target);
      expect(status).toBe(308);
      expect(headers.location).toMatch(/^\/(?![/\\])/);
    } finally {
      await server.close();
    }
  },
);

describe("a folder's middleware", () => {
  it.each(modes)('is passed by no spelling of a URL in %s', async (_mode, options, names) => {
    const all = [...new Set([...names, ...unescapedNames])];
    const folder = routeFolder([...filesOf(all), ...all.map((name) => `${name}/_middleware.js`)]);
    const middleware = (req: Guarded, res: Response, next: NextFunction) => guard(req, res, next);
    const importModule = (file: string) => ({ default: file.includes('_middleware') ? middleware : secret });
    const server = await listenGuarded(express().use('/api', fsRoutes(folder, { ...options, import: importModule })));
    try {
      expect(await attack(server, '/api', all)).toEqual([]);
    } finally {
      await server.close();
    }
  });
});

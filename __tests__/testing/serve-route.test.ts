import { describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import type { FsRoutesError } from '../../lib/index.js';
import { serveRoute, type ServeRouteOptions } from '../../lib/testing/index.js';
import { echoHandler, routeFolder } from '../support/route-folder.js';

const throwing = 'throw new Error("loaded")';

const folder = routeFolder({
  '_middleware.js': 'module.exports = (req, res, next) => { res.append("x-ran", "root"); next(); }',
  'posts/_middleware.js': 'module.exports = (req, res, next) => { res.append("x-ran", "posts"); next(); }',
  'posts/[pid].js': echoHandler('posts/[pid].js'),
  'posts/two words.js': echoHandler('two words'),
  'docs/[section]/[...path].js': echoHandler('docs'),
  'shop/[[...slug]].js': echoHandler('shop'),
  'index.js': echoHandler('index'),
  'posts/other.js': throwing,
  'broken/_middleware.js': throwing,
  'postscript/_middleware.js': throwing,
  'body.js': 'exports.POST = (req, res) => res.json([req.body, req.cookies])',
});

interface Echo {
  readonly file: string;
  readonly query: unknown;
  readonly params: unknown;
  readonly url: string;
}

async function ask(file: string, path: string, options?: ServeRouteOptions): Promise<Echo> {
  return (
    await request(serveRoute(folder, file, options))
      .get(path)
      .expect(200)
  ).body as Echo;
}

function errorOf(file: string, options?: ServeRouteOptions): FsRoutesError {
  try {
    serveRoute(folder, file, options);
  } catch (error) {
    return error as FsRoutesError;
  }
  throw new Error('Nothing was refused.');
}

describe('a route that is served by itself', () => {
  it('has the params that are given, whatever the path of the request', async () => {
    const { query, params, url } = await ask('posts/[pid].js', '/?draft=1', { params: { pid: 'a/b é' } });
    expect([query, params]).toEqual([{ draft: '1', pid: 'a/b é' }, { pid: 'a/b é' }]);
    expect(url).toBe('/posts/a%2Fb%20%C3%A9?draft=1');
    expect((await ask('posts/[pid].js', '/posts/2', { params: { pid: '7' } })).params).toEqual({ pid: '7' });
  });

  it('has the params of the path if none are given', async () => {
    expect((await ask('posts/[pid].js', '/posts/7')).params).toEqual({ pid: '7' });
    await request(serveRoute(folder, 'posts/[pid].js')).get('/').expect(404);
  });

  it.each([
    ['docs/[section]/[...path].js', { section: 's', path: ['a', 'b'] }, '/docs/s/a/b'],
    ['shop/[[...slug]].js', { slug: ['red', 'hats'] }, '/shop/red/hats'],
    ['shop/[[...slug]].js', {}, '/shop'],
    ['posts/two words.js', {}, '/posts/two%20words'],
    ['index.js', {}, '/'],
  ])('gets the path that its params make: %s with %j at %s', async (file, params, pathname) => {
    const echo = await ask(file, '/x', { params });
    expect([echo.params, echo.url]).toEqual([params, pathname]);
  });

  it('has the middleware of its folders, and no other file is loaded', async () => {
    const response = await request(serveRoute(folder, 'posts/[pid].js', { params: { pid: '1' } })).get('/');
    expect(response.get('x-ran')).toBe('root, posts');
    expect(() => serveRoute(folder, 'posts/other.js')).toThrow(/loaded/);
  });

  it('has parsed bodies, cookies and method handlers as in the app', async () => {
    const app = serveRoute(folder, 'body.js', { params: {} });
    const response = await request(app).post('/').set('cookie', 'a=b').send({ c: 'd' }).expect(200);
    expect(response.body).toEqual([{ c: 'd' }, { a: 'b' }]);
    await request(app).options('/').expect(204).expect('allow', 'OPTIONS, POST');
  });

  it('can be mounted in an app with what the route needs around it', async () => {
    const app = express().use(
      (req: Request, _res: Response, next: NextFunction) => {
        Object.assign(req, { user: 'ada' });
        next();
      },
      serveRoute(routeFolder({ 'a.js': 'module.exports = (req, res) => { throw new Error(req.user) }' }), 'a.js'),
      (error: Error, _req: Request, res: Response, _next: NextFunction) => void res.status(418).send(error.message),
    );
    await request(app).get('/a').expect(418, 'ada');
    await request(app).get('/b').expect(404);
  });

  it('takes the options of fsRoutes', async () => {
    const url = (
      await ask('posts/[pid].js', '/?a=b', { params: { pid: '1' }, compat: 'next', onError: () => undefined })
    ).url;
    expect(url).toBe('/posts/1?a=b');
  });

  it('is in a route group, and has the middleware of the groups above it', async () => {
    const mark = (name: string) => `module.exports = (req, res, next) => { res.append('x-ran', '${name}'); next(); };`;
    const grouped = routeFolder({
      '(a)/_middleware.js': mark('a'),
      '(a)/x/(b)/_middleware.js': mark('b'),
      '(a)/x/(b)/[id].js': echoHandler('b'),
      '(c)/_middleware.js': mark('c'),
      '(c)/x/(b)/other.js': throwing,
    });
    const options = { routeGroups: true, params: { id: '7' } };
    const { body, headers } = await request(serveRoute(grouped, '(a)/x/(b)/[id].js', options))
      .get('/')
      .expect(200);
    expect(body).toMatchObject({ url: '/x/7', params: { id: '7' } });
    expect(headers['x-ran']).toBe('a, b');
  });

  it('waits for a file that loads asynchronously', async () => {
    const load = jest.fn(() => Promise.resolve({ GET: (_req: Request, res: Response) => void res.send('later') }));
    const app = serveRoute(routeFolder(['a.js', 'b.js']), 'a.js', { import: load });
    await request(app).get('/a').expect(200, 'later');
    await expect(app.ready).resolves.toBeUndefined();
    expect(load).toHaveBeenCalledTimes(1);
  });
});

describe('serveRoute refuses', () => {
  it('a file that does not exist, and names those that do', () => {
    const error = errorOf('posts/[id].js');
    expect(error).toMatchObject({ code: 'FSR_NO_SUCH_ROUTE' });
    expect(error.message).toMatch(/There is no route file 'posts\/\[id\]\.js'.*\n.*posts\/\[pid\]\.js/);
  });

  it.each([
    ['a param that is missing', 'posts/[pid].js', {}, /'pid' is missing/],
    ['a param that the path does not have', 'posts/[pid].js', { pid: '1', id: '2' }, /no param 'id'\. It has 'pid'/],
    ['a param of a static path', 'index.js', { id: '2' }, /no param 'id'\. It has none/],
    ['a string for a catch-all', 'shop/[[...slug]].js', { slug: 'a' }, /'slug' must be an array of strings/],
    ['an array for one segment', 'posts/[pid].js', { pid: ['a'] }, /'pid' must be a string/],
    [
      'an empty array for a catch-all',
      'docs/[section]/[...path].js',
      { section: 's', path: [] },
      /'path' must be a non-empty array/,
    ],
    ['an empty string', 'posts/[pid].js', { pid: '' }, /not a non-empty string/],
    ['a number', 'posts/[pid].js', { pid: 7 as unknown as string }, /not a non-empty string/],
  ])('%s', (_what, file, params, message) => {
    const error = errorOf(file, { params });
    expect(error).toMatchObject({ code: 'FSR_BAD_PARAMS', files: [file] });
    expect(error.message).toMatch(message);
  });
});

import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import { FsRoutesError, fsRoutes } from '../../lib/index.js';
import { echoHandler, routeFolder } from '../support/route-folder.js';
import { serve } from '../support/serve.js';

/** Returns the source of middleware that adds a name to the header `x-ran`. */
const ran = (name: string) => `module.exports = (req, res, next) => { res.append('x-ran', '${name}'); next(); };`;
const guard = `module.exports = (req, res, next) => req.get('x-user') ? next() : res.sendStatus(401);`;
const echoes = (...files: string[]) => Object.fromEntries(files.map((file) => [file, echoHandler(file)]));

const files = {
  '(public)/_middleware.js': ran('public'),
  '(members)/_middleware.js': guard,
  '(members)/(admin)/_middleware.js': ran('admin'),
  '(members)/users/_middleware.js': ran('users'),
  'users/(one)/_middleware.js': ran('one'),
  ...echoes('(public)/index.js', '(public)/users/index.js', '(public)/(x).js'),
  ...echoes('(members)/users/[id].js', '(members)/(admin)/users/[id]/roles.js', 'users/(one)/[id]/posts.js'),
};

describe('with the option `routeGroups`', () => {
  const { app, router } = serve(files, { routeGroups: true });

  it.each([
    ['/', '(public)/index.js', '/', ['public'], {}],
    ['/users', '(public)/users/index.js', '/users', ['public'], {}],
    ['/(x)', '(public)/(x).js', '/\\(x\\)', ['public'], {}],
    ['/users/7', '(members)/users/[id].js', '/users/:id', ['users'], { id: '7' }],
    ['/users/7/roles', '(members)/(admin)/users/[id]/roles.js', '/users/:id/roles', ['admin'], { id: '7' }],
    ['/users/7/posts', 'users/(one)/[id]/posts.js', '/users/:id/posts', ['one'], { id: '7' }],
  ])('%s is answered by %s', async (path, file, route, middleware, params) => {
    const { body, headers } = await request(app).get(`/api${path}`).set('x-user', 'ann').expect(200);
    expect(body).toMatchObject({ file, route, params, query: params, url: path, baseUrl: '/api' });
    expect(headers['x-ran']).toBe(middleware.join(', '));
    expect(router.match(path)).toMatchObject({ route: { file }, params });
  });

  it.each([
    ['/users/7', 401],
    ['/users/7/roles', 401],
    ['/USERS/7/Roles/', 401],
    ['/users', 200],
    ['/users/7/posts', 200],
    ['/members', 404],
  ])('the guard of a group runs for its own files only: %s is answered with %d', async (path, status) => {
    await request(app).get(`/api${path}`).expect(status);
  });

  it.each(['/(public)', '/(public)/users', '/(members)/users/7', '/%28members%29/users/7', '/users/(one)/7/posts'])(
    'no file answers at a URL that has the name of a group: %s',
    async (path) => {
      await request(app).get(`/api${path}`).set('x-user', 'ann').expect(404);
    },
  );

  it('the routes have their URLs without groups, and their files with them', () => {
    expect(router.routes.map(({ path, file }) => [path, file])).toEqual([
      ['/', '(public)/index.js'],
      ['/(x)', '(public)/(x).js'],
      ['/users', '(public)/users/index.js'],
      ['/users/[id]', '(members)/users/[id].js'],
      ['/users/[id]/posts', 'users/(one)/[id]/posts.js'],
      ['/users/[id]/roles', '(members)/(admin)/users/[id]/roles.js'],
    ]);
  });

  it('a request that a file passes on goes to a file of another group, with the middleware of that', async () => {
    const { app } = serve(
      {
        '(a)/_middleware.js': ran('a'),
        '(a)/x.js': `module.exports = (req, res, next) => next('route');`,
        '(b)/_middleware.js': ran('b'),
        '(b)/[id].js': echoHandler('(b)/[id].js'),
      },
      { routeGroups: true },
    );
    const { body, headers } = await request(app).get('/api/x').expect(200);
    expect(body).toMatchObject({ file: '(b)/[id].js', params: { id: 'x' } });
    expect(headers['x-ran']).toBe('a, b');
  });

  it('a Router in a group is mounted at the URL of its file, after the middleware of the group', async () => {
    const router = express.Router();
    router.get('/:car', (req, res) => void res.json({ url: req.url, baseUrl: req.baseUrl, car: req.params.car }));
    const folder = routeFolder(['(a)/_middleware.js', '(a)/users/(b)/cars.js']);
    const mustBeUser = (req: Request, res: Response, next: NextFunction) =>
      req.get('x-user') === undefined ? res.sendStatus(401) : next();
    const load = (file: string) => (file.endsWith('cars.js') ? router : mustBeUser);
    const app = express().use('/api', fsRoutes(folder, { routeGroups: true, import: load }));
    const answer = { url: '/7', baseUrl: '/api/users/cars', car: '7' };
    await request(app).get('/api/users/cars/7').set('x-user', 'ann').expect(200, answer);
    await request(app).get('/api/users/cars/7').expect(401);
    await request(app).get('/api/(a)/users/(b)/cars/7').expect(404);
  });

  it('an app does not start with two files of one URL', () => {
    const folder = routeFolder(['(a)/x.js', '(b)/x.js', '()/y.js']);
    const start = () => fsRoutes(folder, { routeGroups: true });
    expect(start).toThrow(FsRoutesError);
    expect(start).toThrow(/^2 problems/);
  });
});

it('without the option, a name in parentheses is a part of the URL', async () => {
  const { app } = serve(files);
  await request(app).get('/api/(members)/users/7').expect(401);
  await request(app).get('/api/(public)/users').expect(200);
  await request(app).get('/api/users/(one)/7/posts').expect(200);
  await request(app).get('/api/users').expect(404);
});

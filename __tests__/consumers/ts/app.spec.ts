import { serveRoute } from 'express-pages-api/testing';
import request from 'supertest';
import { expect, test, vi } from 'vitest';
import { check } from '../check.cjs';
import { createApp } from './app.js';
import { users } from './db.js';

vi.mock('./db.js', () => ({ users: new Map<string, string>() }));

test('every answer is right, with a mock of what a route file imports', async () => {
  const app = createApp({ import: (_file, url) => import(url) });
  users.set('7', 'Mock');

  const { line, wrong } = await check('vitest', app, 'Mock');

  process.stdout.write(`${line}\n`);
  expect(wrong).toEqual([]);
});

test('a mock applies to a route that is served by itself, with the middleware of its folder', async () => {
  users.set('7', 'Mock');
  const options = { import: (_file: string, url: string) => import(url) };
  const user = serveRoute('./api', 'users/[id].ts', { ...options, params: { id: '7' } });
  const member = serveRoute('./api', 'team/[id].ts', options);

  expect((await request(user).get('/?a=b')).body).toMatchObject({ query: { a: 'b', id: '7' }, name: 'Mock' });
  expect((await request(member).get('/team/3')).body).toMatchObject({ query: { id: '3' }, by: '3' });
});

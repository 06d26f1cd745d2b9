const request = require('supertest');
const { serveRoute } = require('express-pages-api/testing');
const { check } = require('../check.cjs');

jest.mock('./db', () => ({ users: new Map([['7', 'not in use']]) }));
const { users } = require('./db');
const app = require('./app');

test('a mock applies to what a route file requires', async () => {
  users.set('7', 'Mock');

  const response = await request(app).get('/api/users/7');

  expect(response.body).toEqual({ file: 'users/[id]', query: { id: '7' }, name: 'Mock' });
});

test('a mock applies to a route that is served by itself', async () => {
  users.set('7', 'Mock');
  const app = serveRoute(`${__dirname}/api`, 'users/[id].js', { params: { id: '7' } });

  const response = await request(app).get('/?a=b');

  expect(response.body).toEqual({ file: 'users/[id]', query: { a: 'b', id: '7' }, name: 'Mock' });
});

test('a route that is served by itself has the middleware of its folder', async () => {
  const app = serveRoute(`${__dirname}/api`, 'team/[id].js', { params: { id: '3' } });

  expect((await request(app).get('/')).body).toEqual({ file: 'team/[id]', query: { id: '3' }, by: '3' });
});

test('every answer is right', async () => {
  users.set('7', 'Mock');

  const { line, wrong } = await check('jest', app, 'Mock');

  process.stdout.write(`${line}\n`);
  expect(wrong).toEqual([]);
});

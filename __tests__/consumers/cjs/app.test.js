const request = require('supertest');
const { check } = require('../check.cjs');

jest.mock('./db', () => ({ users: new Map([['7', 'not in use']]) }));
const { users } = require('./db');
const app = require('./app');

test('a mock applies to what a route file requires', async () => {
  users.set('7', 'Mock');

  const response = await request(app).get('/api/users/7');

  expect(response.body).toEqual({ file: 'users/[id]', query: { id: '7' }, name: 'Mock' });
});

test('every answer is right', async () => {
  users.set('7', 'Mock');

  const { line, wrong } = await check('jest', app, 'Mock');

  process.stdout.write(`${line}\n`);
  expect(wrong).toEqual([]);
});

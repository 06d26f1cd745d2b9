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

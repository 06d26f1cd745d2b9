import { check } from '../check.cjs';
import { app } from './app.js';

test('every answer is right, of a route file with a top-level await, too', async () => {
  const { line, wrong } = await check('jest-esm', app);

  process.stdout.write(`${line}\n`);
  expect(wrong).toEqual([]);
});

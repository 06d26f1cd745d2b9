import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import { fsRoutes } from '../lib/index.js';
import { run } from './support/child-process.js';
import { readDocument } from './support/markdown-app.js';
import { listen, type RawServer } from './support/raw-request.js';
import { routeFolder } from './support/route-folder.js';

/** The package's own examples that are whole, from the README that it is published with. */
const readme = readDocument('node_modules/express-file-routing/README.md');
const [, readmeIndex] = /- routes\/index\.ts\n\n```ts\n([^]*?)```/.exec(readme)!;
const [, readmeCatchAll] = /```ts\n\/\/ routes\/users\/\[\.\.\.catchall\]\.js\n([^]*?)```/.exec(readme)!;

const show = (name: string) => `(req, res) => res.json({ by: '${name}', params: req.params, body: req.body ?? {} })`;

/** What its README describes, in both module formats, and as its examples are written. */
const folder = routeFolder({
  'package.json': '{ "type": "commonjs" }',
  'index.mjs': readmeIndex!,
  'posts/index.js': `exports.get = ${show('list')}; exports.post = ${show('create')}; exports.del = ${show('clear')};`,
  'posts/[id].mjs': `export const get = async ${show('one')}; export const put = ${show('replace')};
    export const patch = ${show('change')}; const remove = ${show('remove')}; export { remove as delete };`,
  'posts/[id]/[param].js': `module.exports.Get = ${show('param')};`,
  'posts/[id]/comments/index.js': `module.exports = { priority: -1, get: [${show('comments')}], POST: ${show('comment')} };`,
  'dashboard.js': `
    const bearerToken = (options) => async (req, res, next) =>
      req.get('authorization') ? next() : res.status(401).json({ refused: options });
    exports.get = [bearerToken('token'), async ${show('dashboard')}];
    exports.default = [bearerToken('other'), ${show('wildcard')}];`,
  'users.js': `module.exports = ${show('users')};`,
  'wild.mjs': `export const get = ${show('get')}; export default ${show('default')};`,
  'fails.js': 'exports.get = (req, res, next) => next(Object.assign(new Error("no"), { status: 418 }));',
  'users/[...catchall].mjs': readmeCatchAll!,
  '[org]/settings.js': `exports.get = ${show('settings of an org')};`,
  'teams/[id].js': `exports.get = ${show('team')};`,
  'chain.js': `exports.get = (req, res, next) => next(); exports.default = ${show('default')};`,
  'files/[...catchall].js': `exports.get = (req, res) => res.json({ by: 'files' });`,
  '_private.js': `exports.get = ${show('private')};`,
  '_helpers/a.js': `exports.get = ${show('helper')};`,
  'types.d.ts': 'export type A = 1;',
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

const body = { title: 'Hello', tags: [1, 2] };
const identical: Asked[] = [
  ...['/', '/posts', '/posts/', '/POSTS', '/posts?a=b', '/posts/7', '/posts/a%20b', '/posts/a%2Fb', '/posts/7/x'],
  ...['/posts/7/comments', '/posts/7/comments/', '/dashboard', '/users', '/users?a=1', '/wild', '/fails'],
  ...['/files/a', '/files/a/b/c', '/files', '/nothing', '/posts/7/x/y', '/_private', '/_helpers/a', '/types'],
].map((path) => ({ method: 'GET', path }));
identical.push(
  ...['/posts', '/posts/7', '/users', '/dashboard'].map((path) => ({ method: 'HEAD', path })),
  { method: 'POST', path: '/posts', body },
  { method: 'DELETE', path: '/posts' },
  { method: 'PUT', path: '/posts/7', body },
  { method: 'PATCH', path: '/posts/7', body },
  { method: 'DELETE', path: '/posts/7' },
  { method: 'POST', path: '/posts/7/comments', body },
  { method: 'POST', path: '/users', body },
  { method: 'OPTIONS', path: '/users' },
  { method: 'DELETE', path: '/wild' },
  { method: 'OPTIONS', path: '/wild' },
  { method: 'POST', path: '/dashboard', body },
);

/** Where the answers are others, with the reason; docs/migrate-from-express-file-routing.md has each. */
const different: (Asked & { readonly there: object; readonly here: object; readonly why: string })[] = [
  {
    method: 'PUT',
    path: '/posts',
    there: { status: 404 },
    here: { status: 405, allow: 'DELETE, GET, HEAD, OPTIONS, POST' },
    why: 'a method that a file does not have',
  },
  {
    method: 'OPTIONS',
    path: '/posts',
    there: { status: 200, allow: 'GET,HEAD,POST,DELETE', body: 'GET,HEAD,POST,DELETE' },
    here: { status: 204, allow: 'DELETE, GET, HEAD, OPTIONS, POST', body: '' },
    why: 'OPTIONS without an export',
  },
  {
    method: 'GET',
    path: '/users/a/b',
    there: { status: 200, body: '{"path":"a/b"}' },
    here: { status: 200, body: '{}' },
    why: 'the value of a catch-all is req.params[0] there and an array by its name here',
  },
  {
    method: 'GET',
    path: '/teams/settings',
    there: { body: expect.stringContaining('settings of an org') },
    here: { body: expect.stringContaining('"team"') },
    why: 'a written-out name goes before a parameter, from the left',
  },
  {
    method: 'GET',
    path: '/chain',
    there: { status: 200 },
    here: { status: 404 },
    why: 'next() of a method handler leaves the file',
  },
];

let here: RawServer;
let there: Awaited<ReturnType<typeof askOriginal>>;
const counts = { identical: 0, different: 0 };

async function askOriginal(requests: readonly Asked[]) {
  const script = fileURLToPath(new URL('express-file-routing/answer.mjs', import.meta.url));
  const { code, stdout, stderr } = await run(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, folder, JSON.stringify(requests)],
    path.dirname(script),
  );
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as { status: number; allow?: string; body: string }[];
}

async function ask({ method, path, body }: Asked) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const response = await here.request(method, path, { headers, body: content });
  const { allow } = response.headers;
  return { status: response.status, ...(allow !== undefined && { allow }), body: response.body };
}

beforeAll(async () => {
  const app = express().use(express.json()).use('/', fsRoutes(folder));
  app.use((error: Error & { status?: number }, _req: Request, res: Response, _next: NextFunction) => {
    res.status(error.status ?? 500).json(error.message);
  });
  here = await listen(app);
  there = await askOriginal([...identical, ...different]);
});
afterAll(async () => {
  await here.close();
  process.stdout.write(
    `express-file-routing 3.1.0: ${counts.identical} of ${identical.length} answers identical, ` +
      `${counts.different} of ${different.length} other, as listed\n`,
  );
});

describe('a folder written for express-file-routing', () => {
  it.each(identical.map((asked, index) => ({ index, ...asked })))(
    'is answered as there: $method $path',
    async ({ index, ...asked }) => {
      expect(await ask(asked)).toEqual(there[index]);
      counts.identical += 1;
    },
  );

  it.each(different.map((one, index) => ({ index, ...one })))(
    'is answered otherwise: $method $path, $why',
    async ({ index, there: expectedThere, here: expectedHere, ...asked }) => {
      expect(there[identical.length + index]).toMatchObject(expectedThere);
      expect(await ask(asked)).toMatchObject(expectedHere);
      counts.different += 1;
    },
  );
});

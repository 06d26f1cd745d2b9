import { expect } from '@jest/globals';
import { readmeCatchAll, show, type Asked } from './folder.js';

export interface Difference {
  /** The first cell of its row in docs/migrate-from-express-file-routing.md, which has the reason. */
  readonly row: string;
  readonly files: Readonly<Record<string, string>>;
  readonly asked: Asked;
  readonly there: object;
  /** An answer, or the code with which the folder is refused when the app starts. */
  readonly here: object | `FSR_${string}`;
}

const get = (name: string) => `exports.get = ${show(name)};`;
const post = (name: string) => `exports.post = ${show(name)};`;
const by = (name: string, more: object = {}) => ({
  status: 200,
  body: expect.stringContaining(`"by":"${name}",${JSON.stringify(more).slice(1, -1)}`),
});
const missing = { status: 404 };

function refused(row: string, files: Record<string, string>, asked: Asked, there: object, code: `FSR_${string}`) {
  return { row, files, asked, there, here: code } satisfies Difference;
}

/** What the folder has, and the app does not start with it. */
const refusals: Difference[] = [
  ...[
    ['GET /posts', 'file'],
    ['POST /posts', 'folder'],
  ].map(([asked, name]) =>
    refused(
      '`posts.js` and `posts/index.js`',
      { 'posts.js': get('file'), 'posts/index.js': post('folder') },
      asked!,
      by(name!),
      'FSR_DUPLICATE_ROUTE',
    ),
  ),
  refused(
    '`posts/[id].js` and `posts/[slug]/comments.js`',
    { 'posts/[id].js': get('post'), 'posts/[slug]/comments.js': get('comments') },
    'GET /posts/7/comments',
    by('comments', { params: { slug: '7' } }),
    'FSR_PARAM_NAME_CONFLICT',
  ),
  refused(
    '`get` and `GET`, `del` and `delete` in one file',
    { 'a.js': `exports.del = ${show('first')}; exports.delete = ${show('second')};` },
    'DELETE /a',
    by('first'),
    'FSR_DUPLICATE_METHOD',
  ),
  refused(
    'a file without a handler, a helper say',
    { 'helper.js': 'exports.help = () => 1;' },
    'GET /helper',
    missing,
    'FSR_NO_HANDLER',
  ),
  refused(
    'an empty array, or a `default` that is no handler',
    { 'a.js': `exports.post = []; ${get('a')}` },
    'GET /a',
    by('a'),
    'FSR_BAD_HANDLER',
  ),
  refused(
    'an empty array, or a `default` that is no handler',
    { 'a.js': `exports.default = { title: 'A' }; ${get('a')}` },
    'GET /a',
    by('a'),
    'FSR_BAD_HANDLER',
  ),
  refused(
    '`export const options = { … }`',
    { 'a.js': `exports.options = { title: 'A' }; ${get('a')}` },
    'GET /a',
    { fails: expect.stringContaining('requires a callback') },
    'FSR_BAD_HANDLER',
  ),
  refused(
    '`user-[id].js`',
    { 'user-[id].js': get('user') },
    'GET /user-7',
    by('user', { params: { id: '7' } }),
    'FSR_BAD_BRACKETS',
  ),
  refused(
    '`a/[...path]/b.js`',
    { 'a/[...path]/b.js': get('b') },
    'GET /a/1/2/b',
    by('b', { params: { 0: '1/2' } }),
    'FSR_CATCH_ALL_NOT_LAST',
  ),
  refused(
    '`_middleware.js`',
    { '_middleware.js': 'exports.mustBeSignedIn = () => 1;', 'a.js': get('a') },
    'GET /a',
    by('a'),
    'FSR_NO_HANDLER',
  ),
];

function served(row: string, file: string, asked: Asked, there: object, here: object): Difference {
  return { row, files: { [file]: get('file') }, asked, there, here };
}

/** What the folder has, and is another route, or none. */
const routes: Difference[] = [
  {
    row: '`_middleware.js`',
    files: { '_middleware.js': "module.exports = (req, res) => res.json('not signed in');", 'a.js': get('a') },
    asked: 'GET /a',
    there: by('a'),
    here: { body: '"not signed in"' },
  },
  served('`:id.js`', ':id.js', 'GET /7', by('file', { params: { id: '7' } }), missing),
  served('`:id.js`', ':id.js', 'GET /:id', by('file', { params: { id: ':id' } }), by('file', { params: {} })),
  served('`index.something.js`', 'index.mod.js', 'GET /', by('file'), missing),
  served('`index.something.js`', 'index.mod.js', 'GET /index.mod', missing, by('file')),
  served('`[post-id].js`', '[post-id].js', 'GET /7', missing, by('file', { params: { 'post-id': '7' } })),
  served(
    '`[post-id].js`',
    '[post-id].js',
    'GET /7-id',
    by('file', { params: { post: '7' } }),
    by('file', { params: { 'post-id': '7-id' } }),
  ),
  served('`a+b.js`, `x y.js`, `café.js`', 'a+b.js', 'GET /aab', by('file'), missing),
  served('`a+b.js`, `x y.js`, `café.js`', 'a+b.js', 'GET /a+b', missing, by('file')),
  served('`a+b.js`, `x y.js`, `café.js`', 'x y.js', 'GET /x%20y', missing, by('file')),
  served('`a+b.js`, `x y.js`, `café.js`', 'café.js', 'GET /caf%C3%A9', missing, by('file')),
  served('`.tsx`, `.jsx` files', 'a.tsx', 'GET /a', by('file'), missing),
  served('`.tsx`, `.jsx` files', 'a.jsx', 'GET /a', by('file'), missing),
  served('`.cjs`, `.cts`, `.mts` files', 'a.cjs', 'GET /a', missing, by('file')),
  served('tests, `__tests__`, `node_modules`', 'a.test.js', 'GET /a.test', by('file'), missing),
  served('tests, `__tests__`, `node_modules`', 'a/__tests__/b.js', 'GET /a/__tests__/b', by('file'), missing),
  served('tests, `__tests__`, `node_modules`', 'node_modules/a/index.js', 'GET /node_modules/a', by('file'), missing),
  served('a folder `_name` within a folder', 'a/_b/c.js', 'GET /a/_b/c', by('file'), missing),
  served('`.well-known/` and other dotfiles', '.well-known/a.js', 'GET /.well-known/a', by('file'), missing),
];

const file = { 'posts.js': get('list') + post('create') };
const rest = { 'docs/[...path].js': get('docs') };
const everything = { '[...all].js': get('all'), 'docs/[...path].js': get('docs'), 'docs/a.js': get('a') };

/** What a request is answered. */
const answers: Difference[] = [
  {
    row: 'a method that the file does not have',
    files: file,
    asked: 'PUT /posts',
    there: missing,
    here: {
      status: 405,
      headers: expect.objectContaining({ allow: 'GET, HEAD, OPTIONS, POST' }),
      body: expect.stringContaining('The method PUT is not allowed'),
    },
  },
  {
    row: 'a method that the file does not have',
    files: { 'a/[id].js': get('one'), 'a/[...rest].js': post('rest') },
    asked: 'POST /a/1',
    there: by('rest'),
    here: { status: 405, headers: expect.objectContaining({ allow: 'GET, HEAD, OPTIONS' }) },
  },
  {
    row: 'OPTIONS without an export',
    files: file,
    asked: 'OPTIONS /posts',
    there: { status: 200, headers: expect.objectContaining({ allow: 'GET,HEAD,POST' }), body: 'GET,HEAD,POST' },
    here: { status: 204, headers: expect.objectContaining({ allow: 'GET, HEAD, OPTIONS, POST' }), body: '' },
  },
  {
    row: 'HEAD where a file has `get` and `head`',
    files: { 'a.js': `${get('a')} exports.head = (req, res) => res.set('x-by', 'head').end();` },
    asked: 'HEAD /a',
    there: { headers: expect.not.objectContaining({ 'x-by': 'head' }) },
    here: { headers: expect.objectContaining({ 'x-by': 'head' }) },
  },
  {
    row: 'TRACE, CONNECT',
    files: { 'a.js': `${get('a')} exports.trace = ${show('trace')};` },
    asked: 'TRACE /a',
    there: by('trace'),
    here: { status: 405 },
  },
  {
    row: '`next()` in `get`',
    files: { 'a.js': `exports.get = (req, res, next) => next(); exports.default = ${show('default')};` },
    asked: 'GET /a',
    there: by('default'),
    here: missing,
  },
  {
    row: '`[...path].js`',
    files: { 'users/[...catchall].mjs': readmeCatchAll },
    asked: 'GET /users/a/b',
    there: { status: 200, body: '{"path":"a/b"}' },
    here: { status: 200, body: '{}' },
  },
  {
    row: '`[...path].js`',
    files: rest,
    asked: 'GET /docs/a%2Fb/c/',
    there: by('docs', { params: { 0: 'a/b/c/' } }),
    here: by('docs', { params: { path: ['a/b', 'c'] } }),
  },
  ...['/docs/', '/docs//a'].map((path) => ({
    row: '`/docs/`, `/docs//a` with `docs/[...path].js`, `/` with `[...path].js`',
    files: rest,
    asked: `GET ${path}`,
    there: by('docs', { params: { 0: path.slice('/docs/'.length) } }),
    here: missing,
  })),
  {
    row: '`/docs/`, `/docs//a` with `docs/[...path].js`, `/` with `[...path].js`',
    files: everything,
    asked: 'GET /',
    there: by('all', { params: { 0: '' } }),
    here: missing,
  },
  {
    row: '`/docs/b` with `[...all].js` and `docs/[...path].js`',
    files: everything,
    asked: 'GET /docs/b',
    there: by('all', { params: { 0: 'docs/b' } }),
    here: by('docs', { params: { path: ['b'] } }),
  },
  {
    row: '`/teams/settings` with `[org]/settings.js` and `teams/[id].js`',
    files: { '[org]/settings.js': get('settings'), 'teams/[id].js': get('team') },
    asked: 'GET /teams/settings',
    there: by('settings', { params: { org: 'teams' } }),
    here: by('team', { params: { id: 'settings' } }),
  },
  {
    row: '`req.query`',
    files: { 'a/[id].js': 'exports.get = (req, res) => res.json(req.query);' },
    asked: 'GET /a/1?id=2&b=3',
    there: { body: '{"id":"2","b":"3"}' },
    here: { body: '{"id":"1","b":"3"}' },
  },
  {
    row: '`req.body` without a parser in the app',
    files: { 'a.js': 'exports.post = (req, res) => res.json({ body: req.body });' },
    asked: 'POST /a {"b":1}',
    there: { body: '{}' },
    here: { body: '{"body":{"b":1}}' },
  },
  {
    row: '`req.cookies` without a parser in the app',
    files: { 'a.js': 'exports.get = (req, res) => res.json({ cookies: req.cookies });' },
    asked: 'GET /a',
    there: { body: '{}' },
    here: { body: '{"cookies":{"session":"s"}}' },
  },
  {
    row: 'a promise that rejects, on Express 4',
    files: { 'a.js': "exports.get = async () => { throw new Error('late'); };" },
    asked: 'GET /a',
    there: { unhandled: 'late' },
    here: { status: 500, body: '"late"' },
  },
  {
    row: '`%zz` in a param',
    files: { 'a/[id].js': get('one') },
    asked: 'GET /a/%zz',
    there: { status: 400, body: `"Failed to decode param '%zz'"` },
    here: { status: 400, body: `"The URL has a malformed percent-escape in '%zz'."` },
  },
];

export const differences: readonly Difference[] = [...refusals, ...routes, ...answers];

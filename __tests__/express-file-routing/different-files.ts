import { expect } from '@jest/globals';
import { by, get, missing, post, type Difference } from './difference.js';
import { show, type Asked } from './folder.js';

function refused(row: string, files: Record<string, string>, asked: Asked, there: object, code: `FSR_${string}`) {
  return { row, files, asked, there, here: code } satisfies Difference;
}

/** What the folder has, and the app does not start with it. */
export const refusals: readonly Difference[] = [
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
export const routes: readonly Difference[] = [
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
  served('dotfiles other than the folder `.well-known`', '.hidden/a.js', 'GET /.hidden/a', by('file'), missing),
];

import { expect } from '@jest/globals';
import { by, get, missing, post, type Difference } from './difference.js';
import { readmeCatchAll, show } from './folder.js';

const file = { 'posts.js': get('list') + post('create') };
const rest = { 'docs/[...path].js': get('docs') };
const everything = { '[...all].js': get('all'), 'docs/[...path].js': get('docs'), 'docs/a.js': get('a') };

/** What a request is answered. */
export const answers: readonly Difference[] = [
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

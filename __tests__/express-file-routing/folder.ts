import { readDocument } from '../support/markdown-app.js';

/** How a request is written here: `POST /posts {"title":"Hello"}`. */
export type Asked = string;

/** A handler that tells what it saw. Here, `req.query` has the params as well: that is one of the differences. */
export const show = (name: string) => `(req, res) => res.json({
  by: '${name}', params: req.params, query: { ...req.query, ...req.params }, body: req.body ?? {},
  seen: [req.route.path, req.url, req.baseUrl, req.originalUrl, req.path, req.method],
})`;

/** The package's own examples, as its README, which is published with it (MIT), has them. */
const readme = readDocument('node_modules/express-file-routing/README.md');

function example(after: RegExp): string {
  const [, source] = new RegExp(after.source + '\\n([^]*?)```').exec(readme)!;
  return source!;
}

/** Where the README leaves a handler's body out, one that answers; all else is literally its own. */
const filled = (source: string, name: string) =>
  source.replace(/async \(req, res\) => \{ \.\.\. \}/g, () => show(name));

const middlewares = `
  export { default as userAuth } from './userAuth.mjs';
  export const rateLimit = () => (req, res, next) => { res.set('x-limit', '9'); next(); };
  export const bearerToken = () => (req, res, next) => { req.authenticated = req.get('authorization') === 'Bearer a'; next(); };
`;

/** Whole examples, in the places that the README gives them. */
export const readmeFiles = {
  'routes/index.mjs': example(/- routes\/index\.ts\n\n```ts/),
  'routes/methods.mjs': filled(example(/matched their corresponding http method automatically\.\n\n```ts/), 'methods'),
  'routes/dashboard.mjs': filled(example(/```ts\n\/\/ routes\/dashboard/), 'dashboard').replace(
    '"../middlewares"',
    '"../middlewares/index.mjs"',
  ),
  'middlewares/index.mjs': middlewares,
  'middlewares/userAuth.mjs': example(/```ts\n\/\/ middlewares\/userAuth\.ts/).replace(
    '\n  ...\n',
    '\n  else res.sendStatus(401)\n',
  ),
};

export const readmeCatchAll = example(/```ts\n\/\/ routes\/users\/\[\.\.\.catchall\]\.js/);

/** What its README describes, in both module formats, beside its own examples. */
export const folder = {
  ...readmeFiles,
  'routes/package.json': '{ "type": "commonjs" }',
  'routes/posts/index.js': `exports.get = ${show('list')}; exports.post = ${show('create')}; exports.del = ${show('clear')};`,
  'routes/posts/[id].mjs': `export const get = async ${show('one')}; export const put = ${show('replace')};
    export const patch = ${show('change')}; const remove = ${show('remove')}; export { remove as delete };`,
  'routes/posts/[id]/[param].js': `module.exports.Get = ${show('param')};`,
  'routes/posts/[id]/comments/index.js': `module.exports = { priority: -1, get: [${show('comments')}], POST: ${show('comment')} };`,
  'routes/posts/[id]/comments/[cid]/likes.js': `exports.get = ${show('likes')};`,
  'routes/users.js': `module.exports = ${show('users')};`,
  'routes/wild.mjs': `export const get = ${show('get')}; export default ${show('default')};`,
  'routes/compiled.js': `Object.defineProperty(exports, '__esModule', { value: true });
    exports.get = ${show('get')}; exports.default = [(req, res, next) => next(), ${show('default')}];`,
  'routes/nested.js': `exports.get = [[(req, res, next) => next(), [(req, res, next) => next()]], ${show('nested')}];`,
  'routes/fails.js': `exports.get = (req, res, next) => next(Object.assign(new Error('no'), { status: 418 }));
    exports.post = () => { throw new Error('thrown'); };
    exports.put = [(req, res, next) => next(new Error('handed on')), (error, req, res, next) => res.json(error.message)];
    exports.patch = (req, res, next) => next('router');`,
  'routes/sends.js': `exports.get = (req, res) => res.redirect('/posts'); exports.post = (req, res) => res.send('<p>');
    exports.put = (req, res) => res.status(201).location('/x').end(); exports.del = (req, res) => res.sendStatus(204);`,
  'routes/teams/me/[id].js': `exports.get = (req, res, next) => (req.params.id === '0' ? next() : res.json('one'));`,
  'routes/teams/[who]/[id].js': `exports.get = ${show('anyone')};`,
  'routes/robots.txt.js': `exports.get = ${show('robots')};`,
  'routes/files/[...catchall].js': `exports.get = (req, res) => res.json({ by: 'files' });`,
  'routes/_private.js': `exports.get = ${show('private')};`,
  'routes/_helpers/a.js': `exports.get = ${show('helper')};`,
  'routes/posts/_helper.js': `exports.get = ${show('helper')};`,
  'routes/types.d.ts': 'export type A = 1;',
  'routes/notes.md': '# Notes',
};

const get = [
  ...['/', '/?a=b', '/posts', '/posts/', '/POSTS', '/posts?a=b&a=c', '/posts/7', '/posts/7/', '/posts/7?id=8'],
  ...['/posts/a%20b', '/posts/a%2Fb', '/posts/a.b', '/posts/%C3%A9', '/%70osts', '//posts', '/posts//7', '/posts/7//'],
  ...['/posts/7/x', '/posts/7/comments', '/posts/7/comments/', '/posts/7/comments/8/likes', '/methods', '/users'],
  ...[
    '/users?a=1',
    '/wild',
    '/compiled',
    '/nested',
    '/fails',
    '/sends',
    '/me/0',
    '/me/1',
    '/robots.txt',
    '/robotsXtxt',
  ],
  ...['/files/a', '/files/a/b/c', '/files', '/nothing', '/posts/7/x/y', '/_private', '/_helpers/a', '/types', '/notes'],
];
const content = '{"title":"Hello","tags":[1,2]}';

/** What both answer alike: status, headers and body. */
export const identical: Asked[] = [
  ...get.map((path) => `GET ${path}`),
  // Not HEAD of /: the README's own handler sets a status, and sends nothing.
  ...['/posts', '/posts/7', '/users', '/wild', '/sends', '/nothing'].map((path) => `HEAD ${path}`),
  ...['/posts', '/posts/7/comments', '/users', '/methods', '/compiled'].map((path) => `POST ${path} ${content}`),
  ...['/posts/7', '/methods', '/fails', '/sends'].map((path) => `PUT ${path} ${content}`),
  ...['/posts/7', '/fails'].map((path) => `PATCH ${path} ${content}`),
  ...['/posts', '/posts/7', '/wild', '/methods', '/sends'].map((path) => `DELETE ${path}`),
  ...['/users', '/wild', '/methods', '/nothing'].map((path) => `OPTIONS ${path}`),
  ...['POST /fails', 'POST /sends', 'POST /nothing', 'POST /posts {"title":', 'TRACE /users'],
  ...['GET /dashboard', 'GET /dashboard authorized', 'HEAD /dashboard authorized'],
];

import fs from 'node:fs';
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readDocument } from '../../support/markdown-app.js';
import { thrownValues } from '../../support/thrown-values.js';
import { endServedProjects, WatchedProject, type Answer } from '../../support/watched-project.js';

const esm = (value: unknown) => `export default (req, res) => res.json(${JSON.stringify(value)});`;
const cjs = (value: unknown) => `module.exports = (req, res) => res.json(${JSON.stringify(value)});`;
const is =
  (value: unknown) =>
  ({ status, text }: Answer): boolean =>
    status === 200 && text === JSON.stringify(value);
const isBroken = ({ status }: Answer) => status === 500;
const isNone = ({ status }: Answer) => status === 404;
const right = (value: unknown): Answer => ({ status: 200, text: JSON.stringify(value) });
const none: Answer = { status: 404, text: 'none' };

/** Returns how often a text contains another. */
function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

afterEach(endServedProjects);

describe('an edit shows at the next request, without a restart', () => {
  it.each([
    ['a CommonJS route file', 'api/a.cjs', cjs],
    ['an ES module', 'api/a.mjs', esm],
  ])('of %s, written in place or by a rename, over and over', async (_what, file, text) => {
    const project = await new WatchedProject({ [file]: text(0) }).serve();
    expect(await project.get('/api/a')).toEqual(right(0));
    for (let value = 1; value <= 6; value += 1) {
      if (value % 2 === 0) project.write(file, text(value));
      else project.replace(file, text(value));
      expect(await project.getUntil('/api/a', is(value))).toEqual(right(value));
    }
    expect(project.stderr).toBe('');
  });

  it('of a module that route files import, at whatever depth; what did not change keeps its state', async () => {
    const project = await new WatchedProject({
      'lib/leaf.mjs': 'export const leaf = 0;',
      'lib/between.mjs': "export { leaf } from './leaf.mjs';",
      'lib/state.mjs': 'export const state = { runs: 0 }; state.runs = (globalThis.runs = (globalThis.runs ?? 0) + 1);',
      'lib/leaf.cjs': 'exports.leaf = 0;',
      'lib/between.cjs': "exports.between = require('./leaf.cjs');",
      'api/esm.mjs': `import { leaf } from '../lib/between.mjs'; import { state } from '../lib/state.mjs';
        export default (req, res) => res.json([leaf, state.runs]);`,
      'api/cjs.cjs': `const { between } = require('../lib/between.cjs');
        module.exports = (req, res) => res.json(between.leaf);`,
      'api/mixed.mjs':
        "import { between } from '../lib/between.cjs'; export default (req, res) => res.json(between.leaf);",
    }).serve();
    project.write('lib/leaf.mjs', 'export const leaf = 1;');
    expect(await project.getUntil('/api/esm', is([1, 1]))).toEqual(right([1, 1]));
    project.write('lib/leaf.cjs', 'exports.leaf = 1;');
    expect(await project.getUntil('/api/cjs', is(1))).toEqual(right(1));
    expect(await project.getUntil('/api/mixed', is(1))).toEqual(right(1));
    project.write('lib/leaf.mjs', 'export const leaf = 2;');
    expect(await project.getUntil('/api/esm', is([2, 1]))).toEqual(right([2, 1]));
  });

  it('of a module that is imported later, by a name that is computed', async () => {
    const project = await new WatchedProject({
      'lib/part-a.mjs': 'export const value = 0;',
      'api/late.mjs':
        'export default async (req, res) => res.json((await import(`../lib/part-${req.query.part}.mjs`)).value);',
    }).serve();
    expect(await project.get('/api/late?part=a')).toEqual(right(0));
    // It takes a moment until it is known who imports it.
    await pause(200);
    project.write('lib/part-a.mjs', 'export const value = 1;');
    expect(await project.getUntil('/api/late?part=a', is(1))).toEqual(right(1));
  });

  it('of a module that was changed while nothing imported it', async () => {
    const uses = "import { leaf } from '../lib/leaf.mjs'; export default (req, res) => res.json(leaf);";
    const project = await new WatchedProject({ 'lib/leaf.mjs': 'export const leaf = 0;', 'api/a.js': uses }).serve();
    project.write('api/a.js', esm('without'));
    expect(await project.getUntil('/api/a', is('without'))).toEqual(right('without'));
    project.write('lib/leaf.mjs', 'export const leaf = 1;');
    await pause(200);
    project.write('api/a.js', uses);
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
  });

  it('of data that a route file imports', async () => {
    const project = await new WatchedProject({
      'data.json': '0',
      'api/required.cjs': "const data = require('../data.json'); module.exports = (req, res) => res.json(data);",
      'api/imported.js': `import data from '../data.json' with { type: 'json' };
        export default (req, res) => res.json(data);`,
    }).serve();
    project.write('data.json', '1');
    expect(await project.getUntil('/api/required', is(1))).toEqual(right(1));
    expect(await project.getUntil('/api/imported', is(1))).toEqual(right(1));
  });

  it('of TypeScript under tsx, and the app keeps the modules that it shares with the routes', async () => {
    const project = await new WatchedProject({
      'lib/shared.ts': 'export const shared: { id: number } = { id: Math.random() };',
      'lib/leaf.ts': 'export const leaf: number = 0;',
      'api/a.ts': `import type { ApiHandler } from 'express-pages-api';
        import { shared } from '../lib/shared.js';
        import { leaf } from '../lib/leaf.js';
        const handler: ApiHandler = (req, res) => { res.json([leaf, shared.id === (globalThis as any).shared.id]); };
        export default handler;`,
      'start.ts':
        "import { shared } from './lib/shared.js'; (globalThis as any).shared = shared; await import('./server.mjs');",
    }).start({ main: 'start.ts', args: ['--import', 'tsx'] });
    expect(await project.get('/api/a')).toEqual(right([0, true]));
    project.write('lib/leaf.ts', 'export const leaf: number = 1;');
    expect(await project.getUntil('/api/a', is([1, true]))).toEqual(right([1, true]));
    project.write(
      'api/b.ts',
      "import { leaf } from '../lib/leaf.js'; export default (req: any, res: any) => res.json(leaf);",
    );
    expect(await project.getUntil('/api/b', is(1))).toEqual(right(1));
  });

  it('of files that are added, renamed and removed, with their precedence', async () => {
    const project = await new WatchedProject({ 'api/posts/[pid].js': esm('any') }).serve();
    project.write('api/posts/create.js', esm('create'));
    expect(await project.getUntil('/api/posts/create', is('create'))).toEqual(right('create'));
    project.move('api/posts/create.js', 'api/posts/make.js');
    expect(await project.getUntil('/api/posts/make', is('create'))).toEqual(right('create'));
    expect(await project.get('/api/posts/create')).toEqual(right('any'));
    project.remove('api/posts/[pid].js');
    expect(await project.getUntil('/api/posts/create', isNone)).toEqual(none);
  });

  it('of folders that are moved out and in, the route folder among them', async () => {
    const project = await new WatchedProject({ 'api/shop/deep/a.js': esm(0), 'api/b.js': esm('b') }).serve();
    project.move('api/shop', 'elsewhere/shop');
    expect(await project.getUntil('/api/shop/deep/a', isNone)).toEqual(none);
    project.write('elsewhere/shop/deep/a.js', esm(1));
    project.move('elsewhere/shop', 'api/store');
    expect(await project.getUntil('/api/store/deep/a', is(1))).toEqual(right(1));
    project.write('api/store/deep/a.js', esm(2));
    expect(await project.getUntil('/api/store/deep/a', is(2))).toEqual(right(2));

    project.move('api', 'gone');
    expect(await project.getUntil('/api/b', isNone)).toEqual(none);
    await project.printed('FSR_DIRECTORY_NOT_FOUND');
    project.move('gone', 'api');
    expect(await project.getUntil('/api/b', is('b'))).toEqual(right('b'));
    project.write('api/b.js', esm('c'));
    expect(await project.getUntil('/api/b', is('c'))).toEqual(right('c'));
  });

  // This test and one below wait most of their time, so they run while the others do, with a process of their own.
  it.concurrent('of folders that are replaced: by a checkout, or a build', async () => {
    const project = await new WatchedProject({ 'api/a.js': esm('a') }).start();
    for (let n = 1; n <= 4; n += 1) {
      project.write('api/in/deep/a.js', esm(0));
      expect(await project.getUntil('/api/in/deep/a', is(0))).toEqual(right(0));
      if (n % 2 === 0) project.remove('api/in');
      else project.move('api/in', `out-${n}`);
      project.write('api/in/deep/a.js', esm(n));
      expect(await project.getUntil('/api/in/deep/a', is(n))).toEqual(right(n));
      project.write('api/in/deep/b.js', esm(n));
      expect(await project.getUntil('/api/in/deep/b', is(n))).toEqual(right(n));
      project.remove('api/in');
      expect(await project.getUntil('/api/in/deep/b', isNone)).toEqual(none);
    }
    fs.cpSync(project.at('api'), project.at('copy'), { recursive: true });
    project.move('api', 'before');
    project.move('copy', 'api');
    project.write('api/a.js', esm('b'));
    expect(await project.getUntil('/api/a', is('b'))).toEqual(right('b'));
    await pause(1000);
    project.write('api/a.js', esm('c'));
    expect(await project.getUntil('/api/a', is('c'))).toEqual(right('c'));
  });

  it('of what a link leads to', async () => {
    const project = new WatchedProject({ 'api/a.js': esm('a'), 'shared/linked.js': esm(0) });
    fs.symlinkSync(project.at('shared'), project.at('api/more'), 'junction');
    await project.serve();
    project.write('shared/linked.js', esm(1));
    expect(await project.getUntil('/api/more/linked', is(1))).toEqual(right(1));
    project.write('shared/new.js', esm('new'));
    expect(await project.getUntil('/api/more/new', is('new'))).toEqual(right('new'));
  });

  it('of a _middleware file, which is added, changed and removed', async () => {
    const mark = (value: number) => `export default (req, res, next) => { req.mark = ${value}; next(); };`;
    const project = await new WatchedProject({
      'api/in/a.js': 'export default (req, res) => res.json(req.mark ?? 0);',
    }).serve();
    project.write('api/in/_middleware.js', mark(1));
    expect(await project.getUntil('/api/in/a', is(1))).toEqual(right(1));
    project.write('api/in/_middleware.js', mark(2));
    expect(await project.getUntil('/api/in/a', is(2))).toEqual(right(2));
    project.remove('api/in/_middleware.js');
    expect(await project.getUntil('/api/in/a', is(0))).toEqual(right(0));
  });

  it('once for a module that two folders share', async () => {
    const project = await new WatchedProject({
      'shared.mjs': 'globalThis.runs = (globalThis.runs ?? 0) + 1; export const box = { value: 0 };',
      'api/a.mjs':
        "import { box } from '../shared.mjs'; globalThis.a = box; export default (req, res) => res.json(box.value);",
      'other/b.mjs':
        "import { box } from '../shared.mjs'; export default (req, res) => res.json([box.value, globalThis.a === box, globalThis.runs]);",
      'both.mjs': `import express from 'express';
        import { fsRoutes } from 'express-pages-api';
        const app = express();
        app.use('/api', fsRoutes('./api', { watch: true }));
        app.use('/other', fsRoutes('./other', { watch: true }));
        const server = app.listen(0, () => process.send(server.address().port));`,
    }).start({ main: 'both.mjs' });
    expect(await project.get('/other/b')).toEqual(right([0, true, 1]));
    project.write('shared.mjs', 'globalThis.runs = (globalThis.runs ?? 0) + 1; export const box = { value: 1 };');
    expect(await project.getUntil('/other/b', is([1, true, 2]))).toEqual(right([1, true, 2]));
    expect(await project.get('/api/a')).toEqual(right(1));
  });

  it("of files that a loader of the caller's loads", async () => {
    const project = await new WatchedProject({
      'leaf.mjs': 'export const leaf = 0;',
      'api/a.mjs': "import { leaf } from '../leaf.mjs'; export default (req, res) => res.json(leaf);",
      'own.mjs': `import express from 'express';
        import { fsRoutes } from 'express-pages-api';
        const app = express();
        const router = fsRoutes('./api', { watch: true, import: (_file, url) => import(url) });
        await router.ready;
        app.use('/api', router);
        const server = app.listen(0, () => process.send(server.address().port));`,
    }).start({ main: 'own.mjs' });
    project.write('leaf.mjs', 'export const leaf = 1;');
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
  });
});

describe('a change that breaks', () => {
  it('is printed once with its file and code, and answers 500 with the reason until the file is fixed', async () => {
    const project = await new WatchedProject({ 'api/a.js': esm(0), 'api/b.js': esm('b') }).serve();
    project.write('api/a.js', 'export default (req, res) => {\n  res.json(;\n};');
    const broken = await project.getUntil('/api/a', isBroken);
    expect(broken.text).toMatch(
      /^The file could not be loaded: Unexpected token ';' \(.*a\.js:2\) \[FSR_LOAD_FAILED\]/,
    );
    expect(broken.text).toContain('file: a.js');
    expect(await project.get('/api/b')).toEqual(right('b'));
    project.write('api/b.js', esm('c'));
    expect(await project.getUntil('/api/b', is('c'))).toEqual(right('c'));
    expect(await project.get('/api/a')).toEqual(broken);
    expect(count(project.stderr, 'FSR_LOAD_FAILED')).toBe(1);

    project.write('api/a.js', esm(1));
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
    await project.printed('Fixed: a.js');
    expect(count(project.stderr, 'Fixed: a.js')).toBe(1);
  });

  it('is printed as docs/watch.md shows it', async () => {
    const [shown] = /(?<=```text\n)[^]*?(?=```)/.exec(readDocument('docs/watch.md'))!;
    const text = (line: string) => `export default (req, res) => {\n  // The third line:\n  ${line}\n};`;
    const project = await new WatchedProject({ 'api/posts/[pid].js': text('res.json(0);') }).serve();
    project.write('api/posts/[pid].js', text('res.json(;'));
    await project.printed('FSR_LOAD_FAILED');
    project.write('api/posts/[pid].js', text('res.json(1);'));
    await project.printed('Fixed');
    expect(project.stderr.replaceAll(project.folder, '/srv/app')).toBe(shown);
  });

  it.each([
    ['a file without a handler', 'export const a = 1;', 'FSR_NO_HANDLER'],
    ['a default export that is not a handler', 'export default 1;', 'FSR_BAD_HANDLER'],
    ['a bad config', `${esm(1)} export const config = { api: { bodyparser: false } };`, 'FSR_BAD_CONFIG'],
    ['an export that is never called', `${esm(1)} export const PROPFIND = () => {};`, 'FSR_UNKNOWN_EXPORT'],
    ['a file that throws', "throw new Error('not today');", 'FSR_LOAD_FAILED'],
    ['an import of a file that does not exist', `import './nothing.js'; ${esm(1)}`, 'FSR_LOAD_FAILED'],
    ['an empty file', '', 'FSR_NO_HANDLER'],
  ])('may be %s', async (_what, text, code) => {
    const project = await new WatchedProject({ 'api/a.js': esm(0) }).serve();
    project.write('api/a.js', text);
    expect((await project.getUntil('/api/a', isBroken)).text).toContain(`[${code}]`);
    project.write('api/a.js', esm(1));
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
  });

  it('may be in a module that a route file imports', async () => {
    const project = await new WatchedProject({
      'lib/leaf.mjs': 'export const leaf = 0;',
      'lib/between.mjs': "export { leaf } from './leaf.mjs';",
      'api/a.js': "import { leaf } from '../lib/between.mjs'; export default (req, res) => res.json(leaf);",
      'api/b.js': esm('b'),
    }).serve();
    project.write('lib/leaf.mjs', 'export const leaf = ;');
    expect((await project.getUntil('/api/a', isBroken)).text).toMatch(/\(.*leaf\.mjs:1\)/);
    expect(await project.get('/api/b')).toEqual(right('b'));
    project.write('lib/leaf.mjs', 'export const leaf = 1;');
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
    project.remove('lib/leaf.mjs');
    expect((await project.getUntil('/api/a', isBroken)).text).toContain('leaf.mjs');
    project.write('lib/leaf.mjs', 'export const leaf = 2;');
    expect(await project.getUntil('/api/a', is(2))).toEqual(right(2));
  });

  it('may be an import from a folder that does not exist yet, or of a module that does not load; a later save fixes it', async () => {
    const uses = "import { leaf } from '../lib/new/leaf.mjs'; export default (req, res) => res.json(leaf);";
    const project = await new WatchedProject({ 'api/a.js': esm(0), 'lib/other.mjs': '' }).serve();
    project.write('api/a.js', uses);
    expect((await project.getUntil('/api/a', isBroken)).text).toContain('leaf.mjs');
    project.write(
      'lib/new/leaf.mjs',
      "import fs from 'node:fs'; export const leaf = Number(fs.readFileSync('leaf.txt', 'utf8'));",
    );
    expect((await project.getUntil('/api/a', ({ text }) => text.includes('leaf.txt'))).text).toContain('ENOENT');
    project.write('leaf.txt', '1');
    project.write('api/a.js', `${uses} `);
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
  });

  it('may be a conflict: both files answer 500, and the others as before', async () => {
    const project = await new WatchedProject({ 'api/[id].js': esm('id'), 'api/b.js': esm('b') }).serve();
    project.write('api/[slug]/x.js', esm('slug'));
    const broken = await project.getUntil('/api/1', isBroken);
    expect(broken.text).toMatch(/FSR_PARAM_NAME_CONFLICT[^]*\[id\]\.js[^]*\[slug\]\/x\.js/);
    expect(await project.get('/api/1/x')).toEqual(broken);
    expect(await project.get('/api/b')).toEqual(right('b'));
    project.move('api/[slug]', 'api/[id]');
    expect(await project.getUntil('/api/1/x', is('slug'))).toEqual(right('slug'));
    expect(await project.get('/api/1')).toEqual(right('id'));
  });

  it.each([
    ['admin', 'Admin', '/admin'],
    ['[id]', '[ID]', '/7'],
  ])(
    'may be a second folder with the same URL, which opens no way around middleware: %s and %s',
    async (guarded, other, url) => {
      const project = await new WatchedProject({
        [`api/${guarded}/_middleware.js`]:
          'export default (req, res, next) => (req.query.key ? next() : res.sendStatus(401));',
        [`api/${guarded}/a.js`]: esm('a'),
        'api/free/a.js': esm('free'),
      }).serve();
      for (const file of ['b', 'c', 'd/e']) project.write(`api/${other}/${file}.js`, esm('open'));
      expect((await project.getUntil(`/api${url}/d/e`, isBroken)).status).toBe(500);
      for (const file of ['a', 'b', 'c']) expect((await project.get(`/api${url}/${file}?key=1`)).status).toBe(500);
      expect((await project.get(`/api${url}/b`)).status).toBe(500);
      expect(await project.get('/api/free/a')).toEqual(right('free'));
      project.remove(`api/${other}`);
      expect(await project.getUntil(`/api${url}/a`, ({ status }) => status === 401)).toMatchObject({ status: 401 });
    },
  );

  it('may be a link to the folder above, from which nothing is loaded', async () => {
    const project = await new WatchedProject({ 'api/a.js': esm('a'), 'above.js': 'console.log("ran")' }).serve();
    fs.symlinkSync('..', project.at('api/up'), 'dir');
    project.write('api/b.js', esm('b'));
    expect(await project.getUntil('/api/b', is('b'))).toEqual(right('b'));
    await project.printed('FSR_LINK_NOT_FOLLOWED');
    expect(project.stderr).toContain('file: up');
    expect(await project.get('/api/up/above')).toEqual({ status: 404, text: 'none' });
    expect(await project.get('/api/a')).toEqual(right('a'));
    expect(project.stdout).toBe('');
  });

  it('may be a second file for a URL: neither answers', async () => {
    const project = await new WatchedProject({ 'api/b.js': esm('b') }).serve();
    project.write('api/b/index.js', esm('other'));
    expect((await project.getUntil('/api/b', isBroken)).text).toContain('FSR_DUPLICATE_ROUTE');
    project.remove('api/b/index.js');
    expect(await project.getUntil('/api/b', is('b'))).toEqual(right('b'));
  });

  it('may be a file name with a typo, which gets no URL', async () => {
    const project = await new WatchedProject({ 'api/b.js': esm('b') }).serve();
    project.write('api/[b.js', esm('other'));
    await project.printed('FSR_BAD_BRACKETS');
    expect(project.stderr).toContain('file: [b.js');
    expect(await project.get('/api/b')).toEqual(right('b'));
    project.remove('api/[b.js');
    await project.printed('Fixed: [b.js');
    expect(project.stderr).toContain('Fixed: [b.js');
  });

  it.each([
    ['that does not load', { '_middleware.js': 'export default (' }, 'FSR_LOAD_FAILED'],
    ['that is misnamed', { '_Middleware.js': 'export default (req, res, next) => next();' }, 'FSR_MIDDLEWARE_NAME'],
    ['that is misspelt', { '_middelware.js': 'export default (req, res, next) => next();' }, 'FSR_MIDDLEWARE_NAME'],
    ['that would be a route', { 'middleware.js': esm('no') }, 'FSR_MIDDLEWARE_NAME'],
    [
      'which has two files',
      {
        '_middleware.js': 'export default (req, res, next) => next();',
        '_middleware.cjs': 'module.exports = (req, res, next) => next();',
      },
      'FSR_DUPLICATE_MIDDLEWARE',
    ],
  ])('may be the middleware of a folder, %s: then no route below it answers', async (_what, files, code) => {
    const project = await new WatchedProject({ 'api/in/deep/a.js': esm('a'), 'api/out.js': esm('out') }).serve();
    for (const [file, text] of Object.entries(files)) project.write(`api/in/${file}`, text);
    expect((await project.getUntil('/api/in/deep/a', isBroken)).text).toContain(`[${code}]`);
    expect(await project.get('/api/out')).toEqual(right('out'));
    for (const file of Object.keys(files)) project.remove(`api/in/${file}`);
    expect(await project.getUntil('/api/in/deep/a', is('a'))).toEqual(right('a'));
  });

  it('may be a name that is only warned of: all routes answer', async () => {
    const project = await new WatchedProject({ 'api/a.js': esm('a') }).serve();
    project.write('api/$id.js', esm('literal'));
    project.write('api/b.JS', '');
    await project.printed('FSR_LITERAL_NAME');
    await project.printed('FSR_NOT_SERVED');
    expect(await project.getUntil('/api/$id', is('literal'))).toEqual(right('literal'));
    expect(await project.get('/api/a')).toEqual(right('a'));
    project.remove('api/b.JS');
    await project.printed('Fixed: b.JS');
  });

  it("is reported in full with compat: 'next', too", async () => {
    const project = await new WatchedProject({ 'api/a.js': esm(0) }).serve({ compat: 'next' });
    project.write('api/a.js', "throw new Error('not today');");
    const broken = await project.getUntil('/api/a', ({ status, text }) => status === 500 && text.includes('FSR_'));
    expect(broken.text).toContain('not today');
    project.write('api/a.js', esm(1));
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
  });

  it('stops the app at start-up, as without watch; if it shows later, the other routes answer', async () => {
    await expect(new WatchedProject({ 'api/a.cjs': 'module.exports = 1;' }).serve()).rejects.toThrow('FSR_NO_HANDLER');
    const late = 'await null; export default 1;';
    const project = await new WatchedProject({ 'api/a.js': late, 'api/b.js': esm('b') }).serve();
    expect(await project.getUntil('/api/b', is('b'))).toEqual(right('b'));
    expect((await project.get('/api/a')).text).toContain('FSR_BAD_HANDLER');
    project.write('api/a.js', `await null; ${esm(1)}`);
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
  });
});

describe('a file that throws', () => {
  it('answers 500 whatever it throws, and answers again when it is fixed', async () => {
    const broken = thrownValues.map(([, expression], index) => [`api/a${index}.cjs`, `throw ${expression};`] as const);
    const working = broken.map(([file]) => [file, cjs('ok')] as const);
    const project = await new WatchedProject(Object.fromEntries(working)).serve();
    for (const [files, isRight] of [
      [broken, isBroken],
      [working, is('ok')],
    ] as const) {
      for (const [file, source] of files) project.write(file, source);
      for (const [file] of files) {
        const url = `/${file.replace('.cjs', '')}`;
        expect([file, isRight(await project.getUntil(url, isRight))]).toEqual([file, true]);
      }
    }
  });
});

describe('while files change', () => {
  it('a pending request finishes with the routes that it started with', async () => {
    const project = await new WatchedProject({
      'api/go.js': `export default (req, res, next) => { process.once('SIGUSR2', () => next()); process.send('here'); };`,
      'api/[any].js': esm('before'),
    }).start();
    const first = project.get('/api/go');
    await project.message();
    project.write('api/[any].js', esm('after'));
    expect(await project.getUntil('/api/other', is('after'))).toEqual(right('after'));
    project.signal('SIGUSR2');
    expect(await first).toEqual(right('before'));
  });

  it('connections stay open: one that is kept alive, and a stream of events', async () => {
    const project = await new WatchedProject({
      'api/a.js': esm(0),
      'api/events.js': `export default (req, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        res.write('data: 0\\n\\n');
        globalThis.send = (text) => res.write('data: ' + text + '\\n\\n');
      };`,
      'api/send.js': 'export default (req, res) => { globalThis.send(req.query.text); res.json(null); };',
    }).serve();
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<unknown>();
    const ask = async () => {
      const [response] = (await once(http.get(project.url('/api/a'), { agent }), 'response')) as [http.IncomingMessage];
      sockets.add(response.socket);
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
      return text;
    };
    const events = await fetch(project.url('/api/events'));
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('data: 0\n\n');
    expect(await ask()).toBe('0');
    for (let value = 1; value <= 5; value += 1) {
      project.write('api/a.js', esm(value));
      project.write(`api/new-${value}.js`, esm(value));
      await project.getUntil('/api/a', is(value));
      expect(await ask()).toBe(String(value));
    }
    await project.get('/api/send?text=still');
    expect((await reader.read()).value).toBe('data: still\n\n');
    expect(sockets.size).toBe(1);
    await reader.cancel();
    agent.destroy();
  });

  it('router.routes, match() and listRoutes() have the routes that the folder has now', async () => {
    const project = await new WatchedProject({
      'api/a.js': esm('a'),
      'list.mjs': `import express from 'express';
        import { fsRoutes } from 'express-pages-api';
        const app = express();
        const router = fsRoutes('./api', { watch: true });
        app.get('/list', (req, res) => res.json([
          router.routes.map(({ file }) => file),
          router.match('/b')?.route.file ?? null,
          router.listRoutes().map(({ path }) => path),
        ]));
        const server = app.listen(0, () => process.send(server.address().port));`,
    }).start({ main: 'list.mjs' });
    expect(await project.get('/list')).toEqual(right([['a.js'], null, ['/a']]));
    project.write('api/b.js', esm('b'));
    const after = [['a.js', 'b.js'], 'b.js', ['/a', '/b']];
    expect(await project.getUntil('/list', is(after))).toEqual(right(after));
  });

  it.concurrent(
    'a file that never finishes loading delays requests by five seconds at most, and the other files load',
    async () => {
      const files = { 'api/a.js': esm('a'), 'api/b.js': esm('b'), 'api/never.js': esm('never') };
      const project = await new WatchedProject(files).start();
      project.write('api/a.js', `await new Promise((resolve) => (globalThis.go = resolve)); ${esm('late')}`);
      project.write('api/never.js', `await new Promise(() => undefined); ${esm('never')}`);
      await pause(500);
      // It waits, and is answered.
      expect(await project.get('/api/b')).toEqual(right('b'));
      expect((await project.getUntil('/api/a', isBroken)).text).toContain('still loading after 5 seconds');
      project.write('api/b.js', `export default (req, res) => { globalThis.go(); res.json('c'); };`);
      expect(await project.getUntil('/api/b', is('c'))).toEqual(right('c'));
      expect(await project.getUntil('/api/a', is('late'))).toEqual(right('late'));
      expect(await project.getUntil('/api/never', isBroken)).toMatchObject({ status: 500 });
      project.write('api/never.js', esm('fixed'));
      expect(await project.getUntil('/api/never', is('fixed'))).toEqual(right('fixed'));
    },
  );
});

describe('a change that needs a restart', () => {
  it.each([
    ['', ['server.mjs'], []],
    [', however Node.js is started', ['server'], ['--enable-source-maps']],
  ])('is reported for the files that start the app, which are not run again%s', async (_what, [main], args) => {
    const project = await new WatchedProject({
      'server.js': "import('./server.mjs');",
      'leaf.mjs': 'export const leaf = 0;',
      'server.mjs': `import express from 'express';
        import { fsRoutes } from 'express-pages-api';
        import { leaf } from './leaf.mjs';
        globalThis.starts = (globalThis.starts ?? 0) + 1;
        export const name = 'app';
        const app = express();
        app.use('/api', fsRoutes('./api', { watch: true }));
        const server = app.listen(0, () => process.send(server.address().port));`,
      'api/a.js': `import { leaf } from '../leaf.mjs';
        export default async (req, res) => {
          const { name } = await import('../server.mjs');
          res.json([leaf, name, globalThis.starts]);
        };`,
    }).start({ main: main!, args });
    expect(await project.get('/api/a')).toEqual(right([0, 'app', 1]));
    project.write('leaf.mjs', 'export const leaf = 1;');
    expect(await project.getUntil('/api/a', is([1, 'app', 1]))).toEqual(right([1, 'app', 1]));
    fs.appendFileSync(project.at('server.mjs'), '\n');
    await project.printed('Restart');
    expect(project.stderr).toContain('server.mjs starts the app, and is not run again. Restart to see its change.');
  });

  it('is reported for an ES module that CommonJS requires', async () => {
    const project = await new WatchedProject({
      'leaf.mjs': 'export const leaf = 0;',
      'api/a.cjs': "const { leaf } = require('../leaf.mjs'); module.exports = (req, res) => res.json(leaf);",
    }).serve();
    project.write('leaf.mjs', 'export const leaf = 1;');
    await project.printed('Restart');
    expect(project.stderr).toMatch(/leaf\.mjs is an ES module that .*a\.cjs loads with require\(\)\. Restart to see/);
  });
});

describe('watching', () => {
  it('is off in production, where nothing of it is loaded', async () => {
    const project = await new WatchedProject({
      'api/a.js': esm(0),
      'api/loaded.cjs': `const { Module } = require('node:module');
        module.exports = (req, res) => res.json(Object.keys(require.cache).filter((file) => /watch/.test(require('node:path').basename(file))));`,
    }).start({ env: { NODE_ENV: 'production' } });
    project.write('api/a.js', esm(1));
    project.write('api/b.js', esm('b'));
    await pause(500);
    expect(await project.get('/api/a')).toEqual(right(0));
    expect(await project.get('/api/b')).toEqual(none);
    expect(await project.get('/api/loaded')).toEqual(right([]));
  });

  it('stops with close(), and lets the process exit', async () => {
    const project = await new WatchedProject({ 'api/a.js': esm(0) }).start();
    expect(await project.stop()).toBe(0);
  });

  it('does not keep a process alive without close()', async () => {
    const project = new WatchedProject({
      'api/a.js': esm(0),
      'only.mjs': `import { fsRoutes } from 'express-pages-api';
        fsRoutes('./api', { watch: true });
        process.send(0);
        process.disconnect();`,
    });
    await project.start({ main: 'only.mjs' });
    expect(await project.exit()).toBe(0);
  });

  it('finds what changed before it started', async () => {
    const project = await new WatchedProject({
      'api/a.js': `import fs from 'node:fs'; fs.writeFileSync(new URL('./b.js', import.meta.url), ${JSON.stringify(esm('new'))}); ${esm('a')}`,
      'api/b.js': esm('old'),
    }).serve();
    expect(await project.getUntil('/api/b', is('new'))).toEqual(right('new'));
  });

  it('prints the routes, and what it loads again, for DEBUG=express-pages-api', async () => {
    const project = await new WatchedProject({
      'api/_middleware.js': 'export default (req, res, next) => next();',
      'api/posts/[pid].js': 'export const GET = (req, res) => res.json(0);',
      'api/index.js': esm(0),
    }).start({ env: { DEBUG: 'express-pages-api' } });
    expect(project.stderr).toMatch(
      /2 routes in .*api\n.*\* +\/ +index\.js \(after _middleware\.js\)\n.*GET,HEAD,OPTIONS +\/posts\/\[pid\] +posts\/\[pid\]\.js/,
    );
    project.write('api/index.js', esm(1));
    await project.getUntil('/api', is(1));
    expect(project.stderr).toMatch(/api: 1 changed, 1 to load again/);
  });
});

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { fsRoutes, FsRoutesError, type FsRoutesOptions } from '../../lib/index.js';
import { routeFolder } from '../support/route-folder.js';

function appFor(files: Record<string, string>, options?: FsRoutesOptions) {
  const app = express();
  const router = fsRoutes(routeFolder(files), options);
  app.use('/api', router);
  app.use((error: Error, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
    res.status(500).json(Object.assign({}, error, { message: error.message }));
  });
  return { app, router };
}

function refusal(files: Record<string, string>): FsRoutesError {
  try {
    fsRoutes(routeFolder(files));
  } catch (error) {
    if (error instanceof FsRoutesError) return error;
    throw error;
  }
  throw new Error('The folder was not refused.');
}

const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);

beforeEach(() => {
  warned.mockClear();
});

describe('CommonJS route files', () => {
  it.each([
    ['module.exports = handler', 'module.exports = (req, res) => res.send("ok")'],
    ['exports.default', 'exports.default = (req, res) => res.send("ok")'],
    [
      'transpiled ES modules',
      'exports.__esModule = true; exports.default = (req, res) => res.send("ok"); exports.config = {}',
    ],
    ['an array', 'module.exports = [(req, res, next) => next(), (req, res) => res.send("ok")]'],
    ['nested arrays', 'module.exports = [[(req, res, next) => next()], [[(req, res) => res.send("ok")]]]'],
    [
      'config on the handler',
      'module.exports = (req, res) => res.send("ok"); module.exports.config = { api: { bodyParser: false } }',
    ],
    [
      'a handler that is its own default',
      'module.exports = (req, res) => res.send("ok"); module.exports.default = module.exports',
    ],
  ])('are loaded at once: %s', async (_what, source) => {
    const { app, router } = appFor({ 'a.cjs': source });
    await expect(router.ready).resolves.toBeUndefined();
    await request(app).get('/api/a').expect(200, 'ok');
  });
});

describe('route files that only import() can load', () => {
  const source = 'await new Promise((done) => setTimeout(done, 50)); export default (req, res) => res.send("ok")';

  it('are served as soon as they are loaded: requests wait', async () => {
    const { app } = appFor({ 'a.mjs': source });
    await request(app).get('/api/a').expect(200, 'ok');
  });

  it('do not delay a request that matches no route', async () => {
    const { app, router } = appFor({ 'a.mjs': 'await new Promise(() => {}); export default () => {}' });
    await request(app).get('/api/b').expect(404);
    expect(router.routes).toHaveLength(1);
  });

  it('reject `ready`, fail requests and print a warning when one of them fails', async () => {
    const { app, router } = appFor({
      'a.mjs': source,
      'b.mjs': 'await null; throw new Error("no database"); export default 1',
    });
    await expect(router.ready).rejects.toMatchObject({ code: 'FSR_LOAD_FAILED', files: ['b.mjs'] });
    const response = await request(app).get('/api/a').expect(500);
    expect(response.body).toMatchObject({ code: 'FSR_LOAD_FAILED', message: expect.stringContaining('no database') });
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('b.mjs'), {
      type: 'FsRoutesWarning',
      code: 'FSR_LOAD_FAILED',
    });
  });

  it('are reported in one error, in the order of their files', async () => {
    const { router } = appFor({
      'a.mjs': 'await new Promise((done) => setTimeout(done, 30)); throw new Error("slow"); export default 1',
      'b.mjs': 'await null; throw new Error("quick"); export default 1',
      'c.mjs': 'await null; export const handler = 1',
    });
    await expect(router.ready).rejects.toMatchObject({
      problems: [
        { code: 'FSR_LOAD_FAILED', files: ['a.mjs'] },
        { code: 'FSR_LOAD_FAILED', files: ['b.mjs'] },
        { code: 'FSR_NO_HANDLER', files: ['c.mjs'] },
      ],
    });
  });
});

describe('a file that requires, while it runs, what only import() can load', () => {
  const count = 'globalThis.runs += 1;';
  const slow = { 'lib/slow.mjs': 'await null; export default 1' };
  const compiled = { version: 3, file: 'a.cjs', sources: ['../src/a.ts'], names: [], mappings: 'AAAA' };
  const map = Buffer.from(JSON.stringify(compiled)).toString('base64');
  const cases = {
    itself: { 'api/a.cjs': `${count} require('../lib/slow.mjs')` },
    'through other files': {
      'api/a.cjs': `${count} require('../lib/1.cjs')`,
      'lib/1.cjs': 'require("./2.cjs")',
      'lib/2.cjs': 'require("./slow.mjs")',
    },
    'as an ES module': {
      'api/a.mjs': `import { createRequire } from 'node:module'; ${count} createRequire(import.meta.url)('../lib/slow.mjs')`,
    },
    'under an odd name': { 'api/it (1)/[...a b+é].cjs': `${count} require('../../lib/slow.mjs')` },
    'compiled, with source maps': {
      'api/a.cjs': `${count} require('../lib/slow.mjs')\n//# sourceMappingURL=data:application/json;base64,${map}\n`,
    },
  };
  /** A script that prints how often the file ran, and with which error it failed: at once, or later. */
  const script = `
    const { fsRoutes } = require(process.argv[1]);
    globalThis.runs = 0;
    const tell = (when) => (error) => console.log(globalThis.runs, when, error?.code);
    try {
      fsRoutes(process.argv[2]).ready.then(tell('late'), tell('late'));
    } catch (error) {
      tell('at once')(error);
    }`;

  function load(directory: string): string {
    const args = ['--enable-source-maps', '-e', script, path.resolve('dist/index.cjs'), directory];
    return execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  }

  it.each(Object.entries(cases))('runs once, and fails at start-up: %s', (_how, files) => {
    expect(load(path.join(routeFolder({ ...files, ...slow }), 'api'))).toBe('1 at once FSR_LOAD_FAILED');
  });

  it('runs once if the folder is a link', () => {
    const folder = routeFolder({ ...cases.itself, ...slow });
    fs.symlinkSync(path.join(folder, 'api'), path.join(folder, 'link'), 'junction');
    expect(load(path.join(folder, 'link'))).toBe('1 at once FSR_LOAD_FAILED');
  });

  it.each([
    ['it awaits', { 'api/it (1)/[...a b+é].mjs': `await null; ${count} export default () => {}` }],
    ['a file that it imports awaits', { 'api/a.mjs': `import '../lib/slow.mjs'; ${count} export default () => {}` }],
  ])('is not a file that is loaded with import() because %s', (_why, files) => {
    expect(load(path.join(routeFolder({ ...files, ...slow }), 'api'))).toBe('1 late undefined');
  });
});

describe('the `import` option', () => {
  it('is called with the absolute path and the file URL, and may return a module', async () => {
    const seen: string[][] = [];
    const { app, router } = appFor(
      { 'a #1.js': 'never read' },
      {
        import: (...args) => {
          seen.push(args);
          return { default: (_req: express.Request, res: express.Response) => res.send('ok') };
        },
      },
    );
    const [[file, url]] = seen as [[string, string]];
    expect(path.isAbsolute(file)).toBe(true);
    expect(url).toBe(pathToFileURL(file).href);
    expect(url).toMatch(/a%20%231\.js$/);
    await expect(router.ready).resolves.toBeUndefined();
    await request(app).get('/api/a%20%231').expect(200, 'ok');
  });

  it('may return a promise, whose rejection is reported', async () => {
    const importModule = (file: string) =>
      file.endsWith('bad.js')
        ? Promise.reject(new Error('no such transform'))
        : { default: { default: () => undefined } };
    const { router } = appFor({ 'bad.js': '', 'good.js': '' }, { import: importModule });
    await expect(router.ready).rejects.toMatchObject({
      problems: [{ files: ['bad.js'], message: expect.stringContaining('no such transform') }],
    });
  });
});

describe('a module that the app and a route file share', () => {
  const files = {
    'package.json': '{ "type": "module" }',
    'count.ts': 'export const count: { value: number } = { value: 0 };',
    'api/a.ts':
      'import { count } from "../count.ts"; export default (_req: unknown, res: any) => { count.value += 1; res.end(); };',
    'api/b.ts':
      'import { count } from "../count.ts"; await null; export default (_req: unknown, res: any) => { count.value += 1; res.end(); };',
    'app.ts': `
      import express from 'express';
      import { count } from './count.ts';
      import { fsRoutes } from 'express-pages-api';
      const router = fsRoutes(new URL('./api', import.meta.url));
      const server = express().use(router).listen(0, async () => {
        const { port } = server.address() as { port: number };
        await Promise.all(['a', 'b'].map((path) => fetch('http://localhost:' + port + '/' + path)));
        console.log(count.value);
        process.exit();
      });`,
  };

  it('is one module with tsx, whose require and import() have different module caches', () => {
    const folder = routeFolder(files);
    fs.mkdirSync(path.join(folder, 'node_modules'));
    fs.symlinkSync(path.resolve('.'), path.join(folder, 'node_modules', 'express-pages-api'), 'junction');
    fs.symlinkSync(path.resolve('node_modules/express'), path.join(folder, 'node_modules', 'express'), 'junction');
    const tsx = import.meta.resolve('tsx');
    const output = execFileSync(process.execPath, ['--import', tsx, 'app.ts'], { cwd: folder, encoding: 'utf8' });
    expect(output.trim()).toBe('2');
  });
});

describe('a route file is refused', () => {
  it.each([
    ['without a handler', 'FSR_NO_HANDLER', 'exports.handle = () => {}'],
    ['that is empty', 'FSR_NO_HANDLER', ''],
    ['that exports a string', 'FSR_BAD_HANDLER', 'exports.default = "hello"'],
    ['that exports null', 'FSR_BAD_HANDLER', 'exports.default = null'],
    ['that exports a class', 'FSR_BAD_HANDLER', 'module.exports = class Posts {}'],
    ['that exports an error handler alone', 'FSR_BAD_HANDLER', 'module.exports = (error, req, res, next) => {}'],
    ['that exports an empty array', 'FSR_BAD_HANDLER', 'module.exports = []'],
    ['with undefined in its array', 'FSR_BAD_HANDLER', 'module.exports = [() => {}, undefined]'],
    ['that throws', 'FSR_LOAD_FAILED', 'throw new Error("no DATABASE_URL")'],
    ['that throws null', 'FSR_LOAD_FAILED', 'throw null'],
    ['that throws an object without a message', 'FSR_LOAD_FAILED', 'throw Object.create(null)'],
    ['with a syntax error', 'FSR_LOAD_FAILED', 'module.exports = ('],
    ['that requires a missing module', 'FSR_LOAD_FAILED', 'require("./nowhere")'],
    ['with a config that is not an object', 'FSR_BAD_CONFIG', 'exports.default = () => {}; exports.config = true'],
  ])('%s: %s', (_what, code, source) => {
    const error = refusal({ 'posts/a.cjs': source, 'b.cjs': 'module.exports = () => {}' });
    expect(error).toMatchObject({ code, file: 'posts/a.cjs', problems: { length: 1 } });
    expect(error.help).not.toBe('');
  });

  it('with its name, its line, the message of the error that it threw, and that error as `cause`', () => {
    const error = refusal({ 'a.cjs': 'throw new Error("no DATABASE_URL")' });
    expect(error.message).toContain('no DATABASE_URL');
    expect(error.message).toContain('a.cjs');
    expect(error.cause).toMatchObject({ message: 'no DATABASE_URL' });
    expect(error.message).toMatch(/a\.cjs:1/);
  });

  it('and not loaded again by import() if it threw while it was running', () => {
    const error = refusal({
      'a.cjs':
        'globalThis.runs = (globalThis.runs ?? 0) + 1; throw Object.assign(new Error("x"), { code: "ERR_REQUIRE_ASYNC_MODULE" })',
    });
    expect([error.code, (globalThis as { runs?: number }).runs]).toEqual(['FSR_LOAD_FAILED', 1]);
  });

  it('together with every other file whose name or content is wrong', () => {
    const error = refusal({ '[a.cjs': '', 'b.cjs': 'throw new Error("boom")', 'c.cjs': '' });
    expect(error.problems.map(({ code, files }) => [code, ...files])).toEqual([
      ['FSR_BAD_BRACKETS', '[a.cjs'],
      ['FSR_NO_HANDLER', '[a.cjs'],
      ['FSR_LOAD_FAILED', 'b.cjs'],
      ['FSR_NO_HANDLER', 'c.cjs'],
    ]);
  });

  it('with the command that starts a loader, if it is TypeScript and there is none', () => {
    // An enum, because newer versions of Node can strip types by themselves.
    const folder = routeFolder({ 'a.ts': 'enum Color { Red } export default () => Color.Red;' });
    const script = `require(${JSON.stringify(path.resolve('dist/index.cjs'))}).fsRoutes(${JSON.stringify(folder)})`;
    expect(() => execFileSync(process.execPath, ['-e', script], { stdio: 'pipe' })).toThrow(/--import tsx/);
  });
});

import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { LoadProgress } from '../../lib/cli/load-progress.js';
import { fsRoutes } from '../../lib/index.js';
import { trace } from '../../lib/reporting/trace.js';
import { environment, run, type Outcome } from '../support/child-process.js';
import { examples, readDocument } from '../support/markdown-app.js';
import { routeFolder } from '../support/route-folder.js';
import { runInProcess } from '../support/run-in-process.js';
import { thrownValues } from '../support/thrown-values.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'dist', 'cli.js');
const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs');
if (!fs.existsSync(program)) throw new Error('There is no dist/cli.js: run `npm run build` first, as `npm test` does.');

/**
 * Runs the built program in a process of its own, for tests of its streams, signals, exit code, environment or loaders.
 * All other tests run in this process, with `runWith`.
 */
function start(cwd: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return run(process.execPath, [program, ...args], cwd, false, variables);
}

/** Carries out a command in a new folder with these files. */
function runWith(files: readonly string[] | Record<string, string>, ...args: readonly string[]): Promise<Outcome> {
  return runInProcess(routeFolder(files), args);
}

async function jsonOf(outcome: Promise<Outcome>): Promise<Record<string, unknown>> {
  return JSON.parse((await outcome).stdout) as Record<string, unknown>;
}

function startUpError(folder: string): unknown {
  try {
    return fsRoutes(folder);
  } catch (error) {
    return error;
  }
}

const handler = 'module.exports = () => undefined;';
const posts = {
  'api/_middleware.js': 'module.exports = (req, res, next) => next();',
  'api/posts/index.js': 'exports.GET = () => undefined; exports.POST = () => undefined;',
  'api/posts/create.js': handler,
  'api/posts/[pid].js': 'exports.get = () => undefined;',
};
const broken = { 'api/a.js': handler, 'api/a/index.js': handler, 'api/b.js': 'throw new Error("no database")' };
/** A file that leaves a trace when it is loaded. */
const marker = `require('node:fs').writeFileSync(__dirname + '/loaded', ''); ${handler}`;

describe('list', () => {
  it('prints the table in order of precedence, and no colors into a pipe', async () => {
    expect(await start(routeFolder(posts), ['list', 'api'])).toEqual({
      code: 0,
      stdout: [
        'METHODS                URL            EXPRESS PATH   FILE             MIDDLEWARE',
        'GET,HEAD,OPTIONS,POST  /posts         /posts         posts/index.js   _middleware.js',
        '*                      /posts/create  /posts/create  posts/create.js  _middleware.js',
        'GET,HEAD,OPTIONS       /posts/[pid]   /posts/:pid    posts/[pid].js   _middleware.js',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  it('prints the routes that router.routes has', async () => {
    const folder = routeFolder(posts);
    const { routes } = await jsonOf(runInProcess(folder, ['list', 'api', '--json']));
    const { routes: served } = fsRoutes(path.join(folder, 'api'));
    expect(routes).toEqual(
      served.map(({ methods, path, file, middleware }) => ({
        methods,
        path,
        expressPath: path.replace('[pid]', ':pid'),
        file,
        middleware,
      })),
    );
  });

  it('prints colors if the environment asks for them', async () => {
    const { stdout } = await start(routeFolder(posts), ['list', 'api'], { FORCE_COLOR: '1', NO_COLOR: undefined });
    expect(stdout).toContain('\x1b[2mMETHODS ');
    expect(stdout).toContain('\x1b[1m/posts/[pid] \x1b[22m');
  });

  it('prints several lines for a route if the terminal is narrow', async () => {
    const { stdout } = await runInProcess(routeFolder(posts), ['list', 'api', '--no-load'], { width: 40 });
    expect(stdout.trimEnd().split('\n').slice(-4)).toEqual([
      '/posts/[pid]',
      '  express path  /posts/:pid',
      '  file          posts/[pid].js',
      '  middleware    _middleware.js',
    ]);
  });

  it('reports problems after the table of the other routes', async () => {
    const { code, stdout, stderr } = await runWith(broken, 'list', 'api');
    expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 1, lines: 5 });
    expect(stdout).toMatch(/^\? +\/b +\/b +b\.js$/m);
    expect(stderr).toMatch(
      /^\na\.js\n {2}These files answer the same URL\. \[FSR_DUPLICATE_ROUTE\]\n {4}also: a\/index\.js/,
    );
    expect(stderr).toContain('no database');
  });

  it('reports that a folder has no route', async () => {
    const { code, stdout, stderr } = await runWith({ 'api/notes.txt': '' }, 'list', 'api');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^\.\n {2}There is no route file in /);
  });

  it('loads no file with --no-load', async () => {
    const folder = routeFolder({ 'api/a.js': marker });
    const { code, stdout } = await runInProcess(folder, ['list', 'api', '--no-load']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'URL  EXPRESS PATH  FILE\n/a   /a            a.js\n' });
    expect(fs.readdirSync(path.join(folder, 'api'))).toEqual(['a.js']);
    await runInProcess(folder, ['list', 'api']);
    expect(fs.readdirSync(path.join(folder, 'api'))).toEqual(['a.js', 'loaded']);
  });

  it('takes the options of fsRoutes', async () => {
    const folder = routeFolder(['api/a.js', 'api/_b.js', 'api/drafts/c.js', 'api/d.mjs']);
    const filesOf = async (...flags: string[]) => {
      const { routes } = await jsonOf(runInProcess(folder, ['list', 'api', '--no-load', '--json', ...flags]));
      return (routes as { file: string }[]).map(({ file }) => file).sort();
    };
    expect(await filesOf()).toEqual(['a.js', 'd.mjs', 'drafts/c.js']);
    expect(await filesOf('--ignore-also', 'drafts', '--ignore-also', 'd.*')).toEqual(['a.js']);
    expect(await filesOf('--ignore', 'drafts', '--extensions', 'mjs,.js')).toEqual(['_b.js', 'a.js', 'd.mjs']);
    expect(await filesOf('--compat', 'next')).toEqual(['_b.js', 'a.js', 'drafts/c.js']);
    const outcomeOf = async (...flags: string[]) =>
      (await jsonOf(runInProcess(folder, ['match', 'api', ...flags, '--json'])))['outcome'];
    expect([await outcomeOf('/A'), await outcomeOf('/A', '--case-sensitive')]).toEqual(['answered', 'not-matched']);
    expect([await outcomeOf('/a/'), await outcomeOf('/a/', '--strict')]).toEqual(['answered', 'not-matched']);
  });
});

describe('match', () => {
  it('prints which file answers, with which query, and why', async () => {
    const { code, stdout, stderr } = await runWith(posts, 'match', 'api', 'get', '/posts/7?draft=1');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'posts/[pid].js answers GET with its export GET.',
        '  query         {"draft":"1","pid":"7"}',
        '  params        {"pid":"7"}',
        '  express path  /posts/:pid',
        '  middleware    _middleware.js',
        '',
        "failed  posts/index.js   the URL has one more segment, '7'",
        "failed  posts/create.js  the route has 'create' where the URL has '7'",
        'chosen  posts/[pid].js   every segment matches',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [1, 'not-matched', ['/posts/7/8']],
    [1, 'method-not-allowed', ['DELETE', '/posts/7']],
    [1, 'malformed', ['/posts/%zz']],
    [1, 'redirected', ['/posts/', '--compat', 'next']],
    [1, 'broken', ['/broken']],
    [0, 'answered', ['OPTIONS', '/posts/7']],
    [0, 'answered', ['/posts/7/', '--mount-path', '/']],
  ])('ends with %i if the outcome is %s', async (code, outcome, args) => {
    const files = { ...posts, 'api/broken.js': 'throw new Error("no database")' };
    const ended = await runWith(files, 'match', 'api', ...args, '--json');
    expect({ code: ended.code, ...JSON.parse(ended.stdout) }).toMatchObject({ code, outcome });
  });

  it('loads only the files that answer', async () => {
    const folder = routeFolder({ ...posts, 'api/other.js': marker });
    expect(await runInProcess(folder, ['match', 'api', '/posts'])).toMatchObject({ code: 0, stderr: '' });
    expect(fs.existsSync(path.join(folder, 'api', 'loaded'))).toBe(false);
    expect(await runInProcess(folder, ['match', 'api', '/other'])).toMatchObject({ code: 0, stderr: '' });
    expect(fs.existsSync(path.join(folder, 'api', 'loaded'))).toBe(true);
  });

  it('removes the mount path', async () => {
    const folder = routeFolder(posts);
    const outcome = (...args: string[]) => jsonOf(runInProcess(folder, ['match', 'api', ...args, '--json']));
    expect(await outcome('/API/posts/7?a=b', '--mount-path', '/api/')).toMatchObject({ file: 'posts/[pid].js' });
    expect(await outcome('https://localhost:3000/api/posts', '--mount-path', '/api')).toMatchObject({
      file: 'posts/index.js',
    });
    expect(await outcome('/apis/posts', '--mount-path', '/api')).toMatchObject({
      outcome: 'not-matched',
      summary: '/apis/posts is not below the mount path /api, so the request does not reach the folder.',
    });
  });

  it.each([
    ['/api/posts/7', 'posts/[pid].js matches without /api. If the folder is mounted at /api, add --mount-path /api.'],
    ['/api/posts/7/8', 'If the folder is mounted at /api, add --mount-path /api.'],
    ['/other/posts/7', undefined],
  ])('gives a hint if %s seems to begin with the mount path', async (url, hint) => {
    const folder = routeFolder(posts);
    expect((await jsonOf(runInProcess(folder, ['match', 'api', url, '--json'])))['hint']).toBe(hint);
    const { stdout } = await runInProcess(folder, ['match', 'api', url]);
    if (hint !== undefined) expect(stdout.split('\n')[1]).toBe(hint);
  });

  it('escapes what a URL cannot contain', async () => {
    const { url, params } = await jsonOf(runWith(posts, 'match', 'api', '/posts/café au lait', '--json'));
    expect({ url, params }).toEqual({ url: '/posts/caf%C3%A9%20au%20lait', params: { pid: 'café au lait' } });
  });

  it.each([
    ['http://localhost:3000/posts?a=b#top', '/posts?a=b'],
    ['https://localhost?a=b', '/?a=b'],
    ['/posts#top', '/posts'],
    ['get /posts/a /b', '/posts/a%20/b'],
  ])('reads %s as a client would send it', async (given, url) => {
    expect(await jsonOf(runWith(posts, 'match', 'api', given, '--json'))).toMatchObject({ method: 'GET', url });
  });

  it.each([
    ['has no route', ['api/notes.txt'], expect.stringMatching(/^There is no route file in /)],
    [
      'has files with wrong names',
      ['api/a.js', 'api/[b.js'],
      '`check` reports 1 problem in this folder: a file whose name is wrong is not a route.',
    ],
    ['has other routes', ['api/a.js'], undefined],
  ])('explains why no route matches in a folder that %s', async (_what, files, hint) => {
    expect((await jsonOf(runWith(files, 'match', 'api', '/b', '--json')))['hint']).toEqual(hint);
  });

  it.each([
    [['posts'], "The path 'posts' does not begin with a slash."],
    [['FETCH', '/posts'], "'FETCH' is not an HTTP method."],
    [['GET', '/a', '/b'], 'A request is a path, with or without a method before it.'],
    [['get'], 'A request is a path, with or without a method before it.'],
    [['C:/Program Files/Git/posts'], "'C:/Program Files/Git/posts' is a Windows path, not the path of a URL."],
    [['/posts', '--mount-path', 'api'], "The mount path 'api' does not begin with a slash."],
  ])('refuses %p with a message', async (args, message) => {
    const { code, stdout, stderr } = await runWith(posts, 'match', 'api', ...args);
    expect({ code, stdout, line: stderr.split('\n')[0] }).toEqual({ code: 2, stdout: '', line: message });
  });
});

describe('check', () => {
  it('prints all problems, below their files, and ends with 1', async () => {
    const { code, stdout, stderr } = await runWith(broken, 'check', 'api');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.match(/^\S.*$/gm)).toEqual([
      'a.js',
      'b.js',
      'Set DEBUG=express-pages-api to see the stacks.',
      '3 routes, 2 problems in 3 files',
    ]);
    expect(stdout).not.toMatch(/^\s+at /m);
    expect(stdout).toContain('\n\nSet DEBUG=express-pages-api to see the stacks.\n\n3 routes,');
  });

  it.each([
    ['express*', true],
    ['*,-express*', false],
  ])(
    'reads DEBUG=%s as the debug package does: it prints the stacks of what files threw, or not',
    async (DEBUG, isOn) => {
      const { code, stdout } = await start(routeFolder(broken), ['check', 'api'], { DEBUG });
      expect({ code, hasStack: /^\s+at .*b\.js:1/m.test(stdout), hasHint: stdout.includes('Set DEBUG=') }).toEqual({
        code: 1,
        hasStack: isOn,
        hasHint: !isOn,
      });
    },
  );

  it.each(['', '*'])('reports whatever files throw, while they load and later, with DEBUG=%p', async (DEBUG) => {
    const files = thrownValues.map(([, expression], index) => [`api/a${index}.js`, `throw ${expression};`] as const);
    const later = thrownValues.map(([, expression]) => `Promise.reject(${expression});`).join('\n');
    const folder = routeFolder({ ...Object.fromEntries(files), 'api/b.js': `${later} ${handler}` });
    const { code, stdout, stderr } = await start(folder, ['check', 'api'], { DEBUG });
    const problems = stdout.match(/The file could not be loaded: \S/g);
    const warnings = stderr.match(/^Warning: a route file failed after it was loaded: \S/gm);
    const count = thrownValues.length;
    expect([code, problems?.length, warnings?.length]).toEqual([1, count, count]);
  });

  it('ends with 0 if there are no problems', async () => {
    const folder = routeFolder(posts);
    expect(await runInProcess(folder, ['check', 'api'])).toEqual({
      code: 0,
      stdout: '3 routes, no problems\n',
      stderr: '',
    });
    const { code, stdout } = await runInProcess(folder, ['check', 'api', '--json']);
    expect({ code, ...JSON.parse(stdout) }).toEqual({
      code: 0,
      directory: path.join(folder, 'api'),
      routeCount: 3,
      problems: [],
      notes: [],
    });
  });

  it('reports a folder without routes as a problem', async () => {
    const { code, stdout } = await runWith({ 'api/notes.txt': '' }, 'check', 'api', '--json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 1,
      problems: [{ code: 'FSR_NO_ROUTES', files: [] }],
    });
  });

  it('reports two folders with one URL as fsRoutes does', async () => {
    const folder = routeFolder({ 'api/admin/_middleware.js': handler, 'api/Admin/b.js': handler });
    const [, problem] = /(These folders .*\[FSR_DUPLICATE_FOLDER\])/.exec(
      String(startUpError(path.join(folder, 'api'))),
    )!;
    const { code, stdout } = await runInProcess(folder, ['check', 'api']);
    expect(code).toBe(1);
    expect(stdout).toContain(problem);
  });

  it('reports a link to a folder above as fsRoutes does', async () => {
    const folder = routeFolder({ 'api/a.js': handler });
    fs.symlinkSync('..', path.join(folder, 'api', 'up'), 'dir');
    const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    fsRoutes(path.join(folder, 'api'));
    const [warning] = /The link .*\[FSR_LINK_NOT_FOLLOWED\]/.exec(String(emitWarning.mock.calls[0]![0]))!;
    emitWarning.mockRestore();
    const checked = await runInProcess(folder, ['check', 'api']);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain(`up\n  ${warning}`);
    expect((await runInProcess(folder, ['list', 'api'])).stderr).toContain(warning);
    expect((await runInProcess(folder, ['check', 'api', '--ignore-also', 'up'])).code).toBe(0);
  });

  it('waits for ES modules with top-level await, and reports those that fail', async () => {
    const files = {
      'api/a.mjs': 'await new Promise((resolve) => setTimeout(resolve, 10)); export default () => undefined',
      'api/b.mjs': 'await Promise.reject(new Error("no database")); export default () => undefined',
    };
    const { stdout } = await start(routeFolder(files), ['check', 'api']);
    expect(stdout.match(/^\S.*$/gm)).toEqual(['b.mjs', expect.any(String), '2 routes, 1 problem in 1 file']);
  });
});

describe('while route files load, the program', () => {
  it('keeps standard output for the answer, and ends whatever the files leave open', async () => {
    const noisy = `
      console.log('noise');
      process.stdout.write('more');
      process.emitWarning('old');
      setInterval(() => undefined, 1000);
      void Promise.reject(new Error('no database'));
      ${handler}`;
    const { code, stdout, stderr } = await start(routeFolder({ 'api/a.js': noisy }), ['check', 'api', '--json']);
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, routeCount: 1, problems: [] });
    expect(stderr).toContain('noise\nmore');
    expect(stderr).toContain('Warning: old\n');
    expect(stderr).toContain('Warning: a route file failed after it was loaded: no database\n');
  });

  it('ends with 1 and names the file if a file ends the process', async () => {
    const { code, stdout, stderr } = await start(routeFolder({ 'api/a.mjs': 'process.exit(0)' }), ['check', 'api']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The process ended before the command had finished\. Still loading: a\.mjs\.\n {2}fix: /);
  });

  it('ends with 1 and JSON that names the file if a file awaits a promise that never settles', async () => {
    const source = 'await new Promise(() => undefined); export default () => undefined';
    const { code, stdout, stderr } = await start(routeFolder({ 'api/a.mjs': source }), ['check', 'api', '--json']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'ENDED', message: 'The process ended before the command had finished. Still loading: a.mjs.' },
    });
  });

  it('names the file that it waits for when the user presses Ctrl+C', async () => {
    const source = `process.stderr.write('loading\\n'); await new Promise((resolve) => setTimeout(resolve, 600_000)); export default 1;`;
    const child = spawn(process.execPath, [program, 'check', 'api'], { cwd: routeFolder({ 'api/a.mjs': source }) });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr === '') child.kill('SIGINT');
      stderr += text;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^loading\n.* Still loading: a\.mjs\.\n/),
    });
  });

  it('counts the files of a large folder on a terminal, and erases that at the end', () => {
    const written: string[] = [];
    const follow = (total: number, isTTY: boolean): string => {
      const progress = new LoadProgress({ isTTY, write: (text: string) => written.push(text) > 0 });
      progress.start(total);
      for (let index = 0; index < total; index += 1) {
        progress.onStart(`/srv/api/${index}.js`);
        progress.onEnd(`/srv/api/${index}.js`);
      }
      return written.splice(0).join('');
    };
    const eraseLine = '\r\x1b[2K';
    const [before, first, ...others] = follow(600, true).split(eraseLine);
    expect([before, first, others.at(-1)]).toEqual(['', 'Loading 1 of 600 files …', '']);
    expect([follow(600, false), follow(400, true)]).toEqual(['', '']);
  });
});

describe('TypeScript', () => {
  const source = 'export const GET = (_req: unknown, res: { end(): void }): void => res.end();';
  const withEnum = {
    'api/a.ts': `enum A { B } ${source} export const config = { api: { bodyParser: A.B === 1 } };`,
  };

  it('is loaded by Node if Node can, and else refused with a way out', async () => {
    const canLoad = Boolean(Reflect.get(process.features, 'typescript'));
    const folder = routeFolder({ 'api/a.ts': source });
    const { code, stdout, stderr } = await start(folder, ['check', 'api']);
    expect({ code, stdout }).toEqual(canLoad ? { code: 0, stdout: '1 route, no problems\n' } : { code: 2, stdout: '' });
    if (!canLoad) expect(stderr).toMatch(/^a\.ts is TypeScript, which Node .* cannot load by itself.*\n.*install tsx/);
    expect(await runInProcess(folder, ['check', 'api', '--no-load'])).toMatchObject({ code: 0 });
  });

  it('is loaded by the module of --import', async () => {
    const outcome = await start(routeFolder(withEnum), ['check', 'api', '--import', tsx]);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
  });

  it('is loaded by the tsx of the project', async () => {
    const folder = routeFolder(withEnum);
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    expect(await start(folder, ['check', 'api'])).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('--import', () => {
  it('loads files and packages before the route files, one after the other', async () => {
    const files = {
      'setup.mjs': 'globalThis.method = "PUT";',
      'node_modules/setup/package.json': '{ "exports": { "import": "./setup.mjs" } }',
      'node_modules/setup/setup.mjs': 'globalThis.handlers = { [globalThis.method]: () => undefined };',
      'api/a.js': 'module.exports = globalThis.handlers;',
    };
    const { code, stdout, stderr } = await start(routeFolder(files), [
      ...['list', 'api', '--json'],
      ...['--import', './setup.mjs', '--import', 'setup'],
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ routes: [{ methods: ['OPTIONS', 'PUT'] }] });
  });

  it('reports a module that cannot be loaded', async () => {
    const { code, stderr } = await start(routeFolder(posts), ['check', 'api', '--import', './none.mjs']);
    expect({ code, line: stderr.split('\n')[0] }).toEqual({
      code: 2,
      line: expect.stringMatching(/^The module of --import could not be loaded: Cannot find module '.*none\.mjs'$/),
    });
  });
});

describe('the program', () => {
  const isTracing = trace.enabled;
  afterEach(() => {
    trace.enabled = isTracing;
    jest.restoreAllMocks();
  });

  it.each([
    [['chek', 'api'], "Unknown command 'chek' (Did you mean check?)\n"],
    [['list', 'api', '--jsn'], "Unknown option '--jsn' (Did you mean --json?)\n"],
    [['list'], "Missing required argument 'folder'.\n"],
    [['list', 'nowhere'], 'fix:  create it or correct the path, which is relative to the working directory ('],
    [['list', 'package.json'], ' is a file, not a folder of route files.'],
    [
      ['list', 'api', '--compat', 'nuxt'],
      "The option 'compat' has an invalid value.\n  fix:  set it to 'next', or remove it.\n",
    ],
  ])('refuses %p with a message and ends with 2', async (args, message) => {
    const folder = routeFolder({ ...posts, 'package.json': '{}' });
    const { code, stdout, stderr } = await runInProcess(folder, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\n {2}fix: {2}\S.*\n$/);
    const { error } = await jsonOf(runInProcess(folder, [...args, '--json']));
    expect(error).toMatchObject({ code: expect.stringMatching(/^(?:USAGE|FSR_\w+)$/), help: expect.any(String) });
  });

  it('shows its help if no command is given', async () => {
    const { code, stdout, stderr } = await start(root, []);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: [^]*\nExit codes:\n[^]*\nNo command was given\.\n/);
  });

  it('has help with examples and exit codes, and its version', async () => {
    const { code, stdout } = await runInProcess(root, ['--help']);
    expect(code).toBe(0);
    for (const text of ['  list', '  match', '  check', 'Exit codes:', '$ npx express-pages-api check'])
      expect(stdout).toContain(text);
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await start(root, ['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    ['without a stack', false, 2],
    ['with its stack for DEBUG', true, expect.any(Number)],
  ])('reports a failure of its own %s, and ends with 3', async (_what, isOn, lines) => {
    trace.enabled = isOn;
    jest.spyOn(Array.prototype, 'toSorted').mockImplementation(() => {
      throw new TypeError('odd');
    });
    const { code, stdout, stderr } = await runWith(posts, 'check', 'api');
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 3, stdout: '', lines });
    expect(stderr).toMatch(/^express-pages-api failed: odd\n {2}fix: {2}please report this/);
    expect(stderr.includes('\n    at ')).toBe(isOn);
  });

  describe('with a long answer', () => {
    const many = routeFolder(
      Object.fromEntries(Array.from({ length: 2000 }, (_value, index) => [`api/a${index}/[id].js`, ''])),
    );
    const args = ['list', 'api', '--no-load', '--json'];

    it('writes all of it into a pipe', async () => {
      const { routes } = await jsonOf(start(many, args));
      expect(routes).toHaveLength(2000);
    });

    it('is quiet if the reader stops reading', async () => {
      const child = spawn(process.execPath, [program, ...args], { cwd: many });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      child.stdout.once('data', () => child.stdout.destroy());
      const [code] = (await once(child, 'close')) as [number | null];
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    });
  });

  it('reports that its output cannot be written, and ends with 3', () => {
    const folder = routeFolder(posts);
    // A full disk fails in the same way as a file that is open for reading only.
    const readOnly = fs.openSync(path.join(folder, 'api/posts/create.js'), 'r');
    const { status, stderr } = startWithStdout(readOnly, folder, ['list', 'api']);
    fs.closeSync(readOnly);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(/^The output could not be written: EBADF.*\n {2}fix: .*\n$/),
    });
  });
});

function startWithStdout(stdout: number, cwd: string, args: readonly string[]): SpawnSyncReturns<string> {
  const options = { cwd, env: environment(), encoding: 'utf8' } as const;
  return spawnSync(process.execPath, [program, ...args], { ...options, stdio: ['ignore', stdout, 'pipe'] });
}

describe('docs/cli.md', () => {
  const markdown = readDocument('docs/cli.md');
  const commands = [...markdown.matchAll(/```console\n\$ npx express-pages-api (.+)\n([^]*?)```/g)];
  const project = routeFolder({ ...examples(markdown), 'package.json': '{ "type": "module" }' });

  it.each(commands.map(([, line, output]) => [line!, output!]))('shows what %s prints', async (line, output) => {
    const args = line.split(' ').map((word) => word.replace(/^'(.*)'$/, '$1'));
    const { stdout } = await start(line.includes('demo-app') ? root : project, args);
    expect(stdout.replaceAll(project, '/srv/app')).toBe(output);
  });

  it('has examples of each command that looks at a folder, and all options', async () => {
    const names = ['list', 'match', 'check'];
    expect(new Set(commands.map(([, line]) => line!.split(' ')[0]))).toEqual(new Set(names));
    for (const name of [...names, 'init']) {
      const { stdout } = await runInProcess(root, [name, '--help']);
      const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option!);
      expect(options).toContain('--json');
      for (const option of options) if (option !== '--help') expect(markdown).toContain(`\`${option}`);
    }
  });
});

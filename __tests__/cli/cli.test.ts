import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { list } from '../../lib/cli/list.js';
import { Loading } from '../../lib/cli/loading.js';
import type { ProcessTerminal } from '../../lib/cli/terminal.js';
import { fsRoutes } from '../../lib/index.js';
import { run, type Outcome } from '../support/child-process.js';
import { examples, readDocument } from '../support/markdown-app.js';
import { routeFolder } from '../support/route-folder.js';
import { thrownValues } from '../support/thrown-values.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'dist', 'cli.js');
const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs');
if (!fs.existsSync(program)) throw new Error('There is no dist/cli.js: run `npm run build` first, as `npm test` does.');

/** Runs the program, as it is built, in a folder. */
function cli(cwd: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return run(process.execPath, [program, ...args], cwd, false, environment);
}

/** The same in a new folder with these files. */
function cliWith(files: readonly string[] | Record<string, string>, ...args: readonly string[]): Promise<Outcome> {
  return cli(routeFolder(files), args);
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

describe('list', () => {
  it('prints the table in order of precedence, and no colours into a pipe', async () => {
    expect(await cliWith(posts, 'list', 'api')).toEqual({
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

  it('has what router.routes has', async () => {
    const folder = routeFolder(posts);
    const { routes } = await jsonOf(cli(folder, ['list', 'api', '--json']));
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

  it('has colours where they are wanted', async () => {
    const { stdout } = await cli(routeFolder(posts), ['list', 'api'], { FORCE_COLOR: '1', NO_COLOR: undefined });
    expect(stdout).toContain('\x1b[1m/posts/[pid] \x1b[22m');
  });

  it('prints several lines for a route where the terminal is narrow', async () => {
    const lines: string[] = [];
    const ignore = () => undefined;
    const terminal: ProcessTerminal = {
      print: (line) => lines.push(...line.split('\n')),
      tell: ignore,
      paint: (_style, text) => text,
      isInteractive: false,
      width: 40,
      keepForAnswers: ignore,
      flush: () => Promise.resolve(),
    };
    await list(path.join(routeFolder(posts), 'api'), { load: false }, terminal);
    expect(lines.slice(-4)).toEqual([
      '/posts/[pid]',
      '  express path  /posts/:pid',
      '  file          posts/[pid].js',
      '  middleware    _middleware.js',
    ]);
  });

  it('tells what is wrong after the table of what holds', async () => {
    const { code, stdout, stderr } = await cliWith(broken, 'list', 'api');
    expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 1, lines: 5 });
    expect(stdout).toMatch(/^\? +\/b +\/b +b\.js$/m);
    expect(stderr).toMatch(
      /^a\.js\n {2}These files answer the same URL\. \[FSR_DUPLICATE_ROUTE\]\n {4}also: a\/index\.js/m,
    );
    expect(stderr).toContain('no database');
  });

  it('says that a folder has no route', async () => {
    const { code, stdout, stderr } = await cliWith({ 'api/notes.txt': '' }, 'list', 'api');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('There is no route file in');
  });

  it('runs no file with --no-load', async () => {
    const { code, stdout } = await cliWith({ 'api/a.js': 'throw new Error("ran")' }, 'list', 'api', '--no-load');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'URL  EXPRESS PATH  FILE\n/a   /a            a.js\n' });
  });

  it('takes the options of fsRoutes', async () => {
    const files = ['api/a.js', 'api/_b.js', 'api/drafts/c.js', 'api/d.mjs'];
    const filesOf = async (...flags: string[]) => {
      const { routes } = await jsonOf(cliWith(files, 'list', 'api', '--no-load', '--json', ...flags));
      return (routes as { file: string }[]).map(({ file }) => file).sort();
    };
    expect(await filesOf()).toEqual(['a.js', 'd.mjs', 'drafts/c.js']);
    expect(await filesOf('--ignore-also', 'drafts', '--ignore-also', 'd.*')).toEqual(['a.js']);
    expect(await filesOf('--ignore', 'drafts', '--extensions', 'mjs,.js')).toEqual(['_b.js', 'a.js', 'd.mjs']);
    expect(await filesOf('--compat', 'next')).toEqual(['_b.js', 'a.js', 'drafts/c.js']);
    const outcomeOf = async (...flags: string[]) =>
      (await jsonOf(cliWith(files, 'match', 'api', ...flags, '--json')))['outcome'];
    expect([await outcomeOf('/A'), await outcomeOf('/A', '--case-sensitive')]).toEqual(['answered', 'not-matched']);
    expect([await outcomeOf('/a/'), await outcomeOf('/a/', '--strict')]).toEqual(['answered', 'not-matched']);
  });
});

describe('match', () => {
  it('says which file answers, with which query, and why', async () => {
    const { code, stdout, stderr } = await cliWith(posts, 'match', 'api', 'get', '/posts/7?draft=1');
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
  ])('ends with %i where a request is %s', async (code, outcome, args) => {
    const files = { ...posts, 'api/broken.js': 'throw new Error("no database")' };
    const ended = await cliWith(files, 'match', 'api', ...args, '--json');
    expect({ code: ended.code, ...JSON.parse(ended.stdout) }).toMatchObject({ code, outcome });
  });

  it('loads no file but those that answer', async () => {
    const files = { ...posts, 'api/other.js': 'console.error("ran"); process.exit(1)' };
    expect(await cliWith(files, 'match', 'api', '/posts')).toMatchObject({ code: 0, stderr: '' });
  });

  it('takes the mount path off', async () => {
    const folder = routeFolder(posts);
    const outcome = (...args: string[]) => jsonOf(cli(folder, ['match', 'api', ...args, '--json']));
    expect(await outcome('/API/posts/7?a=b', '--mount-path', '/api/')).toMatchObject({ file: 'posts/[pid].js' });
    expect(await outcome('https://localhost:3000/api/posts', '--mount-path', '/api')).toMatchObject({
      file: 'posts/index.js',
    });
    expect(await outcome('/apis/posts', '--mount-path', '/api')).toMatchObject({
      outcome: 'not-matched',
      summary: '/apis/posts is not below the mount path /api, so the folder is not asked.',
    });
  });

  it('says when a path has the mount path that it should not have', async () => {
    const { hint } = await jsonOf(cliWith(posts, 'match', 'api', '/api/posts/7', '--json'));
    expect(hint).toBe(
      'Without /api, posts/[pid].js matches: where the folder is mounted at /api, add --mount-path /api.',
    );
    const { stdout } = await cliWith(posts, 'match', 'api', '/api/posts/7/8');
    expect(stdout).toContain('\nPerhaps where the folder is mounted at /api, add --mount-path /api.\n');
  });

  it('escapes what a URL cannot hold', async () => {
    const { url, params } = await jsonOf(cliWith(posts, 'match', 'api', '/posts/café au lait', '--json'));
    expect({ url, params }).toEqual({ url: '/posts/caf%C3%A9%20au%20lait', params: { pid: 'café au lait' } });
  });

  it('takes whole URLs, without what a client does not send', async () => {
    const urlOf = async (url: string) => (await jsonOf(cliWith(posts, 'match', 'api', url, '--json')))['url'];
    expect(await urlOf('http://localhost:3000/posts?a=b#top')).toBe('/posts?a=b');
    expect(await urlOf('https://localhost?a=b')).toBe('/?a=b');
    expect(await urlOf('/posts#top')).toBe('/posts');
    expect(await urlOf('get /posts/a /b')).toBe('/posts/a%20/b');
  });

  it('says that a folder has no route, or files that are none for their names', async () => {
    const hintIn = async (...files: string[]) => (await jsonOf(cliWith(files, 'match', 'api', '/b', '--json')))['hint'];
    expect(await hintIn('api/notes.txt')).toMatch(/^There is no route file in /);
    expect(await hintIn('api/a.js', 'api/[b.js')).toBe(
      '`check` tells of 1 problem with this folder: a file with a wrong name is no route.',
    );
    expect(await hintIn('api/a.js')).toBeUndefined();
  });

  it.each([
    [['posts'], "The path 'posts' does not begin with a slash."],
    [['FETCH', '/posts'], "'FETCH' is no HTTP method."],
    [['GET', '/a', '/b'], 'A request is a method, which may be left out, and one path.'],
    [['get'], 'A request is a method, which may be left out, and one path.'],
    [['C:/Program Files/Git/posts'], "'C:/Program Files/Git/posts' is a path of Windows, not of a URL."],
    [['/posts', '--mount-path', 'api'], "The mount path 'api' does not begin with a slash."],
  ])('refuses %p in words', async (args, message) => {
    const { code, stdout, stderr } = await cliWith(posts, 'match', 'api', ...args);
    expect({ code, stdout, line: stderr.split('\n')[0] }).toEqual({ code: 2, stdout: '', line: message });
  });
});

describe('check', () => {
  it('prints all problems at once, by file, and ends with 1', async () => {
    const { code, stdout, stderr } = await cliWith(broken, 'check', 'api');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.match(/^\S.*$/gm)).toEqual([
      'a.js',
      'b.js',
      'DEBUG=express-pages-api adds the stacks.',
      '3 routes, 2 problems in 3 files',
    ]);
    expect(stdout).not.toMatch(/^\s+at /m);
    expect(stdout).toContain('\n\nDEBUG=express-pages-api adds the stacks.\n\n3 routes,');
  });

  it('adds the stack of what a file threw for DEBUG', async () => {
    const { stdout } = await cli(routeFolder(broken), ['check', 'api'], { DEBUG: 'express-pages-api' });
    expect(stdout).toMatch(/^\s+at .*b\.js:1/m);
    expect(stdout).not.toContain('adds the stacks');
  });

  it.each([
    ['express*', true],
    ['*', true],
    ['a express-pages-api,b', true],
    ['express-pages-api,-express-pages-api', false],
    ['*,-express*', false],
    ['express', false],
    ['express-pages-api:*', false],
    ['express-pages-apis', false],
    ['EXPRESS-PAGES-API', false],
    ['', false],
  ])('reads DEBUG=%s as fsRoutes does', async (DEBUG, isEnabled) => {
    const folder = routeFolder({ 'api/a.js': handler, 'api/b.js': 'throw new Error("no database")' });
    const serving = `require(${JSON.stringify(path.join(root, 'dist', 'index.cjs'))}).fsRoutes('./api', { ignore: ['b.js'] })`;
    const [{ stdout }, { stderr }] = await Promise.all([
      cli(folder, ['check', 'api'], { DEBUG }),
      run(process.execPath, ['-e', serving], folder, false, { DEBUG }),
    ]);
    expect({ hasStack: /^\s+at .*b\.js:1/m.test(stdout), hasTrace: stderr.includes('1 routes in') }).toEqual({
      hasStack: isEnabled,
      hasTrace: isEnabled,
    });
  });

  it('reports whatever files throw, while they load and later', async () => {
    const broken = thrownValues.map(([, expression], index) => [`api/a${index}.js`, `throw ${expression};`] as const);
    const later = thrownValues.map(([, expression]) => `Promise.reject(${expression});`).join('\n');
    const folder = routeFolder({ ...Object.fromEntries(broken), 'api/b.js': `${later} ${handler}` });
    for (const DEBUG of ['', '*']) {
      const { code, stdout, stderr } = await cli(folder, ['check', 'api'], { DEBUG });
      const problems = stdout.match(/The file could not be loaded: \S/g);
      const warnings = stderr.match(/^Warning: a route file failed after it was loaded: \S/gm);
      const count = thrownValues.length;
      expect([code, problems?.length, warnings?.length]).toEqual([1, count, count]);
    }
  });

  it('ends with 0 where all is well', async () => {
    expect(await cliWith(posts, 'check', 'api')).toEqual({ code: 0, stdout: '3 routes, no problems\n', stderr: '' });
    expect(await jsonOf(cliWith(posts, 'check', 'api', '--json'))).toMatchObject({ routeCount: 3, problems: [] });
  });

  it('finds a folder without routes wrong', async () => {
    const outcome = await cliWith({ 'api/notes.txt': '' }, 'check', 'api', '--json');
    expect({ code: outcome.code, ...JSON.parse(outcome.stdout) }).toMatchObject({
      code: 1,
      problems: [{ code: 'FSR_NO_ROUTES' }],
    });
  });

  it('has the words of the start-up for folders that are one in a URL, and for links that lead back', async () => {
    const folder = routeFolder({ 'api/admin/_middleware.js': handler, 'api/Admin/b.js': handler });
    const message = String(startUpError(path.join(folder, 'api')));
    const { code, stdout } = await cli(folder, ['check', 'api']);
    expect(code).toBe(1);
    const [, problem] = /(These folders .*\[FSR_DUPLICATE_FOLDER\])/.exec(message)!;
    expect(stdout).toContain(problem);

    fs.rmSync(path.join(folder, 'api', 'Admin'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'api', 'a.js'), handler);
    fs.symlinkSync('..', path.join(folder, 'api', 'up'), 'dir');
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    fsRoutes(path.join(folder, 'api'));
    const [warning] = /The link .*\[FSR_LINK_NOT_FOLLOWED\]/.exec(String(warned.mock.calls[0]![0]))!;
    warned.mockRestore();
    const checked = await cli(folder, ['check', 'api']);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain(`up\n  ${warning}`);
    expect((await cli(folder, ['list', 'api'])).stderr).toContain(warning);
    expect((await cli(folder, ['check', 'api', '--ignore-also', 'up'])).code).toBe(0);
  });

  it('waits for ES modules with top-level await, and tells which fail', async () => {
    const files = {
      'api/a.mjs': 'await new Promise((resolve) => setTimeout(resolve, 10)); export default () => undefined',
      'api/b.mjs': 'await Promise.reject(new Error("no database")); export default () => undefined',
    };
    const { stdout } = await cliWith(files, 'check', 'api');
    expect(stdout.match(/^\S.*$/gm)).toEqual(['b.mjs', expect.any(String), '2 routes, 1 problem in 1 file']);
  });
});

describe('while route files load', () => {
  const noisy = `
    console.log('noise');
    process.stdout.write('more');
    process.emitWarning('old');
    setInterval(() => undefined, 1000);
    void Promise.reject(new Error('no database'));
    ${handler}`;

  it('standard output is kept for the answer, and the program ends whatever they leave open', async () => {
    const { code, stdout, stderr } = await cliWith({ 'api/a.js': noisy }, 'check', 'api', '--json');
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, routeCount: 1, problems: [] });
    expect(stderr).toContain('noise\nmore');
    expect(stderr).toContain('Warning: old\n');
    expect(stderr).toContain('Warning: a route file failed after it was loaded: no database\n');
  });

  it.each([
    ['ends the process', 'process.exit(0)'],
    ['waits for what never comes', 'await new Promise(() => undefined); export default () => undefined'],
  ])('one that %s is no success', async (_what, source) => {
    const folder = routeFolder({ 'api/a.mjs': source });
    const { code, stdout, stderr } = await cli(folder, ['check', 'api']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^A route file ended the process, .* These were being loaded: a\.mjs\.\n/);
    const { error } = await jsonOf(cli(folder, ['check', 'api', '--json']));
    expect(error).toMatchObject({ code: 'ENDED' });
  });

  it('Ctrl+C tells which one it waited for', async () => {
    const source = `process.stderr.write('begun\\n'); await new Promise((resolve) => setTimeout(resolve, 600_000)); export default 1;`;
    const child = spawn(process.execPath, [program, 'check', 'api'], { cwd: routeFolder({ 'api/a.mjs': source }) });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (told === '') child.kill('SIGINT');
      told += text;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, told }).toEqual({ code: 1, told: expect.stringMatching(/^begun\n.* being loaded: a\.mjs\.\n/) });
  });

  it('a terminal has a line that counts them in a large folder, and is clear at the end', () => {
    const written: string[] = [];
    const follow = (total: number, isTTY: boolean): string => {
      const loading = new Loading({ isTTY, write: (text: string) => written.push(text) > 0 });
      loading.start(total);
      for (let index = 0; index < total; index += 1) {
        loading.begin(`/srv/api/${index}.js`);
        loading.end(`/srv/api/${index}.js`);
      }
      return written.splice(0).join('');
    };
    const clear = '\r\x1b[2K';
    const [before, first, ...others] = follow(600, true).split(clear);
    expect([before, first, others.at(-1)]).toEqual(['', 'Loading 1 of 600 files …', '']);
    expect([follow(600, false), follow(400, true)]).toEqual(['', '']);
  });
});

describe('TypeScript', () => {
  const files = { 'api/a.ts': 'export const GET = (_req: unknown, res: { end(): void }): void => res.end();' };
  const hasOwn = Boolean(Reflect.get(process.features, 'typescript'));

  it('is loaded by Node where that can, and else refused with what to do', async () => {
    const { code, stdout, stderr } = await cliWith(files, 'check', 'api');
    expect({ code, stdout }).toEqual(hasOwn ? { code: 0, stdout: '1 route, no problems\n' } : { code: 2, stdout: '' });
    if (!hasOwn) expect(stderr).toMatch(/^a\.ts is TypeScript, which Node .* does not load by itself.*\n.*install tsx/);
    expect(await cliWith(files, 'check', 'api', '--no-load')).toMatchObject({ code: 0 });
  });

  it('is loaded by what --import names, or by the tsx of the project', async () => {
    const withEnum = {
      'api/a.ts': `enum A { B } ${files['api/a.ts']} export const config = { api: { bodyParser: A.B === 1 } };`,
    };
    expect(await cliWith(withEnum, 'check', 'api', '--import', tsx)).toMatchObject({ code: 0, stderr: '' });
    const folder = routeFolder(withEnum);
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    expect(await cli(folder, ['check', 'api'])).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('--import', () => {
  it('loads a module before the route files', async () => {
    const files = {
      'setup.mjs': 'globalThis.handler = () => undefined;',
      'api/a.js': 'module.exports = globalThis.handler;',
    };
    expect(await cliWith(files, 'check', 'api', '--import', './setup.mjs')).toMatchObject({ code: 0 });
    const ofPackage = {
      'node_modules/setup/package.json': '{ "exports": { "import": "./setup.mjs" } }',
      'node_modules/setup/setup.mjs': files['setup.mjs'],
    };
    const withPackage = { ...files, ...ofPackage };
    expect(await cliWith(withPackage, 'check', 'api', '--import', 'setup')).toMatchObject({ code: 0, stderr: '' });
    const { code, stderr } = await cliWith(files, 'check', 'api', '--import', './none.mjs');
    expect({ code, line: stderr.split('\n')[0] }).toEqual({
      code: 2,
      line: expect.stringMatching(/^The module of --import could not be loaded: Cannot find module '.*none\.mjs'$/),
    });
  });
});

describe('the program', () => {
  it.each([
    [['chek', 'api'], "Unknown command 'chek' (Did you mean check?)\n"],
    [['list', 'api', '--jsn'], "Unknown option '--jsn' (Did you mean --json?)\n"],
    [['list'], "Missing required argument 'folder'.\n"],
    [['list', 'nowhere'], 'fix:  create it or correct the path, which starts at the working directory ('],
    [['list', 'package.json'], ' is a file, not a folder of route files.'],
    [
      ['list', 'api', '--compat', 'nuxt'],
      "The option 'compat' has a value it cannot have.\n  fix:  make it 'next', or leave it out.\n",
    ],
  ])('refuses %p in words and with 2', async (args, message) => {
    const folder = routeFolder({ ...posts, 'package.json': '{}' });
    const { code, stdout, stderr } = await cli(folder, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\n {2}fix: {2}\S.*\n$/);
    const { error } = await jsonOf(cli(folder, [...args, '--json']));
    expect(error).toMatchObject({ code: expect.stringMatching(/^(?:USAGE|FSR_\w+)$/), help: expect.any(String) });
  });

  it('shows its help where no command is named', async () => {
    const { code, stdout, stderr } = await cliWith(posts);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: [^]*\nExit codes:\n[^]*\nNo command was named\.\n/);
  });

  it('has help with examples and exit codes, and its version', async () => {
    const { code, stdout } = await cliWith(posts, '--help');
    expect(code).toBe(0);
    for (const text of ['  list', '  match', '  check', 'Exit codes:', '$ npx express-pages-api check'])
      expect(stdout).toContain(text);
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    expect(await cliWith(posts, '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('tells a failure of its own in words, with 3, and the stack for DEBUG', async () => {
    const fault = 'data:text/javascript,Array.prototype.toSorted = () => { throw new TypeError("odd") }';
    const fail = (environment: NodeJS.ProcessEnv) =>
      run(process.execPath, ['--import', fault, program, 'check', 'api'], routeFolder(posts), false, environment);
    const { code, stdout, stderr } = await fail({});
    expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 3, stdout: '', lines: 2 });
    expect(stderr).toMatch(/^This program failed: odd\n {2}fix: {2}please report it/);
    expect((await fail({ DEBUG: 'express-pages-api' })).stderr).toContain('\n    at ');
  });

  const many = Object.fromEntries(Array.from({ length: 2000 }, (_one, index) => [`api/a${index}/[id].js`, '']));

  it('prints all of a long answer into a pipe', async () => {
    const { routes } = await jsonOf(cliWith(many, 'list', 'api', '--no-load', '--json'));
    expect(routes).toHaveLength(2000);
  });

  it('tells that its answer cannot be written', () => {
    const folder = routeFolder(posts);
    // As on a full disk, only easier to come by.
    const readOnly = fs.openSync(path.join(folder, 'api/posts/create.js'), 'r');
    const { status, stderr } = spawnSync(process.execPath, [program, 'list', 'api'], {
      cwd: folder,
      stdio: ['ignore', readOnly, 'pipe'],
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(/^The answer could not be written: EBADF.*\n {2}fix: .*\n$/),
    });
  });

  it('is quiet when the reader of its answer goes away', async () => {
    const child = spawn(process.execPath, [program, 'list', 'api', '--no-load', '--json'], { cwd: routeFolder(many) });
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, told }).toEqual({ code: 0, told: '' });
  });
});

describe('docs/cli.md', () => {
  const markdown = readDocument('docs/cli.md');
  const commands = [...markdown.matchAll(/```console\n\$ npx express-pages-api (.+)\n([^]*?)```/g)];
  const project = routeFolder({ ...examples(markdown), 'package.json': '{ "type": "module" }' });

  it.each(commands.map(([, line, output]) => [line!, output!]))('%s prints what is shown', async (line, output) => {
    const args = line.split(' ').map((word) => word.replace(/^'(.*)'$/, '$1'));
    const { stdout } = await cli(line.includes('demo-app') ? root : project, args);
    expect(stdout.replaceAll(project, '/srv/app')).toBe(output);
  });

  it('has examples of each command that looks at a folder, and all options', async () => {
    const names = ['list', 'match', 'check'];
    expect(new Set(commands.map(([, line]) => line!.split(' ')[0]))).toEqual(new Set(names));
    for (const name of [...names, 'init']) {
      const { stdout } = await cli(root, [name, '--help']);
      const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option!);
      expect(options).toContain('--json');
      for (const option of options) if (option !== '--help') expect(markdown).toContain(`\`${option}`);
    }
  });
});

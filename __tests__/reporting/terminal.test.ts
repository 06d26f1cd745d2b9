import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { FsRoutesError } from '../../lib/reporting/errors.js';
import { fsRoutes } from '../../lib/index.js';
import { printable, printableLines } from '../../lib/reporting/printable.js';
import { run, type Outcome } from '../support/child-process.js';
import { routeFolder } from '../support/route-folder.js';
import { WatchedProject } from '../support/watched-project.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'dist', 'cli.js');

/** What a terminal acts on in 7 and in 8 bits, what ends lines, and what reverses the direction of text. */
const controls = '\x1bc\x9b31m\x9dtitle\x9c\x07\b\r\t\x7f\u202e\u2066\u200f\u2028';
/** The same for a name that makes a line of its own. */
const odd = `${controls}\nforged`;
/** Brackets in names of routes are for params. */
const colour = '\x1b[31m\x1b]0;title\x07';

const raw = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Runs the program, as it is built. */
async function cli(cwd: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const outcome = await run(process.execPath, [program, ...args], cwd, false, environment);
  expect(outcome.code).not.toBe(3);
  return outcome;
}

function expectNoControls({ stdout, stderr }: Pick<Outcome, 'stdout' | 'stderr'>): void {
  expect(raw.exec(stdout + stderr)).toBeNull();
  expect(stdout + stderr).not.toMatch(/^\s*forged/m);
}

/** The folder to run commands in, and the name of the route folder there. */
interface Project {
  readonly cwd: string;
  readonly api: string;
}

function project(name: string, files: Readonly<Record<string, string>>): Project {
  const api = `api${name}`;
  const all = Object.entries(files).map(([file, text]) => [`${name}/${api}/${file}`, text] as const);
  return { cwd: path.join(routeFolder(Object.fromEntries(all)), name), api };
}

const handler = 'module.exports = () => undefined;';
const text = JSON.stringify(`no database ${controls}\n  second line ${colour}`);
const sound = {
  [`a${odd}.js`]: 'exports.GET = () => undefined;',
  [`${odd}/_middleware.js`]: 'module.exports = (req, res, next) => next();',
  [`${odd}/b.js`]: 'exports.POST = () => undefined;',
  [`posts/[${odd.replace('forged', 'id')}].js`]: handler,
};
const broken: Record<string, Record<string, string>> = {
  'a file that throws': { [`a${odd}.js`]: `throw new Error(${text}, { cause: new Error(${text}) })` },
  'a file that throws no Error': { [`a${odd}.js`]: `throw ${text}` },
  'a file that fails after an await': { [`a${odd}.mjs`]: `await 1; throw new Error(${text})` },
  'a module that is not there': { [`a${odd}.js`]: `require(${JSON.stringify(`./no${controls}`)})` },
  'a syntax error': { [`a${odd}.js`]: `}{ "${controls.replaceAll(/[\r\u2028]/g, '')}"` },
  'a file without a handler': { [`a${odd}.js`]: '' },
  'two files for a URL': { [`a${odd}.js`]: handler, [`a${odd}/index.js`]: handler },
  'names with brackets': { [`a${colour}${odd}.js`]: handler, [`${colour}/[b]/[[...c${odd}]]/d.js`]: handler },
  'params of two names': { [`[a${odd}]/b.js`]: handler, [`[c]/d.js`]: handler },
  'middleware of another name': { [`a${odd}/_Middleware.js`]: '', [`a${odd}/b.js`]: handler },
  'a setting that does not exist': { [`a${odd}.js`]: `${handler} module.exports.config = { api: { ${text}: 1 } };` },
};

function projectWith(what: string): Project {
  // What is thrown has lines, and Node.js names folders in it.
  const made = project(controls, broken[what] ?? {});
  if (what === 'a link to nothing') {
    fs.mkdirSync(path.join(made.cwd, made.api), { recursive: true });
    fs.symlinkSync(`/nowhere${odd}`, path.join(made.cwd, made.api, `a${odd}.js`));
  }
  return made;
}

describe('printable', () => {
  const units = Array.from({ length: 0x10000 }, (_one, code) => String.fromCharCode(code));

  it('escapes control characters and what turns text around, as JSON does, and nothing else', () => {
    const escaped = units.filter((unit) => printable(unit) !== unit);
    expect(escaped.every((unit) => raw.test(unit) || unit === '\n')).toBe(true);
    expect(units.filter((unit) => raw.test(printable(unit)))).toEqual([]);
    expect(escaped.map((unit) => JSON.parse(`"${printable(unit)}"`) as string)).toEqual(escaped);
    expect(printable('a\x1b[31m\x9b\n👩‍👩‍👧')).toBe('a\\u001b[31m\\u009b\\u000a👩‍👩‍👧');
  });

  it('leaves the lines of a message', () => {
    expect(printableLines('a\n\tb\r\nc\rd')).toBe('a\n    b\nc\\u000dd');
  });
});

describe('commands print no control character of', () => {
  const fine = project(odd, sound);
  const { api } = fine;

  it.each<[string, readonly string[]]>([
    ['routes', ['list', api]],
    ['routes that are not loaded', ['list', api, '--no-load']],
    ['routes, as JSON', ['list', api, '--json']],
    ['a folder that is well', ['check', api]],
    ['a folder that is well, as JSON', ['check', api, '--json']],
    ['a file that answers', ['match', api, `/a${encodeURIComponent(odd)}`]],
    ['params', ['match', api, `/posts/${encodeURIComponent(odd)}`]],
    ['params, as JSON', ['match', api, `/posts/${encodeURIComponent(odd)}`, '--json']],
    ['a URL that nothing answers', ['match', api, `/${odd}${colour}`]],
    ['a malformed URL', ['match', api, `/posts/%${odd}`]],
    ['a URL below the mount path', ['match', api, `/${encodeURIComponent(api)}/a`]],
    ['a word that is no request', ['match', api, odd]],
    ['a word that is no method', ['match', api, odd, '/a']],
    ['a mount path', ['match', api, '/a', '--mount-path', `/${odd}`]],
    ['a wrong mount path', ['match', api, '/a', '--mount-path', odd]],
    ['a folder that is not there', ['list', odd]],
    ['a folder that is not there, as JSON', ['list', odd, '--json']],
    ['a folder that is a file', ['list', `${api}/a${odd}.js`]],
    ['a folder without routes', ['check', api, '--extensions', 'x']],
    ['a command that does not exist', [`list${odd}`]],
    ['an option that does not exist', ['list', api, `--a${odd}`]],
    ['a value of an option', ['list', api, '--compat', odd]],
    ['a module that is not there', ['list', api, '--import', `./${odd}`]],
  ])('%s', async (_what, args) => {
    const plain = await cli(fine.cwd, args);
    expectNoControls(plain);
    const painted = await cli(fine.cwd, args, { NO_COLOR: undefined, FORCE_COLOR: '1' });
    // eslint-disable-next-line no-control-regex
    const withoutColours = (output: string): string => output.replace(/\x1b\[\d+m/g, '');
    expect(withoutColours(painted.stdout)).toBe(plain.stdout);
    expect(withoutColours(painted.stderr)).toBe(plain.stderr);
  });

  it.each([...Object.keys(broken), 'a link to nothing'])('%s', async (what) => {
    const { cwd, api } = projectWith(what);
    for (const args of [
      ['check', api],
      ['list', api, '--json'],
      ['match', api, `/a${encodeURIComponent(odd)}`],
    ]) {
      const outcome = await cli(cwd, args);
      expectNoControls(outcome);
      expect(outcome.code).toBe(1);
    }
    const { stdout, stderr } = await cli(cwd, ['check', api], { DEBUG: 'express-pages-api' });
    expect(raw.exec(stdout + stderr)).toBeNull();
  });

  it('but tell the names as they are in JSON', async () => {
    const { stdout } = await cli(fine.cwd, ['list', api, '--json']);
    const { directory, routes } = JSON.parse(stdout) as { directory: string; routes: { file: string }[] };
    expect(directory).toBe(path.join(fine.cwd, api));
    expect(routes.map(({ file }) => file).sort()).toEqual(
      Object.keys(sound)
        .filter((file) => !file.includes('_middleware'))
        .sort(),
    );
  });
});

describe('init prints no control character of', () => {
  const manifest = (main: string): string => JSON.stringify({ main, dependencies: { express: '^5.0.0' } });
  const app = `const express = require('express');\nconst app = express();\n\t/* ${controls} */\napp.listen(3000);\n`;
  const entry = `a${odd}.js`;
  const files = { 'package.json': manifest(entry), [entry]: app };
  const stranger = `api/${odd}.js`;

  it.each<[string, Readonly<Record<string, string>>, readonly string[], code: number]>([
    ['a plan', files, ['--dry-run'], 0],
    ['what it has done', files, ['--yes'], 0],
    ['a plan as JSON', files, ['--json'], 0],
    ['a file for which it chooses another folder', { ...files, [stranger]: '' }, ['--dry-run'], 0],
    ['names that no route can have', { ...files, [`api/[a${odd}.js`]: handler }, ['--dry-run'], 1],
    ['a file that makes no app', { ...files, [entry]: '' }, ['--entry', entry], 1],
    ['a file that calls fsRoutes', { ...files, [entry]: "require('express-pages-api').fsRoutes()" }, [], 0],
    ['a file that is not there', files, ['--entry', `no${odd}.js`], 2],
    ['a folder without a project', {}, [], 2],
    ['a project without Express', { 'package.json': '{}' }, [], 2],
  ])('%s', async (_what, given, args, code) => {
    const folder = path.join(routeFolder({ [`${odd}/x`]: '' }), odd);
    for (const [file, content] of Object.entries(given)) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), content);
    }
    const outcome = await cli(folder, ['init', ...args]);
    expectNoControls(outcome);
    expect(outcome.code).toBe(code);
    if (args.includes('--json')) expect(JSON.parse(outcome.stdout)).toMatchObject({ change: { file: entry } });
  });
});

describe('a server prints no control character of', () => {
  const library = JSON.stringify(path.join(root, 'dist', 'index.cjs'));
  const express = JSON.stringify(path.join(root, 'node_modules', 'express'));

  /** Runs a script in a project, where `api` is its route folder. */
  function script({ cwd, api }: Project, source: string, environment: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const file = path.join(routeFolder({ 'server.cjs': '' }), 'server.cjs');
    const start = `const { fsRoutes } = require(${library}); const api = ${JSON.stringify(api)};`;
    fs.writeFileSync(file, `${start}\n${source}`);
    return run(process.execPath, [file], cwd, false, environment);
  }

  it.each([...Object.keys(broken), 'a link to nothing'])('what is wrong at start-up: %s', async (what) => {
    const { stdout, stderr } = await script(projectWith(what), 'fsRoutes(api);');
    // Node.js itself prints properties of errors, and escapes them but for what turns text around.
    expect(/[^\P{Cc}\n]/u.exec(stdout + stderr)).toBeNull();
    expect(stderr).toContain('FSR_');
  });

  it('its warnings', async () => {
    const served = project(odd, {
      [`large${odd}.js`]: `module.exports = (req, res) => res.end('too much'); module.exports.config = { api: { responseLimit: 1 } };`,
      [`late${odd}.js`]: `module.exports = async (req, res, next) => { next(); throw new Error(${text}); };`,
      [`silent${odd}.js`]: 'module.exports = () => undefined;',
    });
    for (const folder of ['empty', 'pages']) fs.mkdirSync(path.join(served.cwd, folder));
    fs.writeFileSync(path.join(served.cwd, 'pages', `none${odd}.js`), '');
    const outcome = await script(
      served,
      `setTimeout(() => process.exit(1), 30_000);
       const http = require('node:http');
       fsRoutes('pages', { compat: 'next' });
       fsRoutes('empty', { extensions: ['.x' + ${text}] });
       const server = require(${express})().use(fsRoutes(api)).listen(0, '127.0.0.1', async () => {
         const { port } = server.address();
         const ask = (name, signal) => fetch(\`http://127.0.0.1:\${port}/\${name}${encodeURIComponent(odd)}\`, { signal });
         await ask('large');
         await ask('late');
         const request = http.get({ port, host: '127.0.0.1', path: '/silent${encodeURIComponent(odd)}' });
         request.on('error', () => undefined);
         server.once('request', () => setTimeout(() => request.destroy(), 50));
       });
       const due = new Set(['FSR_NO_HANDLER', 'FSR_NO_ROUTES', 'FSR_LARGE_RESPONSE', 'FSR_LATE_ERROR', 'FSR_NO_RESPONSE']);
       process.on('warning', ({ code }) => due.delete(code) && due.size === 0 && setImmediate(() => process.exit()));`,
    );
    expectNoControls(outcome);
    expect(outcome.code).toBe(0);
    expect(outcome.stderr.match(/\[FSR_\w+\]/g)?.sort()).toEqual([
      '[FSR_LARGE_RESPONSE]',
      '[FSR_LATE_ERROR]',
      '[FSR_NO_HANDLER]',
      '[FSR_NO_RESPONSE]',
      '[FSR_NO_ROUTES]',
    ]);
  });

  it('routes that it traces', async () => {
    const outcome = await script(project(odd, sound), 'fsRoutes(api);', { DEBUG: 'express-pages-api' });
    expectNoControls(outcome);
    expect(outcome.stderr).toContain('3 routes in ');
  });

  it('what watch sees', async () => {
    const file = `api/a${odd}.js`;
    const watched = new WatchedProject({ 'package.json': '{}', [file]: handler });
    await watched.start({ env: { DEBUG: 'express-pages-api' } });
    watched.write(file, `throw new Error(${text})`);
    await watched.printed('FSR_LOAD_FAILED');
    const { status, text: told } = await watched.get(`/api/a${encodeURIComponent(odd)}`);
    expect({ status, controls: raw.exec(told) }).toEqual({ status: 500, controls: null });
    watched.write(file, 'module.exports = (req, res) => res.end()');
    await watched.printed('Fixed');
    expectNoControls({ stdout: watched.stdout, stderr: watched.stderr });
    await watched.end();
  });
});

describe('an FsRoutesError', () => {
  it('has files as they are named, and a message that can be printed', () => {
    const files = broken['two files for a URL']!;
    const folder = routeFolder(files);
    let caught: unknown;
    try {
      fsRoutes(folder);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(FsRoutesError);
    const { message, files: named, problems } = caught as FsRoutesError;
    expect(raw.exec(message)).toBeNull();
    expect(message.split('\n')).toHaveLength(4);
    expect(named).toEqual(Object.keys(files));
    expect(problems[0]!.files).toEqual(Object.keys(files));
  });

  it('leaves what was thrown as it is, but for its stack', () => {
    const cause = new Error(`no ${odd}`);
    const error = new FsRoutesError([{ code: 'FSR_LOAD_FAILED', message: 'a', help: 'b', files: [], cause }]);
    expect(error.cause).toBe(cause);
    expect(cause.message).toBe(`no ${odd}`);
    expect(raw.exec(String(Reflect.get(cause, 'stack')))).toBeNull();
    const frozen = Object.freeze(new Error(odd));
    expect(() => new FsRoutesError([{ ...error.problems[0]!, cause: frozen }])).not.toThrow();
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { FsRoutesError } from '../../lib/reporting/errors.js';
import { fsRoutes } from '../../lib/index.js';
import { printable, printableLines } from '../../lib/reporting/printable.js';
import { run, type Outcome } from '../support/child-process.js';
import { routeFolder } from '../support/route-folder.js';
import { runInProcess } from '../support/run-in-process.js';
import { WatchedProject } from '../support/watched-project.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = path.join(root, 'dist', 'cli.js');

/** Characters that a terminal acts on in 7 and in 8 bits, that end lines, and that reverse the direction of text. */
const controls = '\x1bc\x9b31m\x9dtitle\x9c\x07\b\r\t\x7f\u202e\u2066\u200f\u2028';
/** A name with these characters that would also print a line of its own. */
const odd = `${controls}\nforged`;
/** Control sequences without brackets that are closed: in names of routes, these are for params. */
const color = '\x1b[31m\x1b]0;title\x07';

const raw = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/** Runs the built program. */
async function start(cwd: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const outcome = await run(process.execPath, [program, ...args], cwd, false, variables);
  expect(outcome.code).not.toBe(3);
  return outcome;
}

/** Runs a command in this process, which prints with the same function as the program. */
async function runHere(cwd: string, args: readonly string[], isStyled = false): Promise<Outcome> {
  const outcome = await runInProcess(cwd, args, { isStyled });
  expect(outcome.code).not.toBe(3);
  return outcome;
}

function expectNoControls({ stdout, stderr }: Pick<Outcome, 'stdout' | 'stderr'>): void {
  const lines = `${stdout}\n${stderr}`.split('\n');
  expect(lines.filter((line) => raw.test(line) || /^\s*forged/.test(line))).toEqual([]);
}

interface Project {
  readonly cwd: string;
  /** The name of the route folder in `cwd`. */
  readonly api: string;
}

function project(name: string, files: Readonly<Record<string, string>>): Project {
  const api = `api${name}`;
  const all = Object.entries(files).map(([file, text]) => [`${name}/${api}/${file}`, text] as const);
  return { cwd: path.join(routeFolder(Object.fromEntries(all)), name), api };
}

const handler = 'module.exports = () => undefined;';
const text = JSON.stringify(`no database ${controls}\n  second line ${color}`);
const sound = {
  [`a${odd}.js`]: 'exports.GET = () => undefined;',
  [`${odd}/_middleware.js`]: 'module.exports = (req, res, next) => next();',
  [`${odd}/b.js`]: 'exports.POST = () => undefined;',
  [`posts/[${odd.replace('forged', 'id')}].js`]: handler,
};

type Broken = readonly [what: string, code: string, files: Readonly<Record<string, string>>];

const broken: readonly Broken[] = [
  [
    'a file that throws',
    'FSR_LOAD_FAILED',
    { [`a${odd}.js`]: `throw new Error(${text}, { cause: new Error(${text}) })` },
  ],
  ['a file that throws no Error', 'FSR_LOAD_FAILED', { [`a${odd}.js`]: `throw ${text}` }],
  ['a file that fails after an await', 'FSR_LOAD_FAILED', { [`a${odd}.mjs`]: `await 1; throw new Error(${text})` }],
  [
    'a module that does not exist',
    'FSR_LOAD_FAILED',
    { [`a${odd}.js`]: `require(${JSON.stringify(`./no${controls}`)})` },
  ],
  ['a syntax error', 'FSR_LOAD_FAILED', { [`a${odd}.js`]: `}{ "${controls.replaceAll(/[\r\u2028]/g, '')}"` }],
  ['a file without a handler', 'FSR_NO_HANDLER', { [`a${odd}.js`]: '' }],
  ['two files for a URL', 'FSR_DUPLICATE_ROUTE', { [`a${odd}.js`]: handler, [`a${odd}/index.js`]: handler }],
  [
    'names with brackets',
    'FSR_BAD_BRACKETS',
    { [`a${color}${odd}.js`]: handler, [`${color}/[b]/[[...c${odd}]]/d.js`]: handler },
  ],
  ['params of two names', 'FSR_PARAM_NAME_CONFLICT', { [`[a${odd}]/b.js`]: handler, [`[c]/d.js`]: handler }],
  ['middleware of another name', 'FSR_MIDDLEWARE_NAME', { [`a${odd}/_Middleware.js`]: '', [`a${odd}/b.js`]: handler }],
  [
    'a setting that does not exist',
    'FSR_BAD_CONFIG',
    { [`a${odd}.js`]: `${handler} module.exports.config = { api: { ${text}: 1 } };` },
  ],
  ['a link to nothing', 'FSR_UNREADABLE', {}],
];

/** Creates a project whose route folder has a folder for each row of `broken`, named by its number. */
function brokenProject(): Project {
  const files = broken.flatMap(([, , files], row) =>
    Object.entries(files).map(([file, text]) => [`${row}/${file}`, text] as const),
  );
  // The name has no line feed: what is thrown has lines, and Node.js names folders in it.
  const made = project(controls, Object.fromEntries(files));
  const folder = path.join(made.cwd, made.api, String(broken.length - 1));
  fs.mkdirSync(folder);
  fs.symlinkSync(`/nowhere${odd}`, path.join(folder, `a${odd}.js`));
  return made;
}

describe('printable', () => {
  const units = Array.from({ length: 0x10000 }, (_value, code) => String.fromCharCode(code));

  it('escapes control characters and those that reverse the direction of text, as JSON does, and nothing else', () => {
    const escaped = units.filter((unit) => printable(unit) !== unit);
    expect(escaped.every((unit) => raw.test(unit) || unit === '\n')).toBe(true);
    expect(units.filter((unit) => raw.test(printable(unit)))).toEqual([]);
    expect(escaped.map((unit) => JSON.parse(`"${printable(unit)}"`) as string)).toEqual(escaped);
    expect(printable('a\x1b[31m\x9b\n👩‍👩‍👧')).toBe('a\\u001b[31m\\u009b\\u000a👩‍👩‍👧');
  });

  it('keeps the line breaks of a message', () => {
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
    ['a folder without problems', ['check', api]],
    ['a folder without problems, as JSON', ['check', api, '--json']],
    ['a file that answers', ['match', api, `/a${encodeURIComponent(odd)}`]],
    ['params', ['match', api, `/posts/${encodeURIComponent(odd)}`]],
    ['params, as JSON', ['match', api, `/posts/${encodeURIComponent(odd)}`, '--json']],
    ['a URL that nothing answers', ['match', api, `/${odd}${color}`]],
    ['a malformed URL', ['match', api, `/posts/%${odd}`]],
    ['a URL that begins with the mount path', ['match', api, `/api/a${encodeURIComponent(odd)}`]],
    ['a word that is not a request', ['match', api, odd]],
    ['a word that is not a method', ['match', api, odd, '/a']],
    ['a mount path', ['match', api, '/a', '--mount-path', `/${odd}`]],
    ['a wrong mount path', ['match', api, '/a', '--mount-path', odd]],
    ['a folder that does not exist', ['list', odd]],
    ['a folder that does not exist, as JSON', ['list', odd, '--json']],
    ['a folder that is a file', ['list', `${api}/a${odd}.js`]],
    ['a folder without routes', ['check', api, '--extensions', 'x']],
    ['a command that does not exist', [`list${odd}`]],
    ['an option that does not exist', ['list', api, `--a${odd}`]],
    ['a value of an option', ['list', api, '--compat', odd]],
    ['a module that does not exist', ['list', api, '--import', `./${odd}`]],
  ])('%s', async (_what, args) => {
    const plain = await runHere(fine.cwd, args);
    expectNoControls(plain);
    const styled = await runHere(fine.cwd, args, true);
    // eslint-disable-next-line no-control-regex -- Those are the styles.
    const withoutStyles = (output: string): string => output.replace(/\x1b\[\d+m/g, '');
    expect(withoutStyles(styled.stdout)).toBe(plain.stdout);
    expect(withoutStyles(styled.stderr)).toBe(plain.stderr);
  });

  it('routes on a narrow terminal', async () => {
    const outcome = await runInProcess(fine.cwd, ['list', api], { width: 20 });
    expectNoControls(outcome);
    expect(outcome.stdout).toMatch(/^ {2}express path {2}\/./m);
  });

  describe('problems', () => {
    const { cwd, api } = brokenProject();
    const codes = (output: string): string[] => [...new Set(output.match(/FSR_\w+/g))].sort();
    const expected = [...new Set(broken.map(([, code]) => code))].sort();

    it.each([
      ['check', ['check', api]],
      ['list', ['list', api]],
      ['list --json', ['list', api, '--json']],
    ])('that %s reports', async (_what, args) => {
      const outcome = await start(cwd, args);
      expectNoControls(outcome);
      expect({ code: outcome.code, codes: codes(outcome.stdout + outcome.stderr) }).toEqual({
        code: 1,
        codes: expected,
      });
    });

    it('with their stacks', async () => {
      const { stdout, stderr } = await start(cwd, ['check', api], { DEBUG: 'express-pages-api' });
      expect(raw.exec(stdout + stderr)).toBeNull();
      expect(stdout).toMatch(/^ +at /m);
    });

    it.each(broken.map(([what], row) => [what, row] as const))('that match reports: %s', async (_what, row) => {
      const outcome = await runHere(cwd, ['match', path.join(api, String(row)), `/a${encodeURIComponent(odd)}`]);
      expectNoControls(outcome);
      expect(outcome.code).toBe(1);
    });
  });

  it('names, which JSON has as they are', async () => {
    const { stdout } = await runHere(fine.cwd, ['list', api, '--json']);
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
    ['a file that creates no app', { ...files, [entry]: '' }, ['--entry', entry], 1],
    ['a file that calls fsRoutes', { ...files, [entry]: "require('express-pages-api').fsRoutes()" }, [], 0],
    ['a file that does not exist', files, ['--entry', `no${odd}.js`], 2],
    ['a folder without a project', {}, [], 2],
    ['a project without Express', { 'package.json': '{}' }, [], 2],
  ])('%s', async (_what, given, args, code) => {
    const folder = path.join(routeFolder({ [`${odd}/x`]: '' }), odd);
    for (const [file, content] of Object.entries(given)) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), content);
    }
    const outcome = await runHere(folder, ['init', ...args]);
    expectNoControls(outcome);
    expect(outcome.code).toBe(code);
    if (args.includes('--json')) expect(JSON.parse(outcome.stdout)).toMatchObject({ change: { file: entry } });
  });
});

describe('a server prints no control character of', () => {
  const library = JSON.stringify(path.join(root, 'dist', 'index.cjs'));
  const express = JSON.stringify(path.join(root, 'node_modules', 'express'));

  /** Runs a script in a project, in which `api` is the name of its route folder. */
  function runScript({ cwd, api }: Project, source: string, variables: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const file = path.join(routeFolder({ 'server.cjs': '' }), 'server.cjs');
    const start = `const { fsRoutes } = require(${library}); const api = ${JSON.stringify(api)};`;
    fs.writeFileSync(file, `${start}\n${source}`);
    return run(process.execPath, [file], cwd, false, variables);
  }

  describe('what is wrong at start-up', () => {
    const made = brokenProject();
    // Node.js itself prints properties of errors. It escapes them, except characters that reverse the direction of
    // text.
    const rawAtStart = /[^\P{Cc}\n]/u;

    it('in errors that it logs', async () => {
      const source = `
        async function start() {
          for (let row = 0; row < ${broken.length}; row += 1) {
            try {
              await fsRoutes(api + '/' + row).ready;
            } catch (error) {
              console.error(error);
            }
            console.error('row ' + row);
          }
        }
        void start();`;
      const { stdout, stderr } = await runScript(made, source);
      expect(rawAtStart.exec(stdout + stderr)).toBeNull();
      const reports = stderr.split(/^row \d+\n/m).slice(0, -1);
      expect(reports.map((report) => /FSR_\w+/.exec(report)?.[0])).toEqual(broken.map(([, code]) => code));
    });

    it.each(['a file that throws', 'a file that fails after an await', 'a syntax error'])(
      'in an error that Node.js prints: %s',
      async (what) => {
        const row = broken.findIndex(([name]) => name === what);
        const { stdout, stderr } = await runScript(made, `fsRoutes(api + '/${row}');`);
        expect(rawAtStart.exec(stdout + stderr)).toBeNull();
        expect(stderr).toContain('FSR_LOAD_FAILED');
      },
    );
  });

  it('warnings', async () => {
    const served = project(odd, {
      [`large${odd}.js`]: `module.exports = (req, res) => res.end('too much'); module.exports.config = { api: { responseLimit: 1 } };`,
      [`late${odd}.js`]: `module.exports = async (req, res, next) => { next(); throw new Error(${text}); };`,
      [`silent${odd}.js`]: 'module.exports = () => undefined;',
    });
    for (const folder of ['empty', 'pages']) fs.mkdirSync(path.join(served.cwd, folder));
    fs.writeFileSync(path.join(served.cwd, 'pages', `none${odd}.js`), '');
    const outcome = await runScript(
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

  it('the routes that it traces', async () => {
    const outcome = await runScript(project(odd, sound), 'fsRoutes(api);', { DEBUG: 'express-pages-api' });
    expectNoControls(outcome);
    expect(outcome.stderr).toContain('3 routes in ');
  });

  it('the changes that watch reports', async () => {
    const file = `api/a${odd}.js`;
    const watched = new WatchedProject({ 'package.json': '{}', [file]: handler });
    await watched.start({ env: { DEBUG: 'express-pages-api' } });
    watched.write(file, `throw new Error(${text})`);
    await watched.printed('FSR_LOAD_FAILED');
    const { status, text: body } = await watched.get(`/api/a${encodeURIComponent(odd)}`);
    expect({ status, controls: raw.exec(body) }).toEqual({ status: 500, controls: null });
    watched.write(file, 'module.exports = (req, res) => res.end()');
    await watched.printed('Fixed');
    expectNoControls({ stdout: watched.stdout, stderr: watched.stderr });
    await watched.end();
  });
});

describe('an FsRoutesError', () => {
  it('has files as they are named, and a message that can be printed', () => {
    const [, , files] = broken.find(([what]) => what === 'two files for a URL')!;
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

  it('leaves the thrown error as it is, except its stack', () => {
    const cause = new Error(`no ${odd}`);
    const error = new FsRoutesError([{ code: 'FSR_LOAD_FAILED', message: 'a', help: 'b', files: [], cause }]);
    expect(error.cause).toBe(cause);
    expect(cause.message).toBe(`no ${odd}`);
    expect(raw.exec(String(Reflect.get(cause, 'stack')))).toBeNull();
    const frozen = Object.freeze(new Error(odd));
    expect(() => new FsRoutesError([{ ...error.problems[0]!, cause: frozen }])).not.toThrow();
  });
});

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { confirm } from '../../lib/cli/init/confirm.js';
import type { InitOptions } from '../../lib/cli/init/run-init.js';
import { readFiles, writeProject } from '../fixtures/init/temporary-projects.js';
import { init } from '../fixtures/init/run-init.js';
import { diffs, readDocument } from '../support/markdown-app.js';

const manifest = JSON.stringify({ dependencies: { express: '^5.0.0' } });
const plainApp = "const express = require('express');\nconst app = express();\napp.listen(3000);\n";

describe('init', () => {
  it.each<[string, Record<string, string>, Partial<InitOptions>, code: number, message: RegExp]>([
    [
      'without a package.json',
      {},
      { yes: true },
      2,
      /^\nThere is no package\.json in .*\n {2}fix: {2}run `init` in the folder /,
    ],
    ['if package.json is broken', { 'package.json': '{' }, { yes: true }, 2, /is not valid JSON\.\n {2}fix: /],
    [
      'without Express',
      { 'package.json': '{}' },
      { yes: true },
      2,
      /does not list express as a dependency\.\n {2}fix: /,
    ],
    [
      'if Express is too old',
      { 'package.json': '{ "dependencies": { "express": "^3.0.0" } }' },
      { yes: true },
      2,
      /uses Express \^3\.0\.0, but express-pages-api requires 4\.18 or later\.\n {2}fix: /,
    ],
    [
      'without a file that creates an app',
      { 'package.json': manifest, 'index.js': "require('express').Router();\n" },
      { yes: true },
      1,
      /no file that creates an app with `express\(\)` was found\. \[NO_ENTRY\]/,
    ],
    [
      'if several files create an app',
      {
        'package.json': manifest,
        'index.js': "require('./a');\nrequire('./b');\n",
        'a.js': plainApp,
        'b.js': plainApp,
      },
      { yes: true },
      1,
      /index\.js imports several files that create an app: a\.js, b\.js\. \[SEVERAL_ENTRIES\]/,
    ],
    [
      'if the scripts start a bundle',
      {
        'package.json': JSON.stringify({
          scripts: { build: 'tsup src/server.ts', start: 'node dist/server.js' },
          dependencies: { express: '5' },
        }),
        'src/server.ts': "import express from 'express';\nconst app = express();\napp.listen(3000);\n",
      },
      { yes: true },
      1,
      /bundles the app with tsup, .*\[BUNDLED\]/,
    ],
    [
      'if tsconfig.json lists the files to compile',
      {
        'package.json': JSON.stringify({ scripts: { start: 'node dist/server.js' }, dependencies: { express: '5' } }),
        'tsconfig.json': '{ "files": ["src/server.ts"] }',
        'src/server.ts': "import express from 'express';\nconst app = express();\napp.listen(3000);\n",
      },
      { yes: true },
      1,
      /tsconfig\.json compiles only the files that it lists, .*\[LISTED_FILES\]/,
    ],
    [
      'if the source of build output is missing',
      {
        'package.json': JSON.stringify({ scripts: { start: 'node dist/main.js' }, dependencies: { express: '5' } }),
        'dist/main.js': plainApp,
      },
      { yes: true },
      1,
      /the source of dist\/main\.js, .* was not found\. \[COMPILED_ENTRY\]/,
    ],
    [
      'if Express is imported with `require` in an ES module',
      { 'package.json': '{ "type": "module", "dependencies": { "express": "5" } }', 'server.js': plainApp },
      { yes: true },
      1,
      /server\.js imports Express with a syntax that does not match .*\. \[UNCLEAR_MODULE_KIND\]/,
    ],
    [
      'if the named file does not exist',
      { 'package.json': manifest, 'server.js': plainApp },
      { yes: true, entry: 'sever.js' },
      2,
      /There is no file sever\.js in .*\n {2}fix: /,
    ],
    [
      'if the named file is outside the project',
      { 'package.json': manifest, 'server.js': plainApp },
      { yes: true, entry: fileURLToPath(import.meta.url) },
      2,
      /There is no file .*init\.test\.ts in /,
    ],
    [
      'if a file of the folder cannot be a route',
      { 'package.json': manifest, 'server.js': plainApp, 'api/[a]-[b].js': 'module.exports = () => {};\n' },
      { yes: true },
      1,
      /api has a problem: '\[a\]-\[b\]' has brackets .*'\. \[UNCLEAR_FOLDER\]/,
    ],
    [
      'if it cannot ask',
      { 'package.json': manifest, 'server.js': plainApp },
      {},
      1,
      /No files were changed, because there is no terminal to ask on\. To apply the plan, add `--yes`\.$/,
    ],
  ])('changes nothing %s, and reports the reason', async (_case, files, options, code, message) => {
    const folder = writeProject(files);
    const answer = await init(folder, options);
    expect(answer.code).toBe(code);
    expect(`${answer.output}\n${answer.errorOutput}`).toMatch(message);
    expect(readFiles(folder)).toEqual(files);
  });

  it('prints the lines to add by hand if it cannot find the app', async () => {
    const files = { 'package.json': '{ "type": "module", "dependencies": { "express": "5" } }' };
    const { output } = await init(writeProject(files), { yes: true });
    expect(output).toContain("  import { fsRoutes } from 'express-pages-api';\n");
    expect(output).toContain("  app.use('/api', fsRoutes(new URL('./api', import.meta.url)));\n");
    expect(output).toContain('npm install express-pages-api');
  });

  it('writes new files in the style of the file that creates the app', async () => {
    const text =
      'import express from "express"\r\nfunction make() {\r\n\tconst app = express()\r\n\treturn app\r\n}\r\n';
    const folder = writeProject({ 'package.json': manifest, 'app.ts': text });
    await init(folder, { yes: true });
    expect(readFiles(folder)['api/posts/[pid].ts']!.split('\r\n')).toEqual([
      'import type { ApiHandler } from "express-pages-api"',
      '',
      '// Answers at /api/posts/1, with any value for 1.',
      'const handler: ApiHandler<"/posts/[pid]"> = (req, res) => {',
      '\tres.json({ post: req.query.pid })',
      '}',
      '',
      'export default handler',
      '',
    ]);
  });

  it('changes the file that the user names', async () => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp, 'other/main.js': plainApp });
    expect((await init(folder, { yes: true, entry: './other/main.js' })).errorOutput).toBe(
      'Written: other/api/hello.js\nWritten: other/api/posts/[pid].js\nWritten: other/main.js',
    );
  });

  it('adds no file to a folder that has route files, and prints a note', async () => {
    const folder = writeProject({
      'package.json': manifest,
      'server.js': plainApp,
      'api/users.js': 'module.exports = (req, res) => res.json([]);\n',
    });
    const { output, errorOutput } = await init(folder, { yes: true });
    expect(output).toContain(
      'Note: api/ exists already. Its file becomes a route, and `init` adds none. ' +
        'Check them with `npx express-pages-api check api`.',
    );
    expect(output).toMatch(/curl http:\/\/localhost:3000\/api$/m);
    expect(errorOutput).toBe('Written: server.js');
  });

  it.each([
    ['server.js imports modules from api/', { 'api/users.js': 'module.exports = {};\n' }, "require('./api/users');\n"],
    ['server.js imports modules from api/', { 'api/users.js': 'module.exports = {};\n' }, "require('@/api/users');\n"],
    ['api/client.js exports no handler', { 'api/client.js': 'exports.send = () => undefined;\n' }, ''],
    ['api is a file', { api: '' }, ''],
  ])('uses the folder pages/api if %s, and prints a note', async (reason, files, more) => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp + more, ...files });
    const { output, errorOutput } = await init(folder, { yes: true });
    expect(output).toContain(`Note: The route files go into pages/api/, because ${reason}.`);
    expect(output).toContain("+app.use('/api', fsRoutes(path.join(__dirname, 'pages', 'api')));");
    expect(errorOutput).toBe('Written: pages/api/hello.js\nWritten: pages/api/posts/[pid].js\nWritten: server.js');
  });

  it('prints a note about handlers that the app already has at /api', async () => {
    const text = plainApp.replace('app.listen', "app.use('/api', limit);\napp.get('/api/users', users);\napp.listen");
    const { output } = await init(writeProject({ 'package.json': manifest, 'server.js': text }), { dryRun: true });
    expect(output).toContain(
      'Note: server.js already handles /api on line 3, and 1 more at or below /api. This code runs first;',
    );
  });

  it.each([
    ["app.use('/users', users);", true],
    ["app.get('/users/:id', show);", true],
    ["app.post('/api/users', create);", true],
    ["app.route('/users').get(list);", true],
    ["app.get('/', home);", false],
    ["app.set('view engine', 'pug');", false],
    ['app.use(express.json());', false],
  ])('points to the guide for routes by hand if the app has some: %s %j', async (line, isShown) => {
    const text = plainApp.replace('app.listen', `${line}\napp.listen`);
    const { output } = await init(writeProject({ 'package.json': manifest, 'server.js': text }), { dryRun: true });
    expect(output).toContain('Changed file server.js');
    expect(output.includes('see docs/migrate-from-express-routes.md in the package express-pages-api.')).toBe(isShown);
  });

  it('prints the plan as JSON, and applies it only with yes', async () => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp });
    const shown = await init(folder, { json: true });
    const plan = JSON.parse(shown.output) as Record<string, unknown>;
    expect(shown.code).toBe(0);
    expect(plan).toMatchObject({
      outcome: 'ready',
      create: [{ file: 'api/hello.js' }, { file: 'api/posts/[pid].js' }],
      change: { file: 'server.js', before: plainApp },
      notes: [],
      written: [],
    });
    const { output } = await init(folder, { json: true, yes: true });
    expect(JSON.parse(output)).toEqual({ ...plan, written: ['api/hello.js', 'api/posts/[pid].js', 'server.js'] });
  });

  it('reports errors as JSON, too', async () => {
    const { code, output, errorOutput } = await init(writeProject({}), { json: true });
    expect({ code, errorOutput }).toEqual({ code: 2, errorOutput: '' });
    expect(JSON.parse(output)).toEqual({
      error: { code: 'NO_PACKAGE_JSON', message: expect.any(String), help: expect.any(String) },
    });
  });
});

describe('confirm', () => {
  it.each<[string, answer: boolean]>([
    ['y\n', true],
    ['Yes\n', true],
    ['n\n', false],
    ['yesterday\n', false],
    ['\n', false],
    ['', false],
  ])('takes the input %j as %j', async (typed, answer) => {
    const output = new PassThrough();
    expect(await confirm('Sure?', Readable.from([typed]), output)).toBe(answer);
    expect(String(output.read())).toMatch(/^Sure\? \(y\/N\) /);
  });
});

describe('on a terminal, init', () => {
  const interactiveInit = fileURLToPath(new URL('../fixtures/init/interactive-init.ts', import.meta.url));

  it.each([
    ['applies the plan after yes', 'y\n', 0, 'Written: server.js'],
    ['changes nothing after Ctrl+D', '', 1, 'No files were changed.'],
  ])('prints the plan and asks; it %s', async (_case, typed, code, message) => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp });
    const args = ['--import', import.meta.resolve('tsx'), interactiveInit];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += String(data)));
    child.stdin.end(typed);
    const exitCode = await new Promise((resolve) => child.once('close', resolve));
    expect(exitCode).toBe(code);
    expect(output.indexOf('New file api/hello.js')).toBeLessThan(output.indexOf('Apply this plan? (y/N) '));
    expect(output).toContain(message);
    expect(readFiles(folder)['server.js'] === plainApp).toBe(code !== 0);
  });
});

describe('the README', () => {
  it('shows the change that init makes to a file', async () => {
    const { before, after } = diffs(readDocument('README.md'))['app.js']!;
    const folder = writeProject({ 'package.json': manifest, 'app.js': before });
    await init(folder, { yes: true });
    expect(readFiles(folder)['app.js']).toBe(after);
  });
});

describe('with files that it cannot change, init', () => {
  it('does not change a read-only file', async () => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp });
    fs.chmodSync(path.join(folder, 'server.js'), 0o444);
    const { code, output } = await init(folder, { yes: true });
    expect(code).toBe(1);
    expect(output).toContain('server.js is read-only. [NOT_WRITABLE]');
    expect(Object.keys(readFiles(folder))).toEqual(['package.json', 'server.js']);
  });

  it('does not change a file with another encoding than UTF-8', async () => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': '' });
    const bytes = Buffer.from(`// caf\u00e9\n${plainApp}`, 'latin1');
    fs.writeFileSync(path.join(folder, 'server.js'), bytes);
    expect((await init(folder, { yes: true })).output).toContain('server.js is not encoded in UTF-8.');
    expect(fs.readFileSync(path.join(folder, 'server.js'))).toEqual(bytes);
  });

  it('does not change a file outside the project through a symbolic link', async () => {
    const elsewhere = writeProject({ 'server.js': plainApp });
    const folder = writeProject({ 'package.json': manifest });
    fs.symlinkSync(path.join(elsewhere, 'server.js'), path.join(folder, 'server.js'));
    expect((await init(folder, { yes: true })).output).toContain(
      `server.js is a symbolic link to ${path.join(elsewhere, 'server.js')}, which is outside the project`,
    );
    expect(readFiles(elsewhere)).toEqual({ 'server.js': plainApp });
  });

  it('does not write to a folder outside the project through a symbolic link', async () => {
    const elsewhere = writeProject({});
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp });
    fs.symlinkSync(elsewhere, path.join(folder, 'api'), 'junction');
    expect((await init(folder, { yes: true })).output).toContain('a symbolic link puts api outside the project.');
    expect(readFiles(elsewhere)).toEqual({});
  });

  it('reports a file that it cannot read', async () => {
    const folder = writeProject({ 'package.json': manifest });
    fs.symlinkSync('server.js', path.join(folder, 'server.js'));
    const { code, errorOutput } = await init(folder, { yes: true });
    expect(code).toBe(2);
    expect(errorOutput).toMatch(/^The project cannot be read: ELOOP: .*server\.js'\.\n {2}fix: /);
  });

  it('keeps symbolic links and permissions of the file that it changes', async () => {
    const folder = writeProject({ 'package.json': manifest, 'src/main.js': plainApp });
    fs.chmodSync(path.join(folder, 'src/main.js'), 0o755);
    fs.symlinkSync('src/main.js', path.join(folder, 'server.js'));
    expect((await init(folder, { yes: true })).code).toBe(0);
    expect(fs.lstatSync(path.join(folder, 'server.js')).isSymbolicLink()).toBe(true);
    expect(fs.statSync(path.join(folder, 'src/main.js')).mode & 0o777).toBe(0o755);
    expect(fs.readFileSync(path.join(folder, 'src/main.js'), 'utf8')).toContain('fsRoutes');
  });

  it('stops at a file that it cannot write, and reports which files are written and which are not', async () => {
    const folder = writeProject({
      'package.json': manifest,
      'server.js': plainApp,
      'api/readme.txt': '',
      'api/posts': '',
    });
    const { code, errorOutput } = await init(folder, { yes: true });
    expect(code).toBe(1);
    expect(errorOutput.split('\n')).toEqual([
      'Written: api/hello.js',
      expect.stringMatching(/^Stopped: api\/posts\/\[pid\]\.js could not be written: \w+/),
      'Not written: api/posts/[pid].js',
      'Not written: server.js',
    ]);
    expect(readFiles(folder)['server.js']).toBe(plainApp);
  });
});

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { InitOptions } from '../../lib/cli/init/run-init.js';
import { installPackages, readFiles, writeProject } from '../fixtures/init/temporary-projects.js';
import { init } from '../fixtures/init/run-init.js';
import { diffs, readDocument } from '../support/markdown-app.js';

beforeAll(installPackages);

const manifest = JSON.stringify({ dependencies: { express: '^5.0.0' } });
const plainApp = "const express = require('express');\nconst app = express();\napp.listen(3000);\n";

describe('init', () => {
  it.each<[string, Record<string, string>, Partial<InitOptions>, code: number, said: RegExp]>([
    ['without a package.json', {}, { yes: true }, 2, /^\nThere is no package\.json in .*\n {2}fix: {2}run this in /],
    ['with a broken one', { 'package.json': '{' }, { yes: true }, 2, /is no valid JSON\.\n {2}fix: /],
    ['without Express', { 'package.json': '{}' }, { yes: true }, 2, /does not name express .*\n {2}fix: /],
    [
      'with an Express that is too old',
      { 'package.json': '{ "dependencies": { "express": "^3.0.0" } }' },
      { yes: true },
      2,
      /uses Express \^3\.0\.0, and express-pages-api needs 4\.18 or later\.\n {2}fix: /,
    ],
    [
      'without a file that makes an app',
      { 'package.json': manifest, 'index.js': "require('express').Router();\n" },
      { yes: true },
      1,
      /no file was found that makes an app with `express\(\)`\. \[NO_ENTRY\]/,
    ],
    [
      'where several files make an app',
      {
        'package.json': manifest,
        'index.js': "require('./a');\nrequire('./b');\n",
        'a.js': plainApp,
        'b.js': plainApp,
      },
      { yes: true },
      1,
      /index\.js leads to several files that make an app: a\.js, b\.js\. \[SEVERAL_ENTRIES\]/,
    ],
    [
      'where a bundle is started',
      {
        'package.json': JSON.stringify({
          scripts: { build: 'tsup src/server.ts', start: 'node dist/server.js' },
          dependencies: { express: '5' },
        }),
        'src/server.ts': "import express from 'express';\nconst app = express();\napp.listen(3000);\n",
      },
      { yes: true },
      1,
      /makes a bundle with tsup; .*\[BUNDLED\]/,
    ],
    [
      'where the compiler has a list of files',
      {
        'package.json': JSON.stringify({ scripts: { start: 'node dist/server.js' }, dependencies: { express: '5' } }),
        'tsconfig.json': '{ "files": ["src/server.ts"] }',
        'src/server.ts': "import express from 'express';\nconst app = express();\napp.listen(3000);\n",
      },
      { yes: true },
      1,
      /tsconfig\.json lists the files .*\[LISTED_FILES\]/,
    ],
    [
      'where what is compiled has no source',
      {
        'package.json': JSON.stringify({ scripts: { start: 'node dist/main.js' }, dependencies: { express: '5' } }),
        'dist/main.js': plainApp,
      },
      { yes: true },
      1,
      /start dist\/main\.js, and its source was not found\. \[COMPILED_ENTRY\]/,
    ],
    [
      'for a file that is not there',
      { 'package.json': manifest, 'server.js': plainApp },
      { yes: true, entry: 'sever.js' },
      2,
      /There is no file sever\.js in .*\n {2}fix: /,
    ],
    [
      'for a file of another project',
      { 'package.json': manifest, 'server.js': plainApp },
      { yes: true, entry: fileURLToPath(import.meta.url) },
      2,
      /There is no file .*init\.test\.ts in /,
    ],
    [
      'where the folder has names that no route can have',
      { 'package.json': manifest, 'server.js': plainApp, 'api/[a]-[b].js': 'module.exports = () => {};\n' },
      { yes: true },
      1,
      /api has names that no route can have: '\[a\]-\[b\]' has brackets .*'\. \[UNCLEAR_FOLDER\]/,
    ],
    [
      'where nobody can be asked',
      { 'package.json': manifest, 'server.js': plainApp },
      {},
      1,
      /Nothing is changed, because nobody can be asked here\. `--yes` does it without asking\.$/,
    ],
  ])('changes nothing %s, and says why', async (_case, files, options, code, said) => {
    const folder = writeProject(files);
    const answer = await init(folder, options);
    expect(answer.code).toBe(code);
    expect(`${answer.output}\n${answer.told}`).toMatch(said);
    expect(readFiles(folder)).toEqual(files);
  });

  it('says what to do by hand, where it is not sure', async () => {
    const files = { 'package.json': '{ "type": "module", "dependencies": { "express": "5" } }' };
    const { output } = await init(writeProject(files), { yes: true });
    expect(output).toContain("  import { fsRoutes } from 'express-pages-api';\n");
    expect(output).toContain("  app.use('/api', fsRoutes(new URL('./api', import.meta.url)));\n");
    expect(output).toContain('npm install express-pages-api');
  });

  it('writes new files in the style of the file that makes the app', async () => {
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

  it('takes the file that the user names', async () => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp, 'other/main.js': plainApp });
    expect((await init(folder, { yes: true, entry: './other/main.js' })).told).toBe(
      'Written: other/api/hello.js\nWritten: other/api/posts/[pid].js\nWritten: other/main.js',
    );
  });

  it('adds no file to a folder that has route files, and says so', async () => {
    const folder = writeProject({
      'package.json': manifest,
      'server.js': plainApp,
      'api/users.js': 'module.exports = (req, res) => res.json([]);\n',
    });
    const { output, told } = await init(folder, { yes: true });
    expect(output).toContain('Note: api/ is there already and has 1 file, which becomes a route; none is added.');
    expect(output).toMatch(/curl http:\/\/localhost:3000\/api$/m);
    expect(told).toBe('Written: server.js');
  });

  it.each([
    ['server.js imports modules from api/', { 'api/users.js': 'module.exports = {};\n' }, "require('./api/users');\n"],
    ['server.js imports modules from api/', { 'api/users.js': 'module.exports = {};\n' }, "require('@/api/users');\n"],
    ['api/client.js exports no handler', { 'api/client.js': 'exports.send = () => undefined;\n' }, ''],
    ['api is a file', { api: '' }, ''],
  ])('takes the folder pages/api where %s, and says so', async (reason, files, more) => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp + more, ...files });
    const { output, told } = await init(folder, { yes: true });
    expect(output).toContain(`Note: The route files go into pages/api/, because ${reason}.`);
    expect(output).toContain("+app.use('/api', fsRoutes(path.join(__dirname, 'pages', 'api')));");
    expect(told).toBe('Written: pages/api/hello.js\nWritten: pages/api/posts/[pid].js\nWritten: server.js');
  });

  it('says what answers at /api already', async () => {
    const text = plainApp.replace('app.listen', "app.use('/api', limit);\napp.get('/api/users', users);\napp.listen");
    const { output } = await init(writeProject({ 'package.json': manifest, 'server.js': text }), { dryRun: true });
    expect(output).toContain(
      'Note: server.js answers /api in line 3, and 1 more below /api, and is asked first; what it does not answer',
    );
  });

  it('gives programs its plan as JSON, and writes for them when it is told to', async () => {
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

  it('refuses as JSON where that is asked for', async () => {
    const { code, output, told } = await init(writeProject({}), { json: true });
    expect({ code, told }).toEqual({ code: 2, told: '' });
    expect(JSON.parse(output)).toEqual({
      error: { code: 'NO_PACKAGE_JSON', message: expect.any(String), help: expect.any(String) },
    });
  });
});

describe('the question', () => {
  const run = fileURLToPath(new URL('../fixtures/init/interactive-init.ts', import.meta.url));

  it.each([
    ['yes', 'y\n', 0],
    ['yes', 'Yes\n', 0],
    ['no', 'n\n', 1],
    ['no', '\n', 1],
    ['no', '', 1],
  ])('is answered with %s by %j', async (answer, typed, code) => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp });
    const args = ['--import', import.meta.resolve('tsx'), run];
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    let shown = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (shown += String(data)));
    child.stdin.end(typed);
    const exit = await new Promise((resolve) => child.once('close', resolve));
    expect(exit).toBe(code);
    expect(shown.indexOf('New file api/hello.js')).toBeLessThan(shown.indexOf('Do it? (y/N) '));
    expect(shown).toContain(answer === 'yes' ? 'Written: server.js' : 'Nothing is changed.');
    expect(readFiles(folder)['server.js'] === plainApp).toBe(answer === 'no');
  });
});

describe('the README', () => {
  it('shows what init does to a file', async () => {
    const { before, after } = diffs(readDocument('README.md'))['app.js']!;
    const folder = writeProject({ 'package.json': manifest, 'app.js': before });
    await init(folder, { yes: true });
    expect(readFiles(folder)['app.js']).toBe(after);
  });
});

describe('files that cannot be written', () => {
  it('are left alone when they are read-only', async () => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': plainApp });
    fs.chmodSync(path.join(folder, 'server.js'), 0o444);
    const { code, output } = await init(folder, { yes: true });
    expect(code).toBe(1);
    expect(output).toContain('server.js is read-only. [NOT_WRITABLE]');
    expect(Object.keys(readFiles(folder))).toEqual(['package.json', 'server.js']);
  });

  it('are left alone when they are in another encoding', async () => {
    const folder = writeProject({ 'package.json': manifest, 'server.js': '' });
    const bytes = Buffer.from(`// caf\u00e9\n${plainApp}`, 'latin1');
    fs.writeFileSync(path.join(folder, 'server.js'), bytes);
    expect((await init(folder, { yes: true })).output).toContain('server.js is not encoded in UTF-8.');
    expect(fs.readFileSync(path.join(folder, 'server.js'))).toEqual(bytes);
  });

  it('are left alone when a link leads out of the project', async () => {
    const elsewhere = writeProject({ 'server.js': plainApp });
    const folder = writeProject({ 'package.json': manifest });
    fs.symlinkSync(path.join(elsewhere, 'server.js'), path.join(folder, 'server.js'));
    expect((await init(folder, { yes: true })).output).toContain('server.js is a link that leads out of the project');
    expect(readFiles(elsewhere)).toEqual({ 'server.js': plainApp });
  });

  it('are named when they cannot even be read', async () => {
    const folder = writeProject({ 'package.json': manifest });
    fs.symlinkSync('server.js', path.join(folder, 'server.js'));
    const { code, told } = await init(folder, { yes: true });
    expect(code).toBe(2);
    expect(told).toMatch(/^The project cannot be read: ELOOP: .*server\.js'\.\n {2}fix: /);
  });

  it('keep their links within the project, and their permissions', async () => {
    const folder = writeProject({ 'package.json': manifest, 'src/main.js': plainApp });
    fs.chmodSync(path.join(folder, 'src/main.js'), 0o755);
    fs.symlinkSync('src/main.js', path.join(folder, 'server.js'));
    expect((await init(folder, { yes: true })).code).toBe(0);
    expect(fs.lstatSync(path.join(folder, 'server.js')).isSymbolicLink()).toBe(true);
    expect(fs.statSync(path.join(folder, 'src/main.js')).mode & 0o777).toBe(0o755);
    expect(fs.readFileSync(path.join(folder, 'src/main.js'), 'utf8')).toContain('fsRoutes');
  });

  it('stop the rest, and it is said what was written and what was not', async () => {
    const folder = writeProject({
      'package.json': manifest,
      'server.js': plainApp,
      'api/readme.txt': '',
      'api/posts': '',
    });
    const { code, told } = await init(folder, { yes: true });
    expect(code).toBe(1);
    expect(told.split('\n')).toEqual([
      'Written: api/hello.js',
      expect.stringMatching(/^Stopped: api\/posts\/\[pid\]\.js could not be written: \w+/),
      'Not written: api/posts/[pid].js',
      'Not written: server.js',
    ]);
    expect(readFiles(folder)['server.js']).toBe(plainApp);
  });
});

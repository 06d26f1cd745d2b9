import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from '@jest/globals';
import { findOldNode } from '../lib/reporting/old-node.js';
import { run, type Outcome } from './support/child-process.js';
import { routeFolder } from './support/route-folder.js';

const root = path.resolve('.');

/** Creates an app folder in which this package and Express are installed. */
function appFolder(files: Readonly<Record<string, string>>): string {
  const folder = routeFolder(files);
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(root, path.join(folder, 'node_modules', 'express-pages-api'), 'junction');
  fs.symlinkSync(path.join(root, 'node_modules', 'express'), path.join(folder, 'node_modules', 'express'), 'junction');
  return folder;
}

const broken = { 'api/a.js': 'require("./nowhere")', 'api/[b.js': '' };
const oldNode =
  'data:text/javascript,Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.8" } })';

describe('an error at start-up that nobody catches', () => {
  const load = "const { fsRoutes } = require('express-pages-api');";
  const importRoutes = "import { fsRoutes } from 'express-pages-api';";
  it.each([
    ['a problem of a file, in CommonJS', 'app.cjs', `${load} fsRoutes('./api');`],
    ['a problem of a file, in an ES module', 'app.mjs', `${importRoutes}\nfsRoutes('./api');`],
    ['a missing folder', 'app.cjs', `${load} fsRoutes('./apu');`],
    ['a bad option', 'app.mjs', `${importRoutes} fsRoutes('./api', { watsch: true });`],
    ['a bad source', 'app.cjs', `${load} fsRoutes(7);`],
    ['a wrong call of the explorer', 'app.cjs', "require('express-pages-api/explorer').explorer({});"],
    [
      'a wrong call of serveRoute',
      'app.mjs',
      "import { serveRoute } from 'express-pages-api/testing'; serveRoute('./api', 'x.js');",
    ],
    ['a wrong call of findWrongPaths', 'app.cjs', "require('express-pages-api/testing').findWrongPaths('./apu');"],
  ])('has the message first, and no line of this package: %s', async (_what, file, source) => {
    const { code, stderr } = await run(process.execPath, [file], appFolder({ ...broken, [file]: source }));
    expect(code).toBe(1);
    // In an ES module, Node.js prints the line of the app before the message.
    expect(stderr).toMatch(/^(?:file:\S+app\.mjs:\d+\n.*\n *\^\n\n)?FsRoutesError: /);
    expect(stderr).toMatch(/^ +at .*app\.[cm]js:\d/m);
    expect(stderr).not.toMatch(/express-pages-api[\\/]dist|chunk-|throw /);
    expect(stderr).not.toContain(path.join(root, 'dist'));
  });
});

describe('an old Node.js', () => {
  it.each([
    ['18.20.8', true],
    ['16.0.0', true],
    ['19.9.0', true],
    ['20.0.0', false],
    ['20.19.0', false],
    ['24.1.0', false],
    ['100.0.0', false],
  ])('is one before 20: %s', (version, isOld) => {
    expect(findOldNode(version) !== undefined).toBe(isOld);
  });

  const sentence = 'express-pages-api needs Node.js 20.19 or later, and this is Node.js 18.20.8.';
  const cli = path.join(root, 'dist', 'cli.js');
  it.each([
    ['fsRoutes', ['-e', "require('express-pages-api').fsRoutes('./api')"]],
    [
      'fsRoutes, imported',
      ['--input-type=module', '-e', "import { fsRoutes } from 'express-pages-api'; fsRoutes('./api')"],
    ],
    ['explorer', ['-e', "require('express-pages-api/explorer').explorer({})"]],
    ['serveRoute', ['-e', "require('express-pages-api/testing').serveRoute('./api', 'a.js')"]],
    ['the command line', [cli, 'list', 'api']],
  ])('is told by %s', async (_what, args) => {
    const { code, stderr } = await run(process.execPath, ['--import', oldNode, ...args], appFolder(broken));
    expect(code).not.toBe(0);
    expect(stderr).toContain(sentence);
  });

  it('is told by the command line in JSON', async () => {
    const { code, stdout } = await run(process.execPath, ['--import', oldNode, cli, 'check', 'api', '--json'], root);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'FSR_OLD_NODE', message: sentence } });
  });
});

describe('a folder that a bundle does not have', () => {
  async function runBundle(options: object): Promise<Outcome> {
    const source =
      "const { fsRoutes } = require('express-pages-api'); fsRoutes(require('path').join(__dirname, 'api'));";
    const folder = appFolder({ ...broken, 'app.cjs': source });
    const outfile = path.join(folder, 'dist', 'app.cjs');
    await build({
      entryPoints: [path.join(folder, 'app.cjs')],
      outfile,
      platform: 'node',
      bundle: true,
      logLevel: 'silent',
      ...options,
    });
    return run(process.execPath, [outfile], folder);
  }

  it.each([
    ['as it is', {}],
    ['minified', { minify: true }],
  ])('is reported with what bundles need: %s', async (_how, options) => {
    const { stderr } = await runBundle(options);
    expect(stderr).toMatch(/dist[\\/]api does not exist\. \[FSR_DIRECTORY_NOT_FOUND\]/);
    expect(stderr).toMatch(/fix: {2}put the route files there: a bundle does not contain them/);
  });

  it('is also named where the package is external', async () => {
    const { stderr } = await runBundle({ packages: 'external' });
    expect(stderr).toMatch(/fix: {2}create it or correct the path\. .* a bundle contains no route files\./);
  });
});

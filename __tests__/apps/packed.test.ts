import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { installOnce, npm, run, type Outcome } from '../support/child-process.js';

/** The version that the project of jest stands for. Only Express 4 exports `query`. */
const expressVersion = 'query' in express ? '4.22.3' : '5.3.0';
const typesVersion = 'query' in express ? '4.17.25' : '5.0.6';
const nodeTypesVersion = '20.19.43';

/** The arguments of Node by consumer, for its folder in `fixtures/consumers/`. Each prints one line with its result. */
const runs = {
  cjs: { folder: 'cjs', args: ['server.js'] },
  esm: { folder: 'esm', args: ['server.js'] },
  ts: { folder: 'ts', args: ['--import', 'tsx', 'server.ts'] },
  'ts-node': { folder: 'ts-node', args: ['--require', 'ts-node/register', 'server.ts'] },
  jest: { folder: 'cjs', args: ['../../node_modules/jest/bin/jest.js'] },
  'jest-esm': { folder: 'esm', args: ['--experimental-vm-modules', '../../node_modules/jest/bin/jest.js'] },
  vitest: { folder: 'ts', args: ['../../node_modules/vitest/vitest.mjs', 'run'] },
};
const typeCheck = ['../../node_modules/typescript/bin/tsc', '--project', '.'];

const minutes = 60_000;
const root = fileURLToPath(new URL('../..', import.meta.url));
const consumers = path.join(root, '__tests__', 'fixtures', 'consumers');
const above = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'express-pages-api-'));
const outside = path.join(above, 'project');
const installed = path.join(outside, 'node_modules', 'express-pages-api');
const printed: string[] = [];
/** The folders of packages that came with this one, relative to the project. */
const added: string[] = [];

/**
 * Packs this package and installs it into the consumers' folder as a user would. Their tools are installed once, and
 * found in the folder above the project.
 */
async function packAndInstall(): Promise<void> {
  for (const file of ['dist/index.js', 'dist/index.cjs', 'dist/index.d.ts', 'dist/index.d.cts']) {
    if (!fs.existsSync(path.join(root, file))) {
      throw new Error(`There is no ${file} to pack: run \`npm run build\` first, as \`npm test\` does.`);
    }
  }
  await installOnce(consumers);
  fs.symlinkSync(path.join(consumers, 'node_modules'), path.join(above, 'node_modules'), 'junction');
  fs.mkdirSync(outside);
  for (const name of [...Object.values(runs).map(({ folder }) => folder), 'check.cjs', 'check.d.cts']) {
    fs.cpSync(path.join(consumers, name), path.join(outside, name), { recursive: true });
  }
  fs.writeFileSync(path.join(outside, 'package.json'), '{ "private": true }');
  await npm(['pack', '--ignore-scripts', '--pack-destination', outside], root);
  const tarball = fs.readdirSync(outside).find((name) => name.endsWith('.tgz'));
  const types = [`@types/express@${typesVersion}`, `@types/node@${nodeTypesVersion}`];
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await npm(['install', ...flags, `express@${expressVersion}`, ...types], outside);
  const before = installedPackages();
  await npm(['install', ...flags, `./${tarball ?? 'none'}`], outside);
  added.push(...installedPackages().filter((folder) => !before.includes(folder)));
}

/** Returns the files of the installed package, relative to it and with `/` on every platform. */
function packedFiles(): string[] {
  const entries = fs.readdirSync(installed, { recursive: true, withFileTypes: true });
  return (
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(installed, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
      // What npm puts there: versions of dependencies that the consumer has others of.
      .filter((file) => !file.startsWith('node_modules/'))
  );
}

function packedText(file: string): string {
  return fs.readFileSync(path.join(installed, file), 'utf8');
}

/** Returns the folders of all packages that are installed, relative to the project. */
function installedPackages(): string[] {
  const lock = fs.readFileSync(path.join(outside, 'package-lock.json'), 'utf8');
  return Object.keys((JSON.parse(lock) as { packages: object }).packages);
}

const outcomes = new Map<string, Promise<Outcome>>();

beforeAll(async () => {
  await packAndInstall();
  for (const [kind, { folder, args }] of Object.entries(runs)) {
    outcomes.set(kind, run(process.execPath, args, path.join(outside, folder)));
  }
  outcomes.set('types', run(process.execPath, typeCheck, path.join(outside, 'ts')));
}, 10 * minutes);

afterAll(async () => {
  await Promise.allSettled(outcomes.values());
  fs.rmSync(above, { recursive: true, force: true, maxRetries: 3 });
  process.stdout.write(printed.map((line) => `${line}\n`).join(''));
}, 2 * minutes);

describe('the tarball', () => {
  it('holds the build, the manifest and the documents, and nothing else', () => {
    const expected =
      /^(dist\/([\w-]+\/)*([\w-]+\.(c?js|d\.c?ts)|LICENSES\.txt)|package\.json|docs\/errors\.md|README\.md|LICENSE)$/;
    const files = packedFiles();

    expect(files.filter((file) => !expected.test(file) || /\btests?\b|fixture/.test(file))).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'dist/index.cjs',
        'dist/index.d.cts',
        'dist/index.d.ts',
        'dist/index.js',
      ]),
    );
  });

  it('unpacks to 1 MB at most', () => {
    const sizes = packedFiles().map((file) => fs.statSync(path.join(installed, file)).size);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    printed.push(
      `${(bytes / 1e6).toFixed(2)} MB unpacked, ${added.length - 1} packages more than Express ${expressVersion}`,
    );

    expect(bytes).toBeLessThan(1_000_000);
  });

  it('has the license of every package that it bundles', () => {
    const licenses = packedText('dist/dependencies/LICENSES.txt');
    const bundles = packedFiles().flatMap((file) => /^dist\/dependencies\/(.+)\.cjs$/.exec(file)?.[1] ?? []);

    // Those that glob bundles, too.
    for (const name of [...bundles, 'minimatch', 'lru-cache']) {
      expect(licenses).toMatch(new RegExp(`^(?:@[\\w-]+/)?${name} \\d+\\.\\d+\\.\\d+\\n`, 'm'));
    }
    expect(bundles.length).toBeGreaterThan(0);
  });

  it('adds no package to what Express 5 has, and changes none that Express 4 has', () => {
    const own = 'node_modules/express-pages-api';
    expect(added).toContain(own);
    expect(added.filter((folder) => folder !== own && !folder.startsWith(`${own}/`))).toEqual([]);
    if (expressVersion.startsWith('5')) expect(added).toEqual([own]);
  });

  it('names no path of the machine that built it', () => {
    const folders = [root, os.homedir() + path.sep].filter((folder) => folder.length > 2);
    const spellings = folders.flatMap((folder) => [
      folder,
      JSON.stringify(folder).slice(1, -1),
      pathToFileURL(folder).href,
    ]);
    const patterns = spellings.map((text) => new RegExp(`(?<![\\w.~-])${text.replace(/[^\w/]/g, '\\$&')}`));

    const naming = packedFiles().filter((file) => patterns.some((pattern) => pattern.test(packedText(file))));

    expect(naming).toEqual([]);
  });
});

describe(`a project with the package and express ${expressVersion}`, () => {
  it.each(Object.keys(runs))(
    'gets every answer right: %s',
    async (kind) => {
      const { code, stdout, stderr } = (await outcomes.get(kind))!;

      const lines = stdout.split(/\r?\n/).filter((line) => line.endsWith('answers right'));
      printed.push(...lines);
      // A failed run is explained on standard error, by the app or by Node.
      expect({ code, lines, explained: code === 0 ? '' : stderr }).toEqual({
        code: 0,
        lines: [`${kind} express ${expressVersion}: 9 of 9 answers right`],
        explained: '',
      });
    },
    2 * minutes,
  );

  it.each(['cjs', 'esm', 'ts', 'ts-node'])(
    'prints one line and no warning: %s',
    async (kind) => {
      const { stdout, stderr } = (await outcomes.get(kind))!;

      expect(stdout.trim().split('\n')).toHaveLength(1);
      // Node 22.12 warns of every ES module that is required; those before and after do not.
      expect(stderr.replaceAll(/^.*ExperimentalWarning: CommonJS module(.*\n?){3}/gm, '')).not.toMatch(/warning/i);
    },
    2 * minutes,
  );

  it('has the command line, which knows the paths of that Express', async () => {
    const command = path.join('node_modules', '.bin', 'express-pages-api');
    const { code, stdout } = await run(command, ['list', 'esm/api'], outside, process.platform === 'win32');

    const slug = expressVersion.startsWith('4') ? '/docs/:slug(*)' : '/docs/*slug';
    expect({ code, line: stdout.split(/\r?\n/).find((line) => line.includes('[...slug]')) }).toEqual({
      code: 0,
      line: expect.stringContaining(slug) as unknown,
    });
  });

  it(
    'has types that a strict app can use, by `import` and by `require`',
    async () => {
      const { code, stdout, stderr } = (await outcomes.get('types'))!;

      expect({ code, output: stdout + stderr }).toEqual({ code: 0, output: '' });
    },
    2 * minutes,
  );
});

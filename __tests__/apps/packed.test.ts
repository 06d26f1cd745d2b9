import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { installOnce, npm, run, type Outcome } from '../support/child-process.js';

/** Each of jest's two projects asks for the Express that it is about. Only version 4 exports `query`. */
const expressVersion = 'query' in express ? '4.22.3' : '5.3.0';
const typesVersion = 'query' in express ? '4.17.25' : '5.0.6';
const nodeTypesVersion = '20.19.43';

/** What runs in the folders of `fixtures/consumers/`: arguments for Node. Each prints one line that says how it went. */
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

/**
 * Packs this package and installs it into the consumers' folder as a user would. Their tools are installed once, and
 * found in the folder above.
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
  await npm(['install', ...flags, `express@${expressVersion}`, ...types, `./${tarball ?? 'none'}`], outside);
}

/** Relative to the package, with `/` on every platform. */
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

interface SourceMap {
  readonly sourceRoot?: string;
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

/** The source maps that a file names. */
function sourceMapsOf(file: string): string[] {
  const comments = [...packedText(file).matchAll(/^\/\/# sourceMappingURL=(.+)$/gm)];
  return comments.map((comment) => path.posix.join(path.posix.dirname(file), comment[1]!));
}

/** The sources that a debugger would look for outside of the package, or in vain. */
function lostSources(file: string): string[] {
  const { sourceRoot = '', sources, sourcesContent = [] } = JSON.parse(packedText(file)) as SourceMap;
  const folder = path.join(installed, path.dirname(file), sourceRoot);
  return sources.filter((source, index) => {
    const isOutside = path.relative(installed, path.resolve(folder, source)).startsWith('..');
    return isOutside || typeof sourcesContent[index] !== 'string';
  });
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
      /^(dist\/([\w-]+\/)*[\w-]+\.(c?js(\.map)?|d\.c?ts)|package\.json|docs\/[\w-]+\.md|(README|CHANGELOG)\.md|LICENSE)$/;
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

  it('has source maps that lead nowhere else', () => {
    const files = packedFiles();
    const maps = files.flatMap(sourceMapsOf);

    expect(maps.filter((map) => !files.includes(map))).toEqual([]);
    expect(files.filter((file) => file.endsWith('.map')).flatMap(lostSources)).toEqual([]);
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

describe(`an outsider with express ${expressVersion}`, () => {
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
    'sees one line and no warning: %s',
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
    'has types that hold in a strict app, by `import` and by `require`',
    async () => {
      const { code, stdout, stderr } = (await outcomes.get('types'))!;

      expect({ code, output: stdout + stderr }).toEqual({ code: 0, output: '' });
    },
    2 * minutes,
  );
});

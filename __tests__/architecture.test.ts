import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const lib = new URL('../lib/', import.meta.url);
const files = fs.readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

function source(file: string): string {
  return fs.readFileSync(new URL(file, lib), 'utf8');
}

/** Returns the specifiers that a file of lib imports at run time, so not those of types. */
function imports(file: string): string[] {
  return specifiers(file, /^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm);
}

/** Returns the specifiers that a file of lib imports, those of types included. */
function allImports(file: string): string[] {
  return specifiers(file, /(?:^(?:import|export) [^;]*?from |\bimport\()'([^']+)'/gm);
}

function specifiers(file: string, statement: RegExp): string[] {
  return [...source(file).matchAll(statement)].map(([, specifier]) => specifier!);
}

function filesOf(importing: string, imported: readonly string[]): string[] {
  return imported
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.posix.join(path.posix.dirname(importing), specifier).replace(/\.js$/, '.ts'));
}

function importedFiles(file: string): string[] {
  return filesOf(file, imports(file));
}

/** The rooms in order: each imports from itself and from those before it, and from none in the same line. */
const order = [
  ['types'],
  ['reporting'],
  ['routing'],
  ['request'],
  ['files'],
  ['serving'],
  ['express', 'next'],
  ['.'],
  ['dev', 'testing', 'web'],
  ['cli'],
] as const;

/** Returns the room of a file; `.` is the root of lib. */
function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '.';
}

function levelOf(room: string): number {
  return order.findIndex((rooms) => rooms.some((one) => one === room));
}

describe('the rooms of lib', () => {
  const rooms = [...new Set(files.map(roomOf))];

  it('are all in the order of imports, and each has a paragraph in CONTRIBUTING.md', () => {
    expect(rooms.sort()).toEqual(order.flat().sort());
    const map = fs.readFileSync(new URL('../CONTRIBUTING.md', lib), 'utf8');
    const described = [...map.matchAll(/^\*\*`([\w-]+)\/`\*\* /gm)].map(([, room]) => room!);
    expect([...described, '.'].sort()).toEqual(rooms);
  });

  it('import only from rooms before them, types included', () => {
    const wrong = files.flatMap((file) =>
      filesOf(file, allImports(file))
        .filter((imported) => {
          const [from, to] = [roomOf(file), roomOf(imported)];
          return from !== to && levelOf(to) >= levelOf(from);
        })
        .map((imported) => `${file} -> ${imported}`),
    );
    expect(wrong).toEqual([]);
  });

  it('leave at most ten files in the root of lib', () => {
    expect(files.filter((file) => roomOf(file) === '.').length).toBeLessThanOrEqual(10);
  });

  it('read the option `compat` in one file only', () => {
    const asking = files.filter((file) => /compat'?\]? ?(?:===|!==)|(?:===|!==) ?\S*compat\b/.test(source(file)));
    expect(asking).toEqual(['options.ts']);
  });
});

describe('the imports of lib', () => {
  it('have no cycle', () => {
    function reaches(from: string, path: readonly string[]): void {
      expect(path).not.toContain(from);
      for (const next of importedFiles(from)) reaches(next, [...path, from]);
    }
    for (const file of files) reaches(file, []);
  });

  it.each([
    [
      'the disk',
      ['node:fs'],
      [
        'files/folder-links.ts',
        'files/missing-module.ts',
        'files/path-aliases.ts',
        'files/scan-routes.ts',
        'files/walk-folder.ts',
        'testing/find-wrong-paths.ts',
      ],
    ],
    [
      'the module loader',
      ['node:module'],
      [
        'files/commonjs-exports.ts',
        'files/is-bundled.ts',
        'files/load-advice.ts',
        'files/load-modules.ts',
        'load-watch.ts',
      ],
    ],
    [
      'Express',
      ['express'],
      [
        'serving/express-version.ts',
        'serving/fs-router.ts',
        'serving/list-routes.ts',
        'serving/mount-router.ts',
        'serving/route-endpoint.ts',
        'testing/serve-route.ts',
      ],
    ],
  ])('reach %s from few files of the core', (_what, specifiers, owners) => {
    const core = files.filter((file) => !/^(?:cli|dev)\//.test(file));
    const users = core.filter((file) => imports(file).some((specifier) => specifiers.includes(specifier))).sort();
    expect(users).toEqual(owners);
  });

  it('lead an app to no file or package that only tools need', () => {
    const reached = new Set<string>(['index.ts']);
    for (const file of reached) for (const next of importedFiles(file)) reached.add(next);
    expect([...reached].filter((file) => /^(?:dev|cli|testing|web)\//.test(file))).toEqual([]);
    const packages = [...reached].flatMap(imports).filter((specifier) => !specifier.startsWith('.'));
    expect(packages).toEqual(expect.arrayContaining(['express', 'glob']));
    expect(packages).not.toContain('commander');
    expect(packages).not.toContain('@remix-run/node-fetch-server');
  });

  it('do not lead the command line to Express, which takes longer to load than most commands', () => {
    const reached = new Set(files.filter((file) => /^cli\/[\w-]+\.ts$/.test(file)));
    for (const file of reached) for (const next of importedFiles(file)) reached.add(next);
    expect(reached).toContain('files/scan-routes.ts');
    expect([...reached].flatMap(imports)).not.toContain('express');
  });

  it('need only Express, the dependencies, and the packages that the build bundles', () => {
    const { dependencies } = JSON.parse(fs.readFileSync(new URL('../package.json', lib), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const [, list] = /bundledPackages = \[([^\]]*)\]/.exec(fs.readFileSync(new URL('../tsup.config.ts', lib), 'utf8'))!;
    const bundled = [...list!.matchAll(/'([^']+)'/g)].map(([, name]) => name!);
    const packages = files.flatMap(imports).filter((specifier) => !/^(?:node:|\.)/.test(specifier));
    expect(new Set(packages)).toEqual(new Set(['express', ...Object.keys(dependencies), ...bundled]));
  });
});

describe('the code of lib', () => {
  it('uses no private property of Express', () => {
    for (const file of files)
      expect(source(file)).not.toMatch(/\.(?:stack\b(?! \?\? \[\])|handle_request|handleRequest|_router)\b/);
  });

  it('has an index that only exports', () => {
    expect(
      source('index.ts')
        .replace(/export (?:type )?\{[^}]*\} from '[^']+';/g, '')
        .trim(),
    ).toBe('');
  });
});

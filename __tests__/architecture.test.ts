import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const lib = new URL('../lib/', import.meta.url);
const files = fs.readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

function source(file: string): string {
  return fs.readFileSync(new URL(file, lib), 'utf8');
}

/** What a file of lib imports at run time; types leave no trace there. */
function imports(file: string): string[] {
  return specifiers(file, /^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm);
}

/** With types. */
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

/** Each may import from itself and from those before it; of several at one place, none from another. */
const order = [
  ['types'],
  ['reporting'],
  ['routing'],
  ['request'],
  ['files'],
  ['serving'],
  ['express', 'next'],
  ['.'],
  ['dev', 'testing'],
  ['cli'],
] as const;

/** `.` is the root of lib. */
function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : '.';
}

function levelOf(room: string): number {
  return order.findIndex((rooms) => rooms.some((one) => one === room));
}

describe('the rooms of lib', () => {
  const rooms = [...new Set(files.map(roomOf))];

  it('are all in the order, and in the map of CONTRIBUTING.md with a paragraph each', () => {
    expect(rooms.sort()).toEqual(order.flat().sort());
    const map = fs.readFileSync(new URL('../CONTRIBUTING.md', lib), 'utf8');
    const described = [...map.matchAll(/^\*\*`([\w-]+)\/`\*\* /gm)].map(([, room]) => room!);
    expect([...described, '.'].sort()).toEqual(rooms);
  });

  it('import from those before them only, types included', () => {
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

  it('leave at most ten files in the root', () => {
    expect(files.filter((file) => roomOf(file) === '.').length).toBeLessThanOrEqual(10);
  });

  it('ask for `compat` in one file', () => {
    const asking = files.filter((file) => /compat'?\]? ?(?:===|!==)|(?:===|!==) ?\S*compat\b/.test(source(file)));
    expect(asking).toEqual(['options.ts']);
  });
});

describe('the imports of lib', () => {
  it('point one way: no file imports itself by a detour', () => {
    function reaches(from: string, path: readonly string[]): void {
      expect(path).not.toContain(from);
      for (const next of importedFiles(from)) reaches(next, [...path, from]);
    }
    for (const file of files) reaches(file, []);
  });

  it.each([
    ['the disk', ['node:fs'], ['files/folder-links.ts', 'files/scan-routes.ts', 'testing/find-wrong-paths.ts']],
    ['the module loader', ['node:module'], ['files/load-modules.ts', 'load-watch.ts']],
    [
      'Express',
      ['express'],
      [
        'serving/express-version.ts',
        'serving/fs-router.ts',
        'serving/list-routes.ts',
        'serving/route-endpoint.ts',
        'testing/serve-route.ts',
      ],
    ],
  ])('of the core reach %s from few places', (_what, specifiers, owners) => {
    const core = files.filter((file) => !/^(?:cli|dev)\//.test(file));
    const users = core.filter((file) => imports(file).some((specifier) => specifiers.includes(specifier))).sort();
    expect(users).toEqual(owners);
  });

  it('lead an app to nothing that only tools need', () => {
    const reached = new Set<string>(['index.ts']);
    for (const file of reached) for (const next of importedFiles(file)) reached.add(next);
    expect([...reached].filter((file) => /^(?:dev|cli|testing)\//.test(file))).toEqual([]);
    const packages = [...reached].flatMap(imports).filter((specifier) => !specifier.startsWith('.'));
    expect(packages).toEqual(expect.arrayContaining(['express', 'minimatch']));
    expect(packages).not.toEqual(expect.arrayContaining(['commander']));
  });

  it('lead the command line to no Express, which takes longer to load than most commands', () => {
    const reached = new Set(files.filter((file) => /^cli\/[\w-]+\.ts$/.test(file)));
    for (const file of reached) for (const next of importedFiles(file)) reached.add(next);
    expect(reached).toContain('files/scan-routes.ts');
    expect([...reached].flatMap(imports)).not.toContain('express');
  });

  it('need no package but express and the dependencies', () => {
    const { dependencies } = JSON.parse(fs.readFileSync(new URL('../package.json', lib), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const packages = files.flatMap(imports).filter((specifier) => !/^(?:node:|\.)/.test(specifier));
    expect(new Set(packages)).toEqual(new Set(['express', ...Object.keys(dependencies)]));
  });
});

describe('the code of lib', () => {
  it('names no private part of Express', () => {
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

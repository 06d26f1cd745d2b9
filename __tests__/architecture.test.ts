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
  const statements = source(file).matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gm);
  return [...statements].map(([, specifier]) => specifier!);
}

function importedFiles(file: string): string[] {
  return imports(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts'));
}

describe('the imports of lib', () => {
  it('point one way: no file imports itself by a detour', () => {
    function reaches(from: string, path: readonly string[]): void {
      expect(path).not.toContain(from);
      for (const next of importedFiles(from)) reaches(next, [...path, from]);
    }
    for (const file of files) reaches(file, []);
  });

  it('are none in printable.ts and types.ts, and only the first of these in errors.ts', () => {
    expect([...imports('printable.ts'), ...imports('types.ts')]).toEqual([]);
    expect(imports('errors.ts')).toEqual(['./printable.js']);
  });

  it.each([
    ['the disk', ['node:fs'], ['folder-links.ts', 'scan-routes.ts', 'testing/find-wrong-paths.ts']],
    ['the module loader', ['node:module'], ['load-module.ts', 'watching.ts']],
    ['Express', ['express'], ['fs-router.ts', 'route-lists.ts', 'served-route.ts', 'testing/serve-route.ts']],
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
    expect(reached).toContain('scan-routes.ts');
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

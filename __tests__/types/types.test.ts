import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findWrongPaths } from '../../lib/testing/find-wrong-paths.js';
import { routeFolder } from '../support/route-folder.js';
import { checkTypes, type Combination, type TypeCheck } from '../support/type-check.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Reads the examples of a document, each with the file that its first comment names: `// api/posts/[pid].ts`. */
function examplesOf(document: string): [file: string, source: string][] {
  const blocks = fs.readFileSync(path.join(root, document), 'utf8').matchAll(/^```ts\n([^]*?)^```$/gm);
  return [...blocks].map(([, source]) => {
    const file = /^\/\/ (\S+\.ts)\n/.exec(source!)?.[1];
    if (file === undefined) throw new Error(`An example in ${document} does not say which file it is:\n${source!}`);
    return [`${path.basename(document, '.md')}/${file}`, source!];
  });
}

const examples = ['README.md', 'docs/typed-params.md', 'docs/web.md'].flatMap(examplesOf);
const folder = routeFolder({
  ...Object.fromEntries(examples),
  'package.json': '{ "type": "module" }',
  // Shows that errors are found at all.
  'wrong.ts': `import type { ParamsOf } from 'express-pages-api';
export const params: ParamsOf<'/posts/[pid]'> = { pid: 7 };`,
});

const typeTests = fs
  .readdirSync(path.join(root, '__tests__', 'fixtures', 'types'))
  .map((name) => path.join(root, '__tests__', 'fixtures', 'types', name));

/** Counts the assertions of the type tests: lines that are errors if a type changes. */
function countAssertions(): number {
  const sources = typeTests.map((file) => fs.readFileSync(file, 'utf8'));
  return sources.flatMap((source) => source.match(/^ +Assert<$|\bAssert<Equal<|@ts-expect-error/gm) ?? []).length;
}

/** The versions of the compilers and of Express's types, by their folders in `node_modules`. */
const compilers = { typescript: '5.9', typescript6: '6.0' } as const;
const versions = { '@types/express4': '4', '@types/express': '5' } as const;

const combinations = (Object.keys(compilers) as (keyof typeof compilers)[]).flatMap((compiler) =>
  (Object.keys(versions) as (keyof typeof versions)[]).map((types) => ({
    name: `TypeScript ${compilers[compiler]} with @types/express ${versions[types]}`,
    compiler,
    types,
  })),
);
const checks = new Map<Combination, TypeCheck>();

beforeAll(async () => {
  const check = async (one: Combination) => checks.set(one, await checkTypes(one, folder, typeTests));
  await Promise.all(combinations.map(check));
}, 300_000);

function unexpectedErrors({ errors }: TypeCheck): string[] {
  return errors.filter((line) => !line.startsWith('wrong.ts('));
}

afterAll(() => {
  const done = [...checks.values()];
  const good = done.filter((check) => unexpectedErrors(check).length === 0 && check.errors.length === 1);
  const errors = done.flatMap(unexpectedErrors).length;
  process.stdout.write(
    `type tests: ${good.length} of ${combinations.length} combinations, ${countAssertions()} assertions in each, ${errors} errors\n`,
  );
});

describe.each(combinations)('$name', (combination) => {
  it('accepts the type tests and the examples of the documents', () => {
    expect(unexpectedErrors(checks.get(combination)!)).toEqual([]);
  });

  it('refuses a param of the wrong type', () => {
    expect(checks.get(combination)!.errors).toContainEqual(expect.stringMatching(/^wrong\.ts\(2,\d+\): error TS2322:/));
  });

  it('uses these versions and no others', () => {
    const version = versions[combination.types];
    expect(checks.get(combination)!.packages).toEqual([
      expect.stringContaining(`@types/express-serve-static-core@${version}.`),
      expect.stringContaining(`@types/express@${version}.`),
      expect.stringContaining(`typescript@${compilers[combination.compiler]}.`),
    ]);
  });
});

describe('the type tests', () => {
  it('have more than 50 assertions, and the documents more than four examples', () => {
    expect(countAssertions()).toBeGreaterThan(50);
    expect(examples.length).toBeGreaterThan(4);
  });

  it('include examples whose paths are those of their files', () => {
    expect(findWrongPaths(path.join(folder, 'typed-params', 'api'))).toEqual([]);
  });
});

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { installOnce, run, type Outcome } from '../support/child-process.js';

/**
 * The libraries that people use in API routes of Next.js, each with the route from its documentation. See
 * `fixtures/libraries/run.mjs`, which can also run the same routes under Next.js itself.
 */
const libraries = [
  'next-auth',
  'better-auth',
  'iron-session',
  'passport',
  'trpc',
  'apollo',
  'graphql-yoga',
  'next-connect',
  'stripe',
  'formidable',
  'multer',
  'http-proxy-middleware',
  'sse',
  'socket.io',
];

/** The package name of the Express version of this jest project. Only version 4 exports `query`. */
const expressName = 'query' in express ? 'express4' : 'express';
const expressVersion = 'query' in express ? '4.22.3' : '5.3.0';

const minutes = 60_000;
const folder = fileURLToPath(new URL('../fixtures/libraries', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

let outcome: Outcome = { code: null, stdout: '', stderr: '' };

function lines(): string[] {
  return outcome.stdout.split(/\r?\n/).filter((line) => line !== '');
}

beforeAll(async () => {
  if (!fs.existsSync(path.join(root, 'dist', 'index.js'))) {
    throw new Error('There is no dist/index.js to try: run `npm run build` first, as `npm test` does.');
  }
  await installOnce(folder);
  // With tsx, as the migration guide says, because it loads files as Next.js does. Node.js alone gives an ES module
  // that
  // imports the default of next-auth all of its `exports`.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  outcome = await run(process.execPath, ['--import', tsx, 'run.mjs', expressName], folder);
}, 10 * minutes);

afterAll(() => {
  process.stdout.write(
    lines()
      .map((line) => `${line}\n`)
      .join(''),
  );
});

describe(`a pages/api folder of libraries, unchanged, with express ${expressVersion}`, () => {
  it('is served by that version, one library after the other', () => {
    const { code, stderr } = outcome;
    const [served, ...results] = lines();

    // Without results, stderr says why.
    expect({ served, why: results.length > 0 ? '' : stderr, code: code ?? 'killed' }).toEqual({
      served: `express ${expressVersion}`,
      why: '',
      code: expect.any(Number),
    });
    expect(results.map((line) => line.split(':')[0])).toEqual(libraries);
  });

  it.each(libraries)('works with %s', (library) => {
    const result = lines().find((line) => line.startsWith(`${library}:`));

    expect(result).toBe(`${library}: pass`);
  });

  it('causes no warning', () => {
    expect(outcome.stderr).not.toMatch(/FSR_\w+|FsRoutes\w+/);
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { installOnce, run, type Outcome } from '../support/child-process.js';
import {
  ownSpans,
  readResults,
  withoutOwnSpans,
  type TraceComparison,
  type ListComparison,
} from '../support/tracing-results.js';

/** `true` in jest's project for Express 4, which alone exports `query`. */
const is4 = 'query' in express;
const expressVersion = is4 ? '4.22.3' : '5.3.0';

const minutes = 60_000;
const folder = fileURLToPath(new URL('../fixtures/tracing', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The set-up files of each tool: `run.mjs` requires a `.cjs` file before the app, and imports an `.mjs` file by a flag.
 */
const tools = {
  none: ['none.cjs'],
  // Express 4 has no channel to subscribe to.
  channel: is4 ? [] : ['late-subscriber.cjs'],
  prometheus: ['express-prom-bundle.cjs'],
  opentelemetry: ['opentelemetry.cjs', 'opentelemetry.mjs', 'opentelemetry-without-middleware.cjs'],
  sentry: ['sentry.cjs', 'sentry.mjs'],
  datadog: ['dd-trace.cjs', 'dd-trace.mjs'],
  newrelic: ['newrelic.cjs', 'newrelic.mjs'],
} as const;
type Tool = keyof typeof tools;
const runs = Object.entries(tools).flatMap(([tool, files]) => files.map((file) => [file, tool as Tool] as const));

/** The name of each kind of request: its method, and the path of the same route written by hand. */
const paths = {
  static: 'GET /api/status',
  index: 'GET /api',
  'one param': 'GET /api/posts/:pid',
  'two params': 'GET /api/posts/:pid/comments/:cid',
  'catch-all': is4 ? 'GET /api/docs/:path(*)' : 'GET /api/docs/*path',
  'optional catch-all': is4 ? 'GET /api/shop/:slug(*)?' : 'GET /api/shop{/*slug}',
  'optional catch-all, bare': is4 ? 'GET /api/shop/:slug(*)?' : 'GET /api/shop{/*slug}',
  'param with a dash': is4 ? 'GET /api/users/:user_id' : 'GET /api/users/:"user-id"',
  'name with a space': 'GET /api/two%20words',
  'array of handlers': 'GET /api/chain',
  'next() to the next route': is4 ? 'GET /api/falls/:rest(*)' : 'GET /api/falls/*rest',
  HEAD: 'HEAD /api/posts/:pid',
  OPTIONS: 'OPTIONS /api/posts/:pid',
  // What no route answers: tools know the mount path.
  miss: 'GET /api',
  'thrown error': 'GET /api/fails/throws',
  rejection: 'GET /api/fails/rejects',
  'error with status 418': 'GET /api/fails/teapot',
};

/**
 * The values of `req.baseUrl + req.route.path` that differ: Express removes the mount path when an error leaves a
 * Router.
 */
const readFromRequest = {
  index: 'GET /api/',
  miss: 'GET ',
  'thrown error': 'GET /fails/throws',
  rejection: 'GET /fails/rejects',
  'error with status 418': 'GET /fails/teapot',
};

/** The names that a tool gives differently, for routes written by hand as well. */
const otherNames: Record<Tool, Partial<Record<keyof typeof paths, string>>> = {
  none: readFromRequest,
  channel: { index: 'GET /api/', miss: 'GET' },
  prometheus: readFromRequest,
  opentelemetry: {},
  // It does not trace HEAD and OPTIONS.
  sentry: { HEAD: '(nothing)', OPTIONS: '(nothing)' },
  // A path with a `*` is less to it than any path without one.
  datadog: {
    'catch-all': 'GET /api',
    'optional catch-all': 'GET /api',
    'optional catch-all, bare': 'GET /api',
    'next() to the next route': 'GET /api/falls/:name',
  },
  newrelic: {
    ...Object.fromEntries(
      Object.entries(paths).map(([kind, name]) => [kind, `WebTransaction/Expressjs/${name.replace(' ', '/')}`]),
    ),
    miss: 'WebTransaction/Expressjs/GET/(not found)',
  },
};

const notRun: Outcome = { code: null, stdout: '', stderr: '' };
let outcome = notRun;
let seen: readonly TraceComparison[] = [];
let lists: readonly ListComparison[] = [];

function seenBy(file: string): readonly TraceComparison[] {
  return seen.filter((line) => line.run === file);
}

/** Returns the results by kind of request, so that a difference shows its kind. */
function byKind<T>(file: string, read: (line: TraceComparison) => T): Record<string, T> {
  return Object.fromEntries(seenBy(file).map((line) => [line.kind, read(line)]));
}

beforeAll(async () => {
  if (!fs.existsSync(path.join(root, 'dist', 'index.js'))) {
    throw new Error('There is no dist/index.js to try: run `npm run build` first, as `npm test` does.');
  }
  // Their optional packages are native ones, for profiling.
  await installOnce(folder, ['--omit=optional']);
  outcome = await run(process.execPath, ['run.mjs', is4 ? 'express-4' : 'express-5'], folder);
  ({ seen, lists } = readResults(outcome.stdout));
}, 10 * minutes);

// Prints the name that each tool gave each kind of request.
afterAll(() => {
  for (const kind of Object.keys(paths)) {
    const files = new Map<string, string[]>();
    for (const line of seen.filter((line) => line.kind === kind)) {
      files.set(line.byFile.name, [...(files.get(line.byFile.name) ?? []), line.run]);
    }
    const names = [...files].map(([name, runs]) => `\n  ${name.padEnd(62)} ${runs.sort().join(', ')}`);
    process.stdout.write(`express ${expressVersion}, ${kind}:${names.join('')}\n`);
  }
});

describe(`tools that trace an app of route files, with express ${expressVersion}`, () => {
  it.each(runs)('see every request: %s', (file) => {
    const kinds = seenBy(file).map(({ kind }) => kind);

    // Where something is missing, what was printed says why.
    expect({ kinds, why: kinds.length > 0 ? '' : outcome.stderr }).toEqual({ kinds: Object.keys(paths), why: '' });
  });

  it.each(runs)('name routes by their paths: %s', (file, tool) => {
    expect(byKind(file, ({ byFile }) => byFile.name)).toEqual({ ...paths, ...otherNames[tool] });
  });

  it.each(runs)('see what they see of routes that are written by hand: %s', (file) => {
    const whole = ({ name, route, isError, answer }: TraceComparison['byFile']) => ({ name, route, isError, answer });

    expect(byKind(file, ({ byFile }) => whole(byFile))).toEqual(byKind(file, ({ byHand }) => whole(byHand)));
  });

  it.each(runs)('have the spans of the handlers, with the same parents: %s', (file) => {
    expect(byKind(file, ({ byFile }) => withoutOwnSpans(byFile).spans)).toEqual(
      byKind(file, ({ byHand }) => byHand.spans),
    );
  });

  it.each(runs)('have one span more at most, that of `fsRoutes`: %s', (file) => {
    expect(seenBy(file).filter(({ byFile }) => ownSpans(byFile).length > 1)).toEqual([]);
  });

  it.each(runs)('get the errors of the handlers: %s', (file) => {
    expect(byKind(file, ({ byFile }) => withoutOwnSpans(byFile).errors)).toEqual(
      byKind(file, ({ byHand }) => byHand.errors),
    );
  });

  it.each(['opentelemetry', 'sentry', 'dd-trace', 'newrelic'])('see nothing but the start-up of an app: %s', (tool) => {
    const [line] = seenBy(`${tool}.cjs startup`);

    expect(line?.byHand.name).toMatch(/start-up/);
    expect(line?.byFile).toEqual(line?.byHand);
  });

  it.each(tools.sentry)('capture an error once, and no client error: %s', (file) => {
    expect(byKind(file, ({ byFile }) => byFile.errors)).toMatchObject({
      static: [],
      miss: [],
      'thrown error': ['thrown'],
      rejection: ['rejected'],
      'error with status 418': [],
    });
  });
});

describe(`lists of the routes of an app, with express ${expressVersion}`, () => {
  /** The kinds of lists. Express 4 has no `listRoutes()`. */
  const kinds = is4
    ? ['express-list-endpoints']
    : ['express-list-endpoints', 'listRoutes()', 'listRoutes() of the app'];
  const find = (run: string, kind: string) => lists.find((line) => line.run === run && line.kind === kind);

  it.each(kinds)('contain the files with `tracing: true`: %s', (kind) => {
    const list = find('none.cjs lists', `${kind}, {"tracing":true}`);

    expect(list?.byFile).toEqual(list?.byHand);
    expect(list?.byFile).toContainEqual(expect.stringContaining('/posts/:pid/comments/:cid'));
  });

  it('contain the files whatever the option, with a tool and without one, if Express itself makes the list', () => {
    for (const kind of kinds.filter((kind) => kind.startsWith('listRoutes'))) {
      for (const run of ['none.cjs lists', 'opentelemetry.cjs lists']) {
        for (const options of ['{}', '{"tracing":true}']) {
          const list = find(run, `${kind}, ${options}`);
          expect(list).toBeDefined();
          expect(list?.byFile).toEqual(list?.byHand);
        }
      }
    }
  });
});

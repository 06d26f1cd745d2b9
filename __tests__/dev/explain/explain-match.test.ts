import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Request, Response } from 'express';
import { explainMatch, type ExplainedRequest } from '../../../lib/dev/explain/explain-match.js';
import { FsRoutesError } from '../../../lib/reporting/errors.js';
import { fsRoutes, type FsRouter, type FsRoutesOptions } from '../../../lib/index.js';
import { createMatcher } from '../../../lib/routing/match-route.js';
import { resolveOptions } from '../../../lib/options.js';
import { createRouteTable } from '../../../lib/routing/route-table.js';
import { routeNames } from '../../../lib/files/walk-folder.js';
import { splitUrl } from '../../../lib/request/request-path.js';
import { servedFolderOf, type RouteFolder } from '../../../lib/serving/route-folder.js';
import { exceptionFor, isRedirectedFirst } from '../../support/next-exceptions.js';
import { given, own } from '../../support/recordings.js';
import { routeFolder } from '../../support/route-folder.js';

const handler = () => undefined;

/** Returns a Router of these files, and its folder as tools see it. */
function serve(files: readonly string[], options: FsRoutesOptions = {}, exported: unknown = { default: handler }) {
  const router = fsRoutes(routeFolder(files), { import: () => exported, ...options });
  return { router, folder: servedFolderOf(router)! };
}

function explain(files: readonly string[], url: string, options: FsRoutesOptions = {}) {
  return explainMatch(serve(files, options).folder, { method: 'GET', url });
}

/** Returns the verdict and reason of each candidate, by its file. */
function reasons(files: readonly string[], url: string, options: FsRoutesOptions = {}): Record<string, string> {
  const { candidates } = explain(files, url, options);
  return Object.fromEntries(candidates.map(({ file, verdict, reason }) => [file, `${verdict}: ${reason}`]));
}

/** Returns the file and the params that the Router finds for a pathname, or the code of its error. */
function found(router: FsRouter, pathname: string) {
  try {
    const match = router.match(pathname);
    return match && { file: match.route.file, params: match.params };
  } catch (error) {
    if (error instanceof FsRoutesError) return error.code;
    throw error;
  }
}

function explained(folder: RouteFolder, request: ExplainedRequest) {
  const { outcome, file, params } = explainMatch(folder, request);
  if (outcome === 'malformed') return 'FSR_MALFORMED_URL';
  return file === undefined ? undefined : { file, params };
}

/** Returns every file that the trie finds for a pathname, in its order. */
function matchedByTrie({ routes, settings }: RouteFolder, pathname: string): string[] {
  const match = createMatcher(
    routes.map((route) => ({ route })),
    settings,
  );
  const files: string[] = [];
  for (let found = match(pathname); found; found = match(pathname, files.length)) files.push(found.entry.route.file);
  return files;
}

function matchedByExplanation(folder: RouteFolder, url: string): string[] {
  const { candidates } = explainMatch(folder, { method: 'GET', url });
  return candidates.filter(({ verdict }) => verdict !== 'failed').map(({ file }) => file);
}

/** Returns a pseudo-random number generator, which gives the same numbers for the same seed. */
function createDice(seed: number): (sides: number) => number {
  let state = seed * 2654435761;
  return (sides) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % sides;
  };
}

const groups = ['(a)', '(b)'];
const names = ['a', 'b', 'ab', 'é', 'a b', '100%', '[x]', '[...r]', '[[...o]]', 'index'];
const namesInNext = [...names, '[x]b', 'a[x]', '[', '[x][y]'];
const requestedNames = [
  'a',
  'b',
  'A',
  'ab',
  '1',
  '%61',
  '%C3%A9',
  '%c3%a9',
  'a%20b',
  '100%25',
  '',
  '[x]b',
  '%5Bx%5Db',
  'xb',
];

/** Returns a random folder, or `undefined` if its routes conflict. */
function randomFolder(seed: number): RouteFolder | undefined {
  const roll = createDice(seed);
  const isNext = roll(2) === 0;
  const pick = () => (isNext ? namesInNext : names)[roll(isNext ? namesInNext.length : names.length)]!;
  const routeGroups = !isNext && roll(3) === 0;
  const pickGroup = () => (routeGroups && roll(2) === 0 ? `${groups[roll(groups.length)]!}/` : '');
  const paths = Array.from(
    { length: 1 + roll(7) },
    () => pickGroup() + Array.from({ length: 1 + roll(3) }, pick).join('/'),
  );
  const routeFiles = [...new Set(paths)].sort().map((path) => {
    const file = `${path}.js`;
    return { file, absolutePath: file, names: routeNames(file, '.js') };
  });
  const modes = [{ caseSensitive: true }, { strict: true }, { caseSensitive: true, strict: true }, {}];
  const settings = resolveOptions({ ...modes[roll(4)], routeGroups, ...(isNext && { compat: 'next' }) });
  const { routes, problems } = createRouteTable(
    { routeFiles, middlewareFiles: [] },
    { ...settings, syntax: 'express5' },
  );
  // Some files export Routers.
  if (!isNext) for (const route of routes) if (roll(3) === 0) route.answersBelow = true;
  return problems.length > 0 ? undefined : { directory: '/srv/api', settings, routes, modules: new Map(), problems };
}

function randomPaths(seed: number): string[] {
  const roll = createDice(seed);
  const path = () => Array.from({ length: roll(4) }, () => requestedNames[roll(requestedNames.length)]!).join('/');
  return Array.from({ length: 4 }, () => `/${path()}${roll(5) === 0 ? '/' : ''}`);
}

const treesWithBracketMistakes = /^(?:t030|t058|t168|t280|t286|t324)$/;

describe('an explanation agrees with the Router', () => {
  const trees = given.routing.filter(({ id }) => !treesWithBracketMistakes.test(id));

  it.each(trees)('on the recorded requests of $id: $files', ({ id, files, requests }) => {
    // One tree has names that differ only in letter case.
    for (const options of [{ caseSensitive: true }, { caseSensitive: id === 't034', strict: true }]) {
      const { router, folder } = serve(files, { ignore: [], extensions: ['.js'], ...options });
      for (const { path } of requests) {
        const pathname = splitUrl(path).path || '/';
        const result = { path, ...options, found: explained(folder, { method: 'GET', url: path }) };
        expect(result).toEqual({ path, ...options, found: found(router, pathname) });
        if (!pathname.includes('%'))
          expect(matchedByExplanation(folder, path)).toEqual(matchedByTrie(folder, pathname));
      }
    }
  });

  it('on random trees and paths, in every mode', () => {
    let compared = 0;
    for (let seed = 1; compared < 2000; seed += 1) {
      const folder = randomFolder(seed);
      for (const url of folder ? randomPaths(seed) : []) {
        if (explainMatch(folder!, { method: 'GET', url }).outcome === 'redirected') continue;
        const files = folder!.routes.map(({ file }) => file);
        expect({ seed, files, url, matched: matchedByExplanation(folder!, url) }).toEqual({
          seed,
          files,
          url,
          matched: matchedByTrie(folder!, url),
        });
        compared += 1;
      }
    }
  });
});

describe("an explanation of compat: 'next' agrees with the recorded answers", () => {
  it.each([...given.routing, ...own.routing])('of $id: $files', ({ id, files, requests }) => {
    const isRouteFile = (file: string) => !/(?:^|\/)_middleware\.\w+$/.test(file);
    const { folder } = serve(files.filter(isRouteFile), { compat: 'next' });
    for (const request of requests) {
      if (exceptionFor(id, request) !== undefined) continue;
      const { file, location } = request.expect;
      const { method, path: of } = request;
      const explain = (url: string) => explainMatch(folder, { method, url, mountPath: '/api' });
      const first = explain(of);
      const explanation = isRedirectedFirst(request) ? explain(first.location!.replace(/^\/api/, '')) : first;
      if (request.expect.status === 308) expect({ of, location: explanation.location }).toEqual({ of, location });
      else if (request.expect.status === 400)
        expect({ of, outcome: explanation.outcome }).toEqual({ of, outcome: 'malformed' });
      else expect({ of, file: explanation.file }).toEqual({ of, file });
      if (request.expect.query) expect({ of, query: explanation.query }).toEqual({ of, query: request.expect.query });
    }
  });
});

describe('a file that exports a Router', () => {
  const answersAll = (_req: Request, res: Response) => void res.send();
  const exported = (file: string) => (file.endsWith('users.js') ? express.Router() : answersAll);
  const files = ['users.js', 'users/[id]/index.js', 'users/[id]/posts.js', '[[...rest]].js'];
  const router = fsRoutes(routeFolder(files), { import: exported });
  const explainIn = (method: string, url: string) => explainMatch(servedFolderOf(router)!, { method, url });

  it('gets what is below its path after every file there, and before less specific files', () => {
    const { candidates } = explainIn('GET', '/users/1/none');
    expect(candidates.map(({ file, verdict, reason }) => [file, verdict, reason])).toEqual([
      ['users.js', 'chosen', 'every segment of its path matches, and it answers what is below'],
      ['users/[id]/index.js', 'failed', "the URL has one more segment, 'none'"],
      ['users/[id]/posts.js', 'failed', "the route has 'posts' where the URL has 'none'"],
      [
        '[[...rest]].js',
        'later',
        "also matches, but the static name 'users' takes precedence over the catch-all [[...rest]]",
      ],
    ]);
    const reasons = Object.fromEntries(
      explainIn('GET', '/users/1').candidates.map(({ file, reason }) => [file, reason]),
    );
    expect(reasons).toMatchObject({
      'users/[id]/index.js': 'every segment matches',
      'users.js': 'also matches, but [id] takes precedence over what is below the path of a Router',
    });
  });

  it.each(['GET', 'OPTIONS', 'PURGE'])('decides itself what it answers: %s', (method) => {
    expect(explainIn(method, '/users/x/y?a=1')).toMatchObject({
      outcome: 'answered',
      file: 'users.js',
      handler: 'default',
      query: { a: '1' },
      summary: `users.js gets ${method} with its export default, an Express Router or app, whose own routes decide.`,
    });
  });
});

describe('a candidate', () => {
  const posts = ['posts/index.js', 'posts/create.js', 'posts/[pid].js', 'posts/[pid]/comments/[cid].js'];

  it('says at which segment it failed and why, in order of precedence', () => {
    expect(explain([...posts, '[...rest].js'], '/posts/1/2').candidates).toEqual([
      {
        file: 'posts/index.js',
        path: '/posts',
        verdict: 'failed',
        reason: 'the URL has 2 more segments',
        failedAt: 1,
      },
      {
        file: 'posts/create.js',
        path: '/posts/create',
        verdict: 'failed',
        reason: "the route has 'create' where the URL has '1'",
        failedAt: 1,
      },
      {
        file: 'posts/[pid].js',
        path: '/posts/[pid]',
        verdict: 'failed',
        reason: "the URL has one more segment, '2'",
        failedAt: 2,
      },
      {
        file: 'posts/[pid]/comments/[cid].js',
        path: '/posts/[pid]/comments/[cid]',
        verdict: 'failed',
        reason: "the route has 'comments' where the URL has '2'",
        failedAt: 2,
      },
      { file: '[...rest].js', path: '/[...rest]', verdict: 'chosen', reason: 'every segment matches' },
    ]);
  });

  it('that matches later says what takes precedence over it', () => {
    const files = ['posts/create.js', 'posts/[pid].js', 'posts/[...slug].js', '[[...all]].js'];
    expect(reasons(files, '/posts/create')).toEqual({
      'posts/create.js': 'chosen: every segment matches',
      'posts/[pid].js': "later: also matches, but the static name 'create' takes precedence over [pid]",
      'posts/[...slug].js':
        "later: also matches, but the static name 'create' takes precedence over the catch-all [...slug]",
      '[[...all]].js':
        "later: also matches, but the static name 'posts' takes precedence over the catch-all [[...all]]",
    });
    expect(reasons(files, '/posts/1')['posts/[...slug].js']).toBe(
      'later: also matches, but [pid] takes precedence over the catch-all [...slug]',
    );
  });

  it("whose literal path is requested comes first with compat: 'next'", () => {
    const files = ['[a]b/[y].js', '[x]b/[y].js'];
    expect(reasons(files, '/[x]b/[y]', { compat: 'next' })).toEqual({
      '[x]b/[y].js': 'chosen: every segment matches',
      '[a]b/[y].js': 'later: also matches, but a route whose literal path was requested comes first',
    });
    expect(matchedByTrie(serve(files, { compat: 'next' }).folder, '/[x]b/[y]')).toEqual(files.toReversed());
  });

  it.each<[string, readonly string[], string, FsRoutesOptions, string]>([
    ['the URL ends early', ['a/[b]/c.js'], '/a', {}, 'the URL ends before [b]'],
    ['a name is missing', ['a/b.js'], '/a', {}, "the URL ends before 'b'"],
    [
      'a catch-all has no segment',
      ['a/[...b].js'],
      '/a',
      {},
      '[...b] needs at least one segment, but the URL ends before it',
    ],
    [
      'the letter case differs',
      ['Users.js'],
      '/users',
      { caseSensitive: true },
      "'users' in the URL is 'Users' in another letter case, which counts with the option 'caseSensitive'",
    ],
    [
      'a name is escaped',
      ['create.js'],
      '/%63reate',
      {},
      "'%63reate' in the URL stands for 'create', but static names are compared before they are decoded",
    ],
    ['a segment is empty', ['a/[b].js'], '/a//b', {}, "the URL has an empty segment ('//'), which no route matches"],
    [
      'a segment before a catch-all is empty',
      ['a/[...b].js'],
      '/a/b//c',
      {},
      "the URL has an empty segment ('//'), which no route matches",
    ],
    [
      'the URL ends with a slash that counts',
      ['a/b.js'],
      '/a/b/',
      { strict: true },
      "the URL ends with a slash, which counts with the option 'strict'",
    ],
    [
      'a param with text around it would be empty',
      ['[x]/[a]b.js'],
      '/1/b',
      { compat: 'next' },
      "'b' in the URL does not have the form [a]b",
    ],
  ])('says when %s', (_when, files, url, options, reason) => {
    expect(reasons(files, url, options)).toEqual({ [files[0]!]: `failed: ${reason}` });
  });

  it('is one of the ten closest in a large folder, and the others are counted', () => {
    const many = Array.from({ length: 100 }, (_one, index) => `other${index}/[id].js`);
    const few = ['posts/[pid]/edit.js', 'posts/[pid]/index.js'];
    const { candidates, others } = explain([...many, ...few], '/posts/1/edot');
    expect(candidates.map(({ file }) => file)).toEqual(['posts/[pid]/index.js', 'posts/[pid]/edit.js']);
    expect(others).toBe(100);
    expect(explain(many, '/other1/2/3').candidates).toHaveLength(10);
  });

  it('is a route that does not match because of a typo', () => {
    const many = Array.from({ length: 100 }, (_one, index) => `other${index}/[id].js`);
    const { candidates } = explain([...many, 'posts/[pid].js'], '/post/1');
    expect(candidates.at(-1)!.reason).toBe("the route has 'posts' where the URL has 'post'");
  });
});

describe('an outcome', () => {
  const get = { GET: handler };

  it.each<[string, unknown, string, object]>([
    [
      'a method handler',
      get,
      'GET',
      { outcome: 'answered', handler: 'GET', summary: 'a/[id].js answers GET with its export GET.' },
    ],
    ['HEAD with a handler for GET', get, 'HEAD', { outcome: 'answered', handler: 'GET' }],
    ['HEAD with a handler of its own', { ...get, HEAD: handler }, 'HEAD', { outcome: 'answered', handler: 'HEAD' }],
    ['the default export', { ...get, default: handler }, 'POST', { outcome: 'answered', handler: 'default' }],
    [
      'OPTIONS with a handler of its own',
      { ...get, options: handler },
      'OPTIONS',
      { outcome: 'answered', handler: 'OPTIONS' },
    ],
    [
      'OPTIONS without a handler of its own',
      get,
      'OPTIONS',
      {
        outcome: 'answered',
        allow: ['GET', 'HEAD', 'OPTIONS'],
        summary:
          'a/[id].js matches and has no handler for OPTIONS, so the response is 204 with Allow: GET, HEAD, OPTIONS.',
      },
    ],
    [
      'a method without a handler',
      get,
      'DELETE',
      {
        outcome: 'method-not-allowed',
        allow: ['GET', 'HEAD', 'OPTIONS'],
        summary:
          'a/[id].js matches, but has no handler for DELETE: the response is 405 with Allow: GET, HEAD, OPTIONS.',
      },
    ],
  ])('names the export or the status for %s', (_what, exported, method, expected) => {
    const { folder } = serve(['a/[id].js'], {}, exported);
    const explanation = explainMatch(folder, { method, url: '/a/1' });
    expect(explanation).toMatchObject({ file: 'a/[id].js', expressPath: '/a/:id', params: { id: '1' }, ...expected });
    expect('handler' in explanation).toBe('handler' in expected);
  });

  it('has the query string with the params on top', () => {
    expect(explain(['a/[id].js'], '/a/1?b=2&b=3&id=4&c=').query).toEqual({ b: ['2', '3'], c: '', id: '1' });
    expect(explain(['[[...rest]].js'], '/?rest=x').query).toEqual({ rest: 'x' });
    expect(explain(['[[...rest]].js'], '/?rest=').query).toEqual({});
  });

  it('has the middleware of the folders, outermost first', () => {
    const { folder } = serve(['_middleware.js', 'a/_middleware.js', 'a/b.js'], {}, handler);
    expect(explainMatch(folder, { method: 'GET', url: '/a/b' }).middleware).toEqual([
      '_middleware.js',
      'a/_middleware.js',
    ]);
  });

  it('says that no route matches', () => {
    expect(explain(['a.js'], '/zzz/1')).toEqual({
      method: 'GET',
      url: '/zzz/1',
      outcome: 'not-matched',
      summary: 'No route matches GET /zzz/1, so the next middleware of the app gets the request.',
      candidates: [],
      others: 1,
    });
    expect(explainMatch(serve(['[[...all]].js']).folder, { method: 'OPTIONS', url: '*' }).outcome).toBe('not-matched');
  });

  it('says that an escape is malformed', () => {
    const { outcome, summary, params } = explain(['[id].js'], '/%zz');
    expect({ outcome, summary, params }).toEqual({
      outcome: 'malformed',
      summary: "[id].js matches, but the response is 400: The URL has a malformed percent-escape in '%zz'.",
      params: undefined,
    });
  });

  it('reports a problem of the file or of its middleware', () => {
    const { folder } = serve(['_middleware.js', 'a.js'], {}, handler);
    // The last one is misnamed, so the table does not have it, and the folder does not start.
    for (const file of ['_middleware.js', 'a.js', '_Middleware.ts']) {
      const problem = { code: 'FSR_LOAD_FAILED', message: 'It throws.', help: 'correct it.', files: [file] } as const;
      const broken = { ...folder, routes: folder.routes, modules: folder.modules, problems: [problem] };
      const { outcome, summary } = explainMatch(broken, { method: 'GET', url: '/a' });
      expect({ outcome, summary }).toEqual({
        outcome: 'broken',
        summary: 'a.js matches, but cannot answer: It throws.',
      });
    }
  });

  it("is a redirect to a URL with the mount path, with compat: 'next'", () => {
    const { folder } = serve(['a.js'], { compat: 'next' });
    const { outcome, location } = explainMatch(folder, { method: 'GET', url: '/a/?b=c', mountPath: '/api' });
    expect({ outcome, location }).toEqual({ outcome: 'redirected', location: '/api/a?b=c' });
  });

  it('does not name the export if the file is not loaded', () => {
    const { folder } = serve(['a.js']);
    const unloaded = { ...folder, routes: folder.routes, modules: new Map() };
    expect(explainMatch(unloaded, { method: 'GET', url: '/a' })).toMatchObject({
      outcome: 'answered',
      summary: 'a.js answers GET, if it has a handler for it.',
    });
  });

  it('survives JSON', () => {
    const explanation = explain(['a/[id].js', 'a/b.js'], '/a/1?c=d');
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });
});

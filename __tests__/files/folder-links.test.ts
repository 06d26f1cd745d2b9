import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import type { FsRoutesError } from '../../lib/reporting/errors.js';
import { fsRoutes } from '../../lib/index.js';
import { routeFolder } from '../support/route-folder.js';

let warned: jest.SpiedFunction<typeof process.emitWarning>;

beforeEach(() => {
  warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterEach(() => warned.mockRestore());

/** A link and its target, which is relative to the link or absolute. */
type Link = readonly [link: string, target: string];

function makeLinks(folder: string, links: readonly Link[]): void {
  for (const [link, target] of links) {
    const absoluteLink = path.join(folder, link);
    fs.mkdirSync(path.dirname(absoluteLink), { recursive: true });
    fs.symlinkSync(target.replace('<folder>', folder), absoluteLink, 'dir');
  }
}

function problemsOf(folder: string): FsRoutesError['problems'] {
  try {
    fsRoutes(folder);
    return [];
  } catch (error) {
    return (error as FsRoutesError).problems;
  }
}

/** Returns the links that the warning names; there is at most one warning for all links. */
function warnedLinks(): string[] {
  const texts = warned.mock.calls.map(([text, options]) => {
    expect(options).toMatchObject({ code: 'FSR_LINK_NOT_FOLLOWED' });
    return String(text);
  });
  expect(texts.length).toBeLessThan(2);
  return [...(texts[0] ?? '').matchAll(/file: (.*)/g)].map(([, file]) => file!);
}

describe('a link to a folder above it causes a warning and is not followed', () => {
  const own = ['a.js', 'in/b.js', 'in/deep/c.js'];
  const files = [
    ...own.map((file) => `project/api/${file}`),
    'server.js',
    'project/server.js',
    'project/other/x.js',
    'linked/l.js',
    'linked/sub/s.js',
  ];

  type Layout = readonly [
    what: string,
    links: readonly Link[],
    notFollowed: readonly string[],
    found?: readonly string[],
  ];
  const layouts: readonly Layout[] = [
    ['to the folder above the route folder', [['project/api/up', '..']], ['up']],
    ['by an absolute path', [['project/api/up', '<folder>/project']], ['up']],
    ['to the folder that it is in', [['project/api/up', '.']], ['up']],
    ['to the route folder', [['project/api/in/deep/up', '../..']], ['in/deep/up']],
    ['to a folder between', [['project/api/in/deep/up', '..']], ['in/deep/up']],
    ['to one above the route folder, from below', [['project/api/in/deep/up', '../../..']], ['in/deep/up']],
    ['to one that is higher still', [['project/api/up', '../..']], ['up']],
    ['to the root of the disk', [['project/api/up', path.parse(process.cwd()).root]], ['up']],
    ['with the name of a route file', [['project/api/up.js', '..']], ['up.js']],
    [
      'over another link',
      [
        ['project/api/up', '../hop'],
        ['project/hop', '.'],
      ],
      ['up'],
    ],
    [
      'over links elsewhere',
      [
        ['project/api/up', '<folder>/2'],
        ['2', '1'],
        ['1', 'project'],
      ],
      ['up'],
    ],
    [
      'from a linked folder, to the project',
      [
        ['project/api/l', '../../linked'],
        ['linked/back', '../project'],
      ],
      ['../../linked/back'],
      ['l/l.js', 'l/sub/s.js'],
    ],
    [
      'from a linked folder, to the route folder',
      [
        ['project/api/l', '../../linked'],
        ['linked/sub/back', '../../project/api'],
      ],
      ['../../linked/sub/back'],
      ['l/l.js', 'l/sub/s.js'],
    ],
    [
      'from a linked folder, to what is above that',
      [
        ['project/api/l', '../../linked/sub'],
        ['linked/sub/up', '..'],
      ],
      ['../../linked/sub/up'],
      ['l/s.js'],
    ],
    [
      'in a name that is ignored',
      [
        ['project/api/_up', '..'],
        ['project/api/node_modules', '..'],
      ],
      [],
    ],
  ];

  const folderNames: readonly (readonly [string, string, readonly Link[]])[] = [
    ['by its own path', 'project/api', []],
    ['by a link to it', 'to-api', [['to-api', 'project/api']]],
    ['by a link to a folder above it', 'to-project/api', [['to-project', 'project']]],
  ];

  const cases = layouts.flatMap(([what, links, notFollowed, found]) =>
    folderNames.map(([by, mounted, more]) => ({ what, by, mounted, links: [...links, ...more], notFollowed, found })),
  );

  it.each(cases)('$what, if the route folder is given $by', ({ mounted, links, notFollowed, found = [] }) => {
    const folder = routeFolder(Object.fromEntries(files.map((file) => [file, runs(file)])));
    makeLinks(folder, links);
    const ran = recordRuns();
    const router = fsRoutes(path.join(folder, mounted));
    expect(new Set(router.routes.map(({ file }) => file))).toEqual(new Set([...own, ...found]));
    expect(warnedLinks()).toEqual(notFollowed);
    expect(ran.filter((file) => !file.startsWith('project/api/'))).toHaveLength(found.length);
  });

  it('to a folder that is above the path of the route folder, but not above its real path', () => {
    const folder = routeFolder(
      Object.fromEntries(['deploy/server.js', 'real/api/a.js'].map((file) => [file, runs(file)])),
    );
    makeLinks(folder, [
      ['deploy/current', '../real'],
      ['real/api/up', '../../deploy'],
    ]);
    const ran = recordRuns();
    fsRoutes(path.join(folder, 'deploy/current/api'));
    expect(ran).toEqual(['real/api/a.js']);
    expect(warnedLinks()).toEqual(['up']);
  });

  it('in two folders that link to each other, after each has been entered once from the other', () => {
    const folder = routeFolder(['a/1.js', 'b/2.js']);
    makeLinks(folder, [
      ['a/to-b', '../b'],
      ['b/to-a', '../a'],
    ]);
    const files = fsRoutes(folder).routes.map(({ file }) => file);
    expect(files.sort()).toEqual(['a/1.js', 'a/to-b/2.js', 'b/2.js', 'b/to-a/1.js']);
    expect(warnedLinks()).toEqual(['a/to-b', 'b/to-a']);
  });
});

describe('links elsewhere', () => {
  it('are followed to a file above the route folder, and from many folders to one', async () => {
    const folder = routeFolder(['server.js', 'shared/a.js', 'shared/deep/b.js', 'common/c.js', 'api/own.js']);
    fs.symlinkSync('../server.js', path.join(folder, 'api/x.js'));
    makeLinks(folder, [['shared/common', '../common'], ...versions(30)]);
    const router = fsRoutes(path.join(folder, 'api'));
    expect(router.routes).toHaveLength(2 + 30 * 3);
    const app = express().use('/api', router);
    await request(app).get('/api/v7/common/c').expect(200);
    await request(app).get('/api/x').expect(200);
    expect(warnedLinks()).toEqual([]);
  });

  it('do not bring the middleware of the folders above the linked folder', () => {
    const folder = routeFolder({ 'a/_middleware.js': runs('guard'), 'a/in/b.js': runs('b') });
    makeLinks(folder, [['open', 'a/in']]);
    expect(fsRoutes(folder).routes.map(({ file, middleware }) => [file, middleware])).toEqual([
      ['a/in/b.js', ['a/_middleware.js']],
      ['open/b.js', []],
    ]);
  });

  it.each([
    ['to nothing', [['gone', 'nowhere']]],
    ['to themselves', [['gone', 'gone']]],
    [
      'to one that leads to them',
      [
        ['gone', 'other.js'],
        ['other.js', 'gone'],
      ],
    ],
  ] as const)('%s are refused, whether their names are those of files or of folders', (_what, links) => {
    const folder = routeFolder(['a.js']);
    makeLinks(folder, links);
    expect(problemsOf(folder)).toMatchObject(links.map(([link]) => ({ code: 'FSR_UNREADABLE', files: [link] })));
  });

  it('to a folder are refused if their name is _middleware.js', () => {
    const folder = routeFolder(['a.js', 'elsewhere/b.js']);
    makeLinks(folder, [['_middleware.js', 'elsewhere']]);
    expect(problemsOf(folder)).toMatchObject([{ code: 'FSR_MIDDLEWARE_NAME', files: ['_middleware.js'] }]);
  });
});

describe('links that multiply are refused after a bounded number of reads', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `f${at}`);

  /** Returns links from each folder to all others. */
  function eachOther(count: number): Link[] {
    return names(count).flatMap((from) =>
      names(count).flatMap((to) => (to === from ? [] : [[`api/${from}/${to}`, `../${to}`] as const])),
    );
  }

  /** Returns two links from each folder to the next: no cycle, and 2^n paths. */
  function doubled(count: number, below: string): Link[] {
    return names(count - 1).flatMap((from, at) =>
      ['x', 'y'].map((link) => [`${below}/${from}/${link}`, `../f${at + 1}`] as const),
    );
  }

  const few = ['api/own.js', ...names(5).map((name) => `api/${name}/r.js`)];

  it.each([
    ['7 folders with links to each other', 7, 'api', eachOther(7)],
    ['15 folders with links to each other', 15, 'api', eachOther(15)],
    ['20 folders with two links to the next', 20, 'api', doubled(20, 'api')],
    ['60 folders with two links to the next', 60, 'api', doubled(60, 'api')],
    ['the same outside', 20, 'out', [['api/out', '../out/f0'] as const, ...doubled(20, 'out')]],
  ])('%s', (_what, count, below, links) => {
    const folder = routeFolder(['api/own.js', ...names(count).map((name) => `${below}/${name}/r.js`)]);
    makeLinks(folder, links);
    const read = jest.spyOn(fs, 'readdirSync');
    try {
      const problems = problemsOf(path.join(folder, 'api'));
      expect(problems.map(({ code }) => code)).toEqual(['FSR_TOO_MANY_LINKS']);
      const named = problems[0]!.files.map((link) => path.join(folder, 'api', link));
      expect(named.length).toBeGreaterThan(0);
      for (const link of named) expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
      // Counted, because time depends on the load of the machine.
      expect(read.mock.calls.length).toBeLessThan(10_000);
    } finally {
      read.mockRestore();
    }
  });

  it.each([
    ['4 folders with links to each other', eachOther(4), 64 + 2],
    ['5 folders with two links to the next', doubled(5, 'api'), 57 + 1],
  ])('unless there are few of them: %s', (_what, links, count) => {
    const folder = routeFolder(few);
    makeLinks(folder, links);
    expect(fsRoutes(path.join(folder, 'api')).routes).toHaveLength(count);
  });

  it('unless they lead from many linked folders to one large folder', () => {
    const large = Array.from({ length: 60 }, (_, at) => `large/${at}.js`);
    const folder = routeFolder(['api/own.js', 'shared/s.js', ...large]);
    makeLinks(folder, [['shared/large', '../large'], ...versions(20)]);
    expect(fsRoutes(path.join(folder, 'api')).routes).toHaveLength(1 + 20 * 61);
  });
});

function versions(count: number): Link[] {
  return Array.from({ length: count }, (_, at) => [`api/v${at}`, '../shared'] as const);
}

/** Returns the source of a route file that records that it was loaded. */
function runs(file: string): string {
  return `globalThis.ran?.push(${JSON.stringify(file)}); module.exports = (req, res) => res.json(${JSON.stringify(file)});`;
}

function recordRuns(): string[] {
  const ran: string[] = [];
  Object.assign(globalThis, { ran });
  return ran;
}

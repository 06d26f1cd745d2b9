import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FsRoutesError, throwIfAny } from '../../lib/reporting/errors.js';
import { resolveOptions } from '../../lib/options.js';
import { resolveDirectory, scanRoutes } from '../../lib/files/scan-routes.js';
import { toPosix } from '../../lib/files/to-posix.js';
import { routeNames } from '../../lib/files/walk-folder.js';
import type { FsRoutesOptions, RouteFile } from '../../lib/types/index.js';
import { routeFolder } from '../support/route-folder.js';

function scanFiles(folder: string, options: FsRoutesOptions = {}): readonly RouteFile[] {
  const { routeFiles, problems } = scanRoutes(folder, resolveOptions(options));
  throwIfAny(problems, folder);
  return routeFiles;
}

function scan(folder: string, options?: FsRoutesOptions): string[] {
  return scanFiles(folder, options).map(({ file }) => file);
}

describe('the scan', () => {
  it('finds route files at any depth, sorted, whatever their extension of JavaScript or TypeScript', () => {
    const files = ['b/c/d.cjs', 'a.mjs', 'Z.js', 'b/[id].ts', 'b/index.cts', 'b/[[...r]].mts'];
    expect(scan(routeFolder(files))).toEqual([
      'Z.js',
      'a.mjs',
      'b/[[...r]].mts',
      'b/[id].ts',
      'b/c/d.cjs',
      'b/index.cts',
    ]);
  });

  it('ignores helpers, dotfiles except .well-known, declarations, tests, mocks, packages and files with other extensions', () => {
    const folder = routeFolder([
      'a.js',
      '_helper.js',
      'x/_lib/y.js',
      '.hidden.js',
      '.well-known/a.js',
      '.well-known/.hidden.js',
      '.well-known.js',
      '.git/a.js',
      'a.d.ts',
      'b.d.mts',
      'a.test.js',
      'x/a.spec.ts',
      '__tests__/a.js',
      'x/__mocks__/a.js',
      'node_modules/p/index.js',
      'readme.md',
      'data.json',
      'Makefile',
    ]);
    expect(scan(folder)).toEqual(['.well-known/a.js', 'a.js']);
  });

  it('uses the `ignore` option in place of the default globs', () => {
    const folder = routeFolder(['a.js', '_b.js', '.well-known/c.js', 'drafts/d.js', 'x/drafts/e.js', 'x/y/f.js']);
    expect(scan(folder, { ignore: [] })).toHaveLength(6);
    expect(scan(folder, { ignore: ['x/drafts', '_*'] })).toEqual([
      '.well-known/c.js',
      'a.js',
      'drafts/d.js',
      'x/y/f.js',
    ]);
  });

  describe('leaves out exactly the files that a glob matches', () => {
    const names = ['a', '_b', '.c', 'd e', '[id]', '[...r]', 'drafts', 'x.test', 'node_modules', '#', '!n', 'a,b'];
    const files = names.flatMap((folder) => [
      `${folder}.js`,
      ...names.flatMap((name) => [`${folder}/${name}.js`, `${folder}/${name}/${name}.js`]),
    ]);
    let folder: string;

    beforeAll(() => {
      folder = routeFolder(files);
    });

    const anyPart = (test: RegExp) => (file: string) => file.split('/').some((part) => test.test(part));
    const whole = (test: RegExp) => (file: string) => test.test(file);

    it.each<[glob: string, isIgnored: (file: string) => boolean]>([
      ['drafts', anyPart(/^drafts$/)],
      ['drafts/', anyPart(/^drafts$/)],
      ['drafts.js', anyPart(/^drafts\.js$/)],
      ['_*', anyPart(/^_/)],
      ['.*', anyPart(/^\./)],
      ['.!(c)', anyPart(/^\.(?!c$)/)],
      ['?', anyPart(/^.$/)],
      ['*', () => true],
      ['**', () => true],
      ['*.*', anyPart(/\./)],
      ['{a,d e}', anyPart(/^(?:a|d e)$/)],
      ['@(a|d*).js', anyPart(/^(?:a|d.*)\.js$/)],
      ['[id]', anyPart(/^\[id\]$/)],
      ['[...r].js', anyPart(/^\[\.\.\.r\]\.js$/)],
      ['#', anyPart(/^#$/)],
      ['a,b', anyPart(/^a,b$/)],
      ['A', () => false],
      ['.', () => false],
      ['/', () => false],
      ['*/drafts', whole(/^[^/]+\/drafts\//)],
      ['/a', whole(/^a\//)],
      ['./a', whole(/^a\//)],
      ['/a.js', whole(/^a\.js$/)],
      ['./a/', whole(/^a\//)],
      ['a/**', whole(/^a\//)],
      ['*/**', whole(/\//)],
      ['**/x.*', anyPart(/^x\./)],
      ['**/drafts/**', whole(/(?:^|\/)drafts\//)],
      ['a/*/a.js', whole(/^a\/[^/]+\/a\.js$/)],
      ['{a,d e}/.c', whole(/^(?:a|d e)\/\.c\//)],
      ['[id]/[id].js', whole(/^\[id\]\/\[id\]\.js$/)],
      ['a/../drafts', whole(/^drafts\//)],
    ])('%s', (glob, isIgnored) => {
      const onDisk = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => toPosix(file));
      const expected = onDisk.filter((file) => file.endsWith('.js') && !isIgnored(file));
      expect(scan(folder, { ignore: [glob] })).toEqual(expected.sort());
    });
  });

  it('accepts extensions with several dots, and uses the longest that matches', () => {
    const folder = routeFolder(['a.js', 'b.api.js', 'c.jsx']);
    expect(scan(folder, { extensions: ['.api.js', '.jsx'] })).toEqual(['b.api.js', 'c.jsx']);
    expect(scanFiles(folder, { extensions: ['.js', '.api.js'] })[1]).toMatchObject({ names: ['b'] });
  });

  it('keeps names as they are on disk, with spaces, #, %, ?, brackets, and Unicode composed or not', () => {
    const files = [
      '#.js',
      '%41.js',
      '(a) [b] {c}.js',
      '?.js',
      'a b.js',
      'cafe\u0301.js',
      'caf\u00e9.js',
      '日本.js',
      '👋.js',
    ];
    expect(new Set(scan(routeFolder(files)))).toEqual(new Set(files));
  });

  it('enters a folder whose name ends like that of a file', () => {
    expect(scan(routeFolder(['v1.js/a.js']))).toEqual(['v1.js/a.js']);
  });

  it('finds nothing in an empty folder', () => {
    expect(scan(routeFolder([]))).toEqual([]);
  });
});

describe('a link to a folder above it', () => {
  it('is not followed if the URL of the route folder ends with a slash', () => {
    const folder = routeFolder(['api/a.js', 'outside.js']);
    fs.symlinkSync('..', path.join(folder, 'api', 'up'));
    const url = pathToFileURL(path.join(folder, 'api') + path.sep);
    expect(scan(resolveDirectory(url))).toEqual(['a.js']);
  });
});

describe('a folder or file that cannot be read is refused', () => {
  it('with FSR_DIRECTORY_NOT_FOUND, the absolute path, and the folder at which a relative path starts', () => {
    const attempt = () => scan(path.resolve('no/such/folder'));
    expect(attempt).toThrow(FsRoutesError);
    expect(attempt).toThrow(path.resolve('no/such/folder'));
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'FSR_DIRECTORY_NOT_FOUND', message: expect.stringContaining(process.cwd()) }),
    );
  });

  it('with FSR_NOT_A_DIRECTORY if the path is a file', () => {
    const file = path.join(routeFolder(['a.js']), 'a.js');
    expect(() => scan(file)).toThrow(expect.objectContaining({ code: 'FSR_NOT_A_DIRECTORY' }));
  });

  it('with FSR_UNREADABLE if a folder cannot be listed', () => {
    const folder = routeFolder(['a.js', 'locked/b.js']);
    // Not by permissions, which do not apply if tests run as root.
    const readdir = fs.readdirSync.bind(fs) as (target: fs.PathLike, options: unknown) => unknown;
    const spy = jest.spyOn(fs, 'readdirSync').mockImplementation(((target: fs.PathLike, options: unknown) => {
      if (String(target).endsWith('locked'))
        throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
      return readdir(target, options);
    }) as typeof fs.readdirSync);
    try {
      expect(() => scan(folder)).toThrow(expect.objectContaining({ code: 'FSR_UNREADABLE', files: ['locked'] }));
    } finally {
      spy.mockRestore();
    }
  });

  it('in the order of paths, whatever the order on disk', () => {
    const names = ['z.js', 'm/b.js', 'a.js', 'm.js', 'm/a.js', 'B.js'];
    const folder = routeFolder(['m/own.js']);
    for (const name of names) fs.symlinkSync('nowhere', path.join(folder, name));
    const { problems } = scanRoutes(folder, resolveOptions({}));
    expect(problems.map(({ files }) => files)).toEqual([...names].sort().map((name) => [name]));
  });
});

describe('the first argument', () => {
  it('is a path relative to the working directory, an absolute path, or a file URL as an object or a string', () => {
    expect(resolveDirectory('./lib')).toBe(path.resolve('lib'));
    expect(resolveDirectory(path.resolve('lib'))).toBe(path.resolve('lib'));
    expect(resolveDirectory(pathToFileURL(path.resolve('a b#c')))).toBe(path.resolve('a b#c'));
    expect(resolveDirectory(pathToFileURL(path.resolve('lib')).href)).toBe(path.resolve('lib'));
    const urlOfAnotherRealm = { href: pathToFileURL(path.resolve('lib')).href } as unknown as string;
    expect(resolveDirectory(urlOfAnotherRealm)).toBe(path.resolve('lib'));
  });

  it.each([[''], [undefined], [null], [42], [['./api']], [new URL('https://example.com/api')]])(
    'is refused if it is %p',
    (source) => {
      expect(() => resolveDirectory(source as string)).toThrow(expect.objectContaining({ code: 'FSR_BAD_SOURCE' }));
    },
  );
});

describe('the separator of a path', () => {
  it('becomes / on Windows', () => {
    expect(toPosix('posts\\[...slug]\\index.js', '\\')).toBe('posts/[...slug]/index.js');
  });

  it('is not a backslash on POSIX, where names may have one', () => {
    expect(toPosix('a\\b.js', '/')).toBe('a\\b.js');
  });
});

describe('the names of a route file', () => {
  it.each([
    ['index.js', []],
    ['a.js', ['a']],
    ['a/index.js', ['a']],
    ['index/index.js', ['index']],
    ['index/foo.js', ['index', 'foo']],
    ['a/index/index.js', ['a', 'index']],
    ['feed.xml.js', ['feed.xml']],
  ])('of %s are %j', (file, names) => {
    expect(routeNames(file, '.js')).toEqual(names);
  });
});

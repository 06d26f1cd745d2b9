import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
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

  it('passes over helpers, dotfiles other than .well-known, declarations, tests, mocks, packages and other kinds of file', () => {
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

  it('takes a list of globs in place of the default one', () => {
    const folder = routeFolder(['a.js', '_b.js', '.well-known/c.js', 'drafts/d.js', 'x/drafts/e.js', 'x/y/f.js']);
    expect(scan(folder, { ignore: [] })).toHaveLength(6);
    expect(scan(folder, { ignore: ['drafts'] })).toEqual(['.well-known/c.js', '_b.js', 'a.js', 'x/y/f.js']);
    expect(scan(folder, { ignore: ['x/drafts', '_*'] })).toEqual([
      '.well-known/c.js',
      'a.js',
      'drafts/d.js',
      'x/y/f.js',
    ]);
    expect(scan(folder, { ignore: ['drafts/'] })).toEqual(['.well-known/c.js', '_b.js', 'a.js', 'x/y/f.js']);
    expect(scan(folder, { ignore: ['/x', './drafts/*'] })).toEqual(['.well-known/c.js', '_b.js', 'a.js']);
  });

  describe('leaves out of what is on the disk only what a glob means', () => {
    const names = ['a', '_b', '.c', 'd e', '[id]', '[...r]', 'drafts', 'x.test', 'node_modules', '#', '!n', 'a,b'];
    const files = names.flatMap((folder) => [
      `${folder}.js`,
      ...names.flatMap((name) => [`${folder}/${name}.js`, `${folder}/${name}/${name}.js`]),
    ]);
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
      const folder = routeFolder(files);
      const onDisk = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => toPosix(file));
      const expected = onDisk.filter((file) => file.endsWith('.js') && !isIgnored(file));
      expect(scan(folder, { ignore: [glob] })).toEqual(expected.sort());
    });
  });

  it('takes brackets in a glob for brackets', () => {
    const folder = routeFolder(['[id].js', 'i.js', 'd.js']);
    expect(scan(folder, { ignore: ['[id].js'] })).toEqual(['d.js', 'i.js']);
  });

  it('takes extensions of any length', () => {
    const folder = routeFolder(['a.js', 'b.api.js', 'c.jsx']);
    expect(scan(folder, { extensions: ['.api.js', '.jsx'] })).toEqual(['b.api.js', 'c.jsx']);
    expect(scanFiles(folder, { extensions: ['.js', '.api.js'] })[1]).toMatchObject({ names: ['b'] });
  });

  it('keeps names as they are on disk: spaces, #, %, ?, brackets, Unicode composed and not', () => {
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

  it('does not take a folder that is called like a file for one', () => {
    expect(scan(routeFolder(['v1.js/a.js']))).toEqual(['v1.js/a.js']);
  });

  it('finds nothing in an empty folder', () => {
    expect(scan(routeFolder([]))).toEqual([]);
  });
});

describe('symbolic links', () => {
  it('are followed, to files and to folders', () => {
    const folder = routeFolder(['a.js']);
    const elsewhere = routeFolder(['x.js', 'deep/y.js']);
    fs.symlinkSync(path.join(elsewhere, 'x.js'), path.join(folder, 'linked.js'));
    fs.symlinkSync(elsewhere, path.join(folder, 'sub'));
    expect(scan(folder)).toEqual(['a.js', 'linked.js', 'sub/deep/y.js', 'sub/x.js']);
  });

  it('do not make it loop', () => {
    const folder = routeFolder(['a.js', 'b/c.js', 'b/d/e.js']);
    fs.symlinkSync(folder, path.join(folder, 'b', 'root'));
    fs.symlinkSync('..', path.join(folder, 'b', 'd', 'up'));
    expect(scan(folder)).toEqual(['a.js', 'b/c.js', 'b/d/e.js']);
  });

  it('do not make it loop across two folders', () => {
    const [one, two] = [routeFolder(['a.js']), routeFolder(['b.js'])];
    fs.symlinkSync(two, path.join(one, 'two'));
    fs.symlinkSync(one, path.join(two, 'one'));
    expect(scan(one)).toEqual(['a.js', 'two/b.js']);
  });

  it('do not lead it back to folders below one that is above the route folder', () => {
    const folder = routeFolder(['api/a.js']);
    fs.symlinkSync('..', path.join(folder, 'api', 'up'), 'dir');
    expect(scan(path.join(folder, 'api'))).toEqual(['a.js']);
  });

  it('do not make it loop where the route folder is named with a slash at its end', () => {
    const folder = routeFolder(['api/a.js', 'outside.js']);
    fs.symlinkSync('..', path.join(folder, 'api', 'up'));
    const url = pathToFileURL(path.join(folder, 'api') + path.sep);
    expect(scan(resolveDirectory(url))).toEqual(scan(path.join(folder, 'api')));
  });

  it('may lead to the route folder itself', () => {
    const link = path.join(routeFolder([]), 'link');
    fs.symlinkSync(routeFolder(['a.js', 'b/c.js']), link);
    expect(scan(link)).toEqual(['a.js', 'b/c.js']);
  });

  it('to nothing, and to themselves, are refused', () => {
    const folder = routeFolder(['a.js']);
    fs.symlinkSync('nowhere.js', path.join(folder, 'gone.js'));
    fs.symlinkSync('self.js', path.join(folder, 'self.js'));
    expect(() => scan(folder)).toThrow(
      expect.objectContaining({
        code: 'FSR_UNREADABLE',
        problems: [expect.objectContaining({ files: ['gone.js'] }), expect.objectContaining({ files: ['self.js'] })],
      }),
    );
  });
});

describe('what cannot be read is refused', () => {
  it('with FSR_DIRECTORY_NOT_FOUND, the absolute path and where a relative one starts', () => {
    const attempt = () => scan(path.resolve('no/such/folder'));
    expect(attempt).toThrow(FsRoutesError);
    expect(attempt).toThrow(path.resolve('no/such/folder'));
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'FSR_DIRECTORY_NOT_FOUND', message: expect.stringContaining(process.cwd()) }),
    );
  });

  it('with FSR_NOT_A_DIRECTORY where the path is a file', () => {
    const file = path.join(routeFolder(['a.js']), 'a.js');
    expect(() => scan(file)).toThrow(expect.objectContaining({ code: 'FSR_NOT_A_DIRECTORY' }));
  });

  it('with FSR_UNREADABLE where a folder may not be listed', () => {
    const folder = routeFolder(['a.js', 'locked/b.js']);
    // Not by permissions: tests may run as root, whom they do not stop.
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

  it('in the order of names, whatever the order of the disk', () => {
    const names = ['z.js', 'm/b.js', 'a.js', 'm.js', 'm/a.js', 'B.js'];
    const folder = routeFolder(['m/own.js']);
    for (const name of names) fs.symlinkSync('nowhere', path.join(folder, name));
    const { problems } = scanRoutes(folder, resolveOptions({}));
    expect(problems.map(({ files }) => files)).toEqual([...names].sort().map((name) => [name]));
  });
});

describe('the source', () => {
  it('is a path from the working directory, an absolute one, or a file URL as object or text', () => {
    expect(resolveDirectory('./lib')).toBe(path.resolve('lib'));
    expect(resolveDirectory(path.resolve('lib'))).toBe(path.resolve('lib'));
    expect(resolveDirectory(pathToFileURL(path.resolve('a b#c')))).toBe(path.resolve('a b#c'));
    expect(resolveDirectory(pathToFileURL(path.resolve('lib')).href)).toBe(path.resolve('lib'));
    const urlOfAnotherRealm = { href: pathToFileURL(path.resolve('lib')).href } as unknown as string;
    expect(resolveDirectory(urlOfAnotherRealm)).toBe(path.resolve('lib'));
  });

  it.each([[''], [undefined], [null], [42], [['./api']], [new URL('https://example.com/api')]])(
    'is refused: %p',
    (source) => {
      expect(() => resolveDirectory(source as string)).toThrow(expect.objectContaining({ code: 'FSR_BAD_SOURCE' }));
    },
  );
});

describe('paths of Windows', () => {
  it('have / inside', () => {
    expect(toPosix('posts\\[...slug]\\index.js', '\\')).toBe('posts/[...slug]/index.js');
  });

  it('keep a backslash that POSIX allows in a name', () => {
    expect(toPosix('a\\b.js', '/')).toBe('a\\b.js');
  });
});

describe('the names of a route', () => {
  it.each([
    ['index.js', []],
    ['a.js', ['a']],
    ['a/index.js', ['a']],
    ['index/index.js', ['index']],
    ['index/foo.js', ['index', 'foo']],
    ['a/index/index.js', ['a', 'index']],
    ['feed.xml.js', ['feed.xml']],
  ])('%s -> %j', (file, names) => {
    expect(routeNames(file, '.js')).toEqual(names);
  });
});

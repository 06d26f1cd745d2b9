import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../support/table.js';

describe('a route tree is refused', () => {
  it.each([
    ['FSR_DUPLICATE_ROUTE', ['a.js', 'a/index.js']],
    ['FSR_DUPLICATE_ROUTE', ['a.js', 'a.ts']],
    ['FSR_DUPLICATE_ROUTE', ['[id].js', '[id]/index.js']],
    ['FSR_DUPLICATE_ROUTE', ['Users.js', 'users.js']],
    ['FSR_DUPLICATE_ROUTE', ['a b.js', 'a%20b.js']],
    ['FSR_DUPLICATE_ROUTE', ['\u00e9.js', 'e\u0301.js']],
    ['FSR_PARAM_NAME_CONFLICT', ['[id].js', '[slug]/x.js']],
    ['FSR_PARAM_NAME_CONFLICT', ['[id]/_middleware.js', '[ID]/b.js']],
    ['FSR_PARAM_NAME_CONFLICT', ['[...a]/_middleware.js', '[...b]/index.js']],
    ['FSR_CATCH_ALL_CONFLICT', ['[...a]/_middleware.js', '[[...b]]/index.js']],
    ['FSR_PARAM_NAME_CONFLICT', ['[id]/a.js', '[ID]/b.js']],
    ['FSR_PARAM_NAME_CONFLICT', ['d/[...a].js', 'd/[...b]/index.js']],
    ['FSR_REPEATED_PARAM', ['[id]/x/[id].js']],
    ['FSR_REPEATED_PARAM', ['[id]/[[...id]].js']],
    ['FSR_SIMILAR_PARAMS', ['[user.id]/[user-id].js']],
    ['FSR_SIMILAR_PARAMS', ['[é]/[ü].js']],
    ['FSR_CATCH_ALL_NOT_LAST', ['[...a]/b.js']],
    ['FSR_CATCH_ALL_NOT_LAST', ['[...a]/index/index.js']],
    ['FSR_CATCH_ALL_CONFLICT', ['[...a].js', '[[...b]].js']],
    ['FSR_OPTIONAL_CATCH_ALL_CONFLICT', ['index.js', '[[...x]].js']],
    ['FSR_OPTIONAL_CATCH_ALL_CONFLICT', ['a.js', 'a/[[...x]].js']],
  ])('with %s: %j', (code, files) => {
    const problems = problemsOf(files);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(new Set(problems[0]!.files)).toEqual(new Set(files));
  });

  it('with all of its problems in one error', () => {
    const problems = problemsOf(
      ['[a', '[id]/x', '[slug]', 'b/[[y]]', 'c', 'c/index', 'd/[...r]/e'].map((name) => `${name}.js`),
    );
    expect(problems.map(({ code, files }) => [code, files])).toEqual([
      ['FSR_BAD_BRACKETS', ['[a.js']],
      ['FSR_PARAM_NAME_CONFLICT', ['[id]/x.js', '[slug].js']],
      ['FSR_OPTIONAL_PARAM', ['b/[[y]].js']],
      ['FSR_DUPLICATE_ROUTE', ['c.js', 'c/index.js']],
      ['FSR_CATCH_ALL_NOT_LAST', ['d/[...r]/e.js']],
    ]);
  });

  it('once per conflict, with one file for each of the names', () => {
    const problems = problemsOf(['[a]/1.js', '[a]/2.js', '[b]/1.js', '[b]/2.js', '[c].js']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ files: ['[a]/1.js', '[b]/1.js', '[c].js'] });
  });
});

describe('folders that are the same in a URL', () => {
  const nfc = 'caf\u00e9';
  const nfd = 'cafe\u0301';
  const guard = '_middleware.js';

  it.each([
    [
      'letter case',
      [
        ['admin', guard, 'a.js'],
        ['Admin', 'b.js'],
      ],
    ],
    [
      'letter case, at depth',
      [
        ['x/y/admin', guard, 'a.js'],
        ['x/y/ADMIN', 'b.js', 'c/d.js'],
      ],
    ],
    [
      'letter case, below a param',
      [
        ['[id]/admin', guard],
        ['[id]/Admin', 'b.js'],
      ],
    ],
    [
      'letter case, three times',
      [
        ['ADMIN', 'c.js'],
        ['Admin', 'b.js'],
        ['admin', guard],
      ],
    ],
    [
      'letter case, and only a guard in one',
      [
        ['admin', guard],
        ['Admin', 'b.js'],
      ],
    ],
    [
      'letter case, and only guards',
      [
        ['admin', guard],
        ['Admin', guard],
      ],
    ],
    [
      'Unicode form',
      [
        [nfc, guard, 'a.js'],
        [nfd, 'b.js'],
      ],
    ],
    [
      'Unicode form, below a param',
      [
        [`[id]/${nfc}`, guard],
        [`[id]/${nfd}`, 'b.js'],
      ],
    ],
    [
      'percent-encoding',
      [
        [nfc, guard],
        ['caf%C3%A9', 'b.js'],
        ['caf%c3%a9', 'c.js'],
      ],
    ],
    [
      'percent-encoding of a space',
      [
        ['a b', guard],
        ['a%20b', 'c.js'],
      ],
    ],
  ] as const)('are refused once if they differ in %s', (_what, folders) => {
    const files = folders.flatMap(([folder, ...names]) => names.map((name) => `${folder}/${name}`));
    const problems = problemsOf(files).filter(({ code }) => code !== 'FSR_DUPLICATE_ROUTE');
    expect(problems).toMatchObject([{ code: 'FSR_DUPLICATE_FOLDER' }]);
    expect(new Set(problems[0]!.folders)).toEqual(new Set(folders.map(([folder]) => folder)));
    expect(problems[0]!.files).toHaveLength(folders.length);
  });

  it('are refused with their names, which are escaped if they look the same', () => {
    const messageOf = (...folders: string[]) => problemsOf(folders.map((name, at) => `${name}/${at}.js`))[0]!.message;
    expect(messageOf('Admin', 'admin')).toMatch(/: 'Admin' and 'admin'\.$/);
    expect(messageOf(nfc, 'caf%C3%A9')).toMatch(/: 'caf\u00e9' and 'caf%C3%A9'\.$/);
    expect(messageOf(nfc, nfd)).toMatch(/: 'caf\\u\{e9\}' and 'cafe\\u\{301\}'\.$/);
  });

  it('are refused once for each place at which their names differ', () => {
    const problems = problemsOf(['A/b/y.js', 'A/c/1.js', 'a/B/x.js', 'a/c/2.js', 'API/[Id].js', 'api/[id].js']);
    expect(problems.map(({ code, folders }) => [code, folders])).toEqual([
      ['FSR_DUPLICATE_FOLDER', ['A', 'a']],
      ['FSR_DUPLICATE_FOLDER', ['A/b', 'a/B']],
      ['FSR_DUPLICATE_FOLDER', ['API', 'api']],
      ['FSR_PARAM_NAME_CONFLICT', []],
    ]);
  });

  it.each([{ caseSensitive: true }, { caseSensitive: true, isNext: true }, { isNext: true }])(
    'are refused if they differ in Unicode form or encoding, with the settings %j',
    (settings) => {
      const files = [`${nfc}/_middleware.js`, `${nfd}/b.js`, 'caf%C3%A9/c.js'];
      expect(problemsOf(files, settings)).toMatchObject([{ code: 'FSR_DUPLICATE_FOLDER' }]);
      const ofCase = problemsOf(['admin/_middleware.js', 'Admin/b.js'], settings);
      expect(ofCase).toHaveLength(settings.caseSensitive ? 0 : 1);
    },
  );

  it('are all listed in `folders`, and so are folders with params of different names', () => {
    const files = ['[ID]/b.js', '[ID]/c/d.js', '[id]/_middleware.js', '[id]/a.js', 'Admin/b.js', 'admin/a.js'];
    const folders = problemsOf(files).flatMap((problem) => problem.folders ?? []);
    expect(new Set(folders)).toEqual(new Set(['[ID]', '[id]', 'Admin', 'admin']));
  });

  it('are not a file and a folder, nor names that differ in a URL', () => {
    expect(problemsOf(['Admin.js', 'admin.js/x.js', 'admin/_middleware.js', 'admin/x.js'])).toEqual([]);
    expect(problemsOf(['%61dmin/a.js', 'admin/_middleware.js', 'admin/b.js'])).toEqual([]);
    expect(problemsOf(['%C3%89/a.js', '%C3%A9/b.js'])).toEqual([]);
  });

  it('are refused for a name that cannot be parsed, even if they have only middleware', () => {
    expect(problemsOf(['[id/_middleware.js', '[id]/b.js'])).toMatchObject([{ code: 'FSR_BAD_BRACKETS' }]);
  });
});

describe('a route tree is accepted', () => {
  it.each([
    [['foo.js', 'foo/bar.js']],
    [['[a].js', '[...b].js']],
    [['[a]/[b].js', 'c/[a].js']],
    [['a/[id].js', 'b/[slug].js']],
    [['[user_id]/[user-id].js']],
    [['index/index.js', 'index.js']],
    [['[id].js', '[[...rest]].js']],
  ])('with the files %j', (files) => {
    expect(problemsOf(files)).toEqual([]);
  });

  it('if names differ in letter case and `caseSensitive` is set', () => {
    expect(problemsOf(['Users.js', 'users.js', 'API/[Id].js', 'api/[id].js'], { caseSensitive: true })).toEqual([]);
  });
});

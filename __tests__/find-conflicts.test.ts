import { describe, expect, it } from '@jest/globals';
import { problemsOf } from './support/table.js';

describe('a tree is refused', () => {
  it.each([
    ['FSR_DUPLICATE_ROUTE', ['a.js', 'a/index.js']],
    ['FSR_DUPLICATE_ROUTE', ['a.js', 'a.ts']],
    ['FSR_DUPLICATE_ROUTE', ['[id].js', '[id]/index.js']],
    ['FSR_DUPLICATE_ROUTE', ['Users.js', 'users.js']],
    ['FSR_DUPLICATE_ROUTE', ['a b.js', 'a%20b.js']],
    ['FSR_DUPLICATE_ROUTE', ['é.js', 'é.js']],
    ['FSR_PARAM_NAME_CONFLICT', ['[id].js', '[slug]/x.js']],
    ['FSR_PARAM_NAME_CONFLICT', ['API/[Id].js', 'api/[id].js']],
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

  it('with all of its problems at once', () => {
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

  it('once per conflict, naming one file for each of the names', () => {
    const problems = problemsOf(['[a]/1.js', '[a]/2.js', '[b]/1.js', '[b]/2.js', '[c].js']);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ files: ['[a]/1.js', '[b]/1.js', '[c].js'] });
  });
});

describe('a tree is accepted', () => {
  it.each([
    [['foo.js', 'foo/bar.js']],
    [['[a].js', '[...b].js']],
    [['[a]/[b].js', 'c/[a].js']],
    [['a/[id].js', 'b/[slug].js']],
    [['[user_id]/[user-id].js']],
    [['index/index.js', 'index.js']],
    [['[id].js', '[[...rest]].js']],
  ])('%j', (files) => {
    expect(problemsOf(files)).toEqual([]);
  });

  it('where names differ in letter case and `caseSensitive` is set', () => {
    expect(problemsOf(['Users.js', 'users.js', 'API/[Id].js', 'api/[id].js'], { caseSensitive: true })).toEqual([]);
  });
});

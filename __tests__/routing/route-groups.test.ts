import { describe, expect, it } from '@jest/globals';
import { problemsOf, tableOf, type NameSettings } from '../support/table.js';

const grouped: NameSettings = { routeGroups: true };

describe('a folder whose whole name is in parentheses', () => {
  it.each([
    ['(shop)/cart.js', '/cart'],
    ['(shop)/index.js', '/'],
    ['(shop)/cart/index.js', '/cart'],
    ['(shop)/cart/[id].js', '/cart/:id'],
    ['(shop)/[...rest].js', '/*rest'],
    ['a/(b)/c.js', '/a/c'],
    ['a/(b)/index.js', '/a'],
    ['[id]/(b)/edit.js', '/:id/edit'],
    ['[...rest]/(b)/index.js', '/*rest'],
    ['(a)/(b)/c.js', '/c'],
    ['(a)/b/(c)/d/(e)/f.js', '/b/d/f'],
    ['(two words)/a.js', '/a'],
    ['(café)/a.js', '/a'],
    ['(index)/a.js', '/a'],
    ['(a)/index/index.js', '/index'],
  ])('adds nothing to the URL: %s answers at %s', (file, expressPath) => {
    const [route] = tableOf([file], grouped);
    expect(route).toMatchObject({ file, expressPath });
  });

  it.each([
    ['(x).js', '/\\(x\\)'],
    ['a/(x).js', '/a/\\(x\\)'],
    ['(a)/(x).js', '/\\(x\\)'],
    ['a/wiki(en).js', '/a/wiki\\(en\\)'],
  ])('is no file: %s answers at %s', (file, expressPath) => {
    expect(tableOf([file], grouped)).toMatchObject([{ file, expressPath }]);
  });

  it('is in the URL without the option, and with that of Next.js', () => {
    for (const settings of [{}, { isNext: true }]) {
      expect(tableOf(['(shop)/cart.js', '()/a.js'], settings).map(({ path }) => path)).toEqual([
        '/()/a',
        '/(shop)/cart',
      ]);
    }
  });

  it('has middleware for its own files only, after that of the folders above', () => {
    const files = ['_middleware.js', '(a)/_middleware.js', '(a)/x/(b)/_middleware.js', '(a)/x/_middleware.js'];
    const routes = tableOf([...files, '(a)/x/(b)/1.js', '(a)/x/2.js', '(a)/3.js', '(c)/x/4.js', 'x/5.js'], grouped);
    expect(Object.fromEntries(routes.map(({ path, middleware }) => [path, middleware]))).toEqual({
      '/x/1': ['_middleware.js', '(a)/_middleware.js', '(a)/x/_middleware.js', '(a)/x/(b)/_middleware.js'],
      '/x/2': ['_middleware.js', '(a)/_middleware.js', '(a)/x/_middleware.js'],
      '/3': ['_middleware.js', '(a)/_middleware.js'],
      '/x/4': ['_middleware.js'],
      '/x/5': ['_middleware.js'],
    });
  });

  it('leaves the order of precedence as it is without groups', () => {
    const files = ['(z)/[id].js', '(y)/a.js', '(x)/[...rest].js', '(w)/[id]/b.js', '(v)/index.js'];
    expect(tableOf(files, grouped).map(({ file }) => file)).toEqual([files[4], files[1], files[0], files[3], files[2]]);
  });
});

describe('files and folders of different groups', () => {
  it.each([
    ['FSR_DUPLICATE_ROUTE', ['(a)/x.js', '(b)/x.js']],
    ['FSR_DUPLICATE_ROUTE', ['(a)/x.js', 'x.js']],
    ['FSR_DUPLICATE_ROUTE', ['(a)/index.js', 'index.js']],
    ['FSR_DUPLICATE_ROUTE', ['(a)/index.js', '(b)/index.js']],
    ['FSR_DUPLICATE_ROUTE', ['(a)/x.js', '(b)/x/index.js']],
    ['FSR_DUPLICATE_ROUTE', ['(a)/X.js', '(b)/x.js']],
    ['FSR_DUPLICATE_ROUTE', ['(a)/[id].js', '(b)/[id].js']],
    ['FSR_DUPLICATE_ROUTE', ['(a)/(b)/x.js', '(c)/x.js']],
    ['FSR_DUPLICATE_ROUTE', ['x/(a)/y.js', '(b)/x/y.js']],
    ['FSR_PARAM_NAME_CONFLICT', ['(a)/[id].js', '(b)/[slug].js']],
    ['FSR_PARAM_NAME_CONFLICT', ['(a)/[id]/x.js', '(b)/[slug]/y.js']],
    ['FSR_PARAM_NAME_CONFLICT', ['(a)/[id]/_middleware.js', '[slug]/y.js']],
    ['FSR_CATCH_ALL_CONFLICT', ['(a)/[...rest].js', '(b)/[[...all]].js']],
    ['FSR_OPTIONAL_CATCH_ALL_CONFLICT', ['(a)/index.js', '(b)/[[...all]].js']],
    ['FSR_DUPLICATE_FOLDER', ['(a)/x/_middleware.js', '(b)/X/1.js']],
    ['FSR_REPEATED_PARAM', ['[id]/(a)/[id].js']],
    ['FSR_CATCH_ALL_NOT_LAST', ['[...rest]/(a)/b.js']],
  ])('are refused with %s, as without groups: %j', (code, files) => {
    const problems = problemsOf(files, grouped);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(new Set(problems[0]!.files)).toEqual(new Set(files));
  });

  it('may be in folders of one name, which share a part of the URL', () => {
    const files = ['(a)/users/_middleware.js', '(a)/users/index.js', '(b)/users/[id].js', 'users/[id]/posts.js'];
    expect(problemsOf(files, grouped)).toEqual([]);
  });

  it('say that groups are not in the URL if two files answer the same one', () => {
    const [problem] = problemsOf(['(a)/x.js', '(b)/x.js'], grouped);
    expect(problem!.help).toContain('A folder in parentheses adds nothing to the URL.');
    const [without] = problemsOf(['x.js', 'x/index.js']);
    expect(without!.help).not.toContain('parentheses');
  });

  it('are all concerned if a parameter has two names', () => {
    const [problem] = problemsOf(['(a)/[id]/1.js', '(b)/[id]/2.js', '(c)/[slug]/3.js'], grouped);
    expect(problem).toMatchObject({
      files: ['(a)/[id]/1.js', '(c)/[slug]/3.js'],
      folders: ['(a)/[id]', '(b)/[id]', '(c)/[slug]'],
    });
  });
});

describe('a folder with parentheses that is not a group', () => {
  it.each([
    ['()', 'has no name between its parentheses'],
    ['( )', 'has no name between its parentheses'],
    ['(shop', 'is not a route group'],
    ['shop)', 'is not a route group'],
    ['(shop)x', 'is not a route group'],
    ['x(shop)', 'is not a route group'],
    ['(a)(b)', 'is not a route group'],
    ['((a))', 'is not a route group'],
    [')a(', 'is not a route group'],
    ['(.)photo', 'is not a route group'],
    ['([id])', 'would not have the parameter'],
    ['([...rest])', 'would not have the parameter'],
  ])('is refused: %s', (folder, message) => {
    for (const file of [`${folder}/a.js`, `x/${folder}/index.js`, `(g)/${folder}/_middleware.js`]) {
      const problems = problemsOf([file], grouped);
      expect(problems).toMatchObject([{ code: 'FSR_BAD_ROUTE_GROUP', files: [file] }]);
      expect(problems[0]!.message).toContain(`'${folder}' `);
      expect(problems[0]!.message).toContain(message);
    }
  });
});

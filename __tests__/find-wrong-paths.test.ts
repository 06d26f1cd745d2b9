import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { findWrongPaths } from '../lib/testing/find-wrong-paths.js';
import { routeFolder } from './support/route-folder.js';

/** What is found in a file that answers at /posts/[pid]. */
function writtenIn(source: string): string[] {
  const folder = routeFolder({ 'posts/[pid].ts': source });
  return findWrongPaths(folder).map(({ written }) => written);
}

describe('the search for wrong paths', () => {
  it('finds nothing where every file has its own path, or none', () => {
    const folder = routeFolder({
      'index.ts': `const handler: ApiHandler<'/'> = (req, res) => res.end();`,
      'posts/index.ts': `export const GET: ApiHandler<'/posts', Post[]> = list;`,
      'posts/[pid].ts': `export const GET: ApiHandler<'/posts/[pid]'> = show;`,
      'a/[x]/b/[...rest].mts': `type Params = ParamsOf<'/a/[x]/b/[...rest]'>;`,
      'shop/[[...slug]].js': `/** @type {import('express-pages-api').ApiHandler<'/shop/[[...slug]]'>} */`,
      'plain.js': `export default (req, res) => res.end();`,
    });
    expect(findWrongPaths(folder)).toEqual([]);
  });

  it('says which file, what it has and what it should have, in the order of the files', () => {
    const folder = routeFolder({
      'posts/index.ts': `const handler: ApiHandler<'/posts/index'> = list;`,
      'posts/[pid].ts': `const one: ApiHandler<'/posts/[id]'> = show; function f(req: ApiRequest<'/users/[pid]'>) {}`,
      'index.ts': `type Params = ParamsOf<'/index'>;`,
    });
    expect(findWrongPaths(folder)).toEqual([
      { file: 'index.ts', written: '/index', expected: '/' },
      { file: 'posts/[pid].ts', written: '/posts/[id]', expected: '/posts/[pid]' },
      { file: 'posts/[pid].ts', written: '/users/[pid]', expected: '/posts/[pid]' },
      { file: 'posts/index.ts', written: '/posts/index', expected: '/posts' },
    ]);
  });

  it('names a path once per file, however often it stands there', () => {
    expect(writtenIn(`const a: ApiHandler<'/x'> = f; const b: ApiHandler<'/x'> = f;`)).toEqual(['/x']);
  });

  it('reads the files that would be routes with the same options', () => {
    const wrong = `const handler: ApiHandler<'/wrong'> = f;`;
    const folder = routeFolder({ '_helper.ts': wrong, 'a.test.ts': wrong, 'a.js': wrong, 'b.page.ts': wrong });
    const files = (options?: Parameters<typeof findWrongPaths>[1]) =>
      findWrongPaths(folder, options).map(({ file, expected }) => `${file} ${expected}`);
    expect(files()).toEqual(['a.js /a', 'b.page.ts /b.page']);
    expect(files({ extensions: ['.page.ts'] })).toEqual(['b.page.ts /b']);
    expect(files({ ignore: ['[ab].*', 'b.*'] })).toEqual(['_helper.ts /_helper', 'a.js /a', 'a.test.ts /a.test']);
  });

  it('takes the path of its folder for that of a middleware file', () => {
    const source = `export default [a, b] satisfies ApiHandler<'/users/[id]'>[];`;
    const folder = routeFolder({ 'users/[id]/_middleware.ts': source, '_middleware.ts': source, 'a.js': '' });
    expect(findWrongPaths(folder)).toEqual([{ file: '_middleware.ts', written: '/users/[id]', expected: '/' }]);
  });

  it('takes a file URL or a path from the working directory, as fsRoutes does', () => {
    const folder = routeFolder({ 'a.ts': `ApiHandler<'/b'>` });
    expect(findWrongPaths(pathToFileURL(folder))).toHaveLength(1);
    expect(findWrongPaths(path.relative(process.cwd(), folder))).toHaveLength(1);
  });

  it('refuses what fsRoutes refuses to scan', () => {
    const folder = routeFolder(['a.js']);
    fs.symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'b.js'));
    expect(() => findWrongPaths(folder)).toThrow(expect.objectContaining({ code: 'FSR_UNREADABLE', files: ['b.js'] }));
    const options = { extension: ['.ts'] } as object;
    expect(() => findWrongPaths(folder, options)).toThrow(expect.objectContaining({ code: 'FSR_BAD_OPTION' }));
    expect(() => findWrongPaths('./no-such-folder')).toThrow(
      expect.objectContaining({ code: 'FSR_DIRECTORY_NOT_FOUND' }),
    );
  });
});

describe('a path in a type is found', () => {
  it.each([
    ['in any quotes', 'ApiHandler<"/x">, ApiRequest<`/y`>', ['/x', '/y']],
    ['on lines of its own', 'ApiHandler<\n  // the handler’s\n>; ApiHandler <\n  "/x",\n  Post\n>', ['/x']],
    ['in an array and in an argument', `Array<ApiHandler<'/x'>>; wrap<ParamsOf<'/y'>, 1>()`, ['/x', '/y']],
    ['of a namespace', `let a: pages.ApiHandler<'/x'>`, ['/x']],
    ['with quotes of its own', String.raw`ApiHandler<'/it\'s'>; ApiHandler<"/it's/\"">`, ["/it's", `/it's/"`]],
    ['after text that looks like a comment', `const a = 'http://a/*'; let b: ApiHandler<'/x'>; // */`, ['/x']],
    ['after a regular expression with a quote', `a.match(/'/);\nlet b: ApiHandler<'/x'>`, ['/x']],
    ['between templates in templates', 'a(`${b ? `c` : `d`} e`); let f: ApiHandler<"/x">; g(`h`)', ['/x']],
    ['in a tag of a comment', `/**\n * @type {ApiHandler<'/x'>}\n * @param {ApiRequest<'/y'>} req\n */`, ['/x', '/y']],
    ['without its slash, where it can be nothing else', `ParamsOf<'posts/[pid]'>`, ['posts/[pid]']],
  ])('%s', (_where, source, expected) => {
    expect(writtenIn(source)).toEqual(expected);
  });
});

describe('no path is', () => {
  it.each([
    ['text in a comment', `// ApiHandler<'/x'>\n/* ApiHandler<'/x'> */\n/** @example ApiHandler<'/x'> */`],
    ['text in a string', `const a = "ApiHandler<'/x'>" + 'ApiHandler<"/x">' + \`\nApiHandler<'/x'>\``],
    ['what a handler sends', `ApiHandler<'yes'>; ApiHandler<Post, '/x'>; ApiHandler<'yes' | '/x'>`],
    ['one of several', `ApiHandler<'/posts/[pid]' | '/x'>`],
    ['in a type of another name', `MyApiHandler<'/x'>; ApiHandlers<'/x'>; Handler<'/x'>`],
  ])('%s', (_what, source) => {
    expect(writtenIn(source)).toEqual([]);
  });
});

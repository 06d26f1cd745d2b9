import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { findWrongPaths } from '../../lib/testing/find-wrong-paths.js';
import { routeFolder } from '../support/route-folder.js';

describe('findWrongPaths', () => {
  it('returns nothing if the types of every file have its own path, or no path', () => {
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

  it('returns each wrong path with its file and the expected path, in the order of the files', () => {
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

  it('returns a path once per file, however often it is in the file', () => {
    const folder = routeFolder({ 'a.ts': `const a: ApiHandler<'/x'> = f; const b: ApiHandler<'/x'> = f;` });
    expect(findWrongPaths(folder)).toEqual([{ file: 'a.ts', written: '/x', expected: '/a' }]);
  });

  it('reads JSX in .tsx, .jsx and JavaScript files only', () => {
    const source = `const a = <p>it's</p>; const b = 'ApiHandler<"/x">';`;
    const names = ['a.tsx', 'b.jsx', 'c.js', 'd.mjs', 'e.cjs', 'f.ts', 'g.mts', 'h.cts'];
    const folder = routeFolder(Object.fromEntries(names.map((name) => [name, source])));
    const found = findWrongPaths(folder, { extensions: names.map((name) => name.slice(1)) });
    expect(found.map(({ file }) => file)).toEqual(['f.ts', 'g.mts', 'h.cts']);
  });

  it('reads the files that are route files with the same options', () => {
    const wrong = `const handler: ApiHandler<'/wrong'> = f;`;
    const folder = routeFolder({ '_helper.ts': wrong, 'a.test.ts': wrong, 'a.js': wrong, 'b.page.ts': wrong });
    const files = (options?: Parameters<typeof findWrongPaths>[1]) =>
      findWrongPaths(folder, options).map(({ file, expected }) => `${file} ${expected}`);
    expect(files()).toEqual(['a.js /a', 'b.page.ts /b.page']);
    expect(files({ extensions: ['.page.ts'] })).toEqual(['b.page.ts /b']);
    expect(files({ ignore: ['[ab].*', 'b.*'] })).toEqual(['_helper.ts /_helper', 'a.js /a', 'a.test.ts /a.test']);
  });

  it('expects the path of the folder in a middleware file', () => {
    const source = `export default [a, b] satisfies ApiHandler<'/users/[id]'>[];`;
    const folder = routeFolder({ 'users/[id]/_middleware.ts': source, '_middleware.ts': source, 'a.js': '' });
    expect(findWrongPaths(folder)).toEqual([{ file: '_middleware.ts', written: '/users/[id]', expected: '/' }]);
  });

  it('expects the path of the file with its route groups', () => {
    const own = `export const GET: ApiHandler<'/(shop)/cart/[id]'> = f;`;
    const folder = routeFolder({ '(shop)/cart/[id].ts': own, '(shop)/[id].ts': `ApiHandler<'/[id]'>` });
    expect(findWrongPaths(folder, { routeGroups: true })).toEqual([
      { file: '(shop)/[id].ts', written: '/[id]', expected: '/(shop)/[id]' },
    ]);
  });

  it('accepts a file URL or a path relative to the working directory, as fsRoutes does', () => {
    const folder = routeFolder({ 'a.ts': `ApiHandler<'/b'>` });
    expect(findWrongPaths(pathToFileURL(folder))).toHaveLength(1);
    expect(findWrongPaths(path.relative(process.cwd(), folder))).toHaveLength(1);
  });

  it('throws the errors of fsRoutes if the folder cannot be scanned', () => {
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

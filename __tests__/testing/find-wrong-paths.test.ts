import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { findWrongPaths } from '../../lib/testing/find-wrong-paths.js';
import { routeFolder } from '../support/route-folder.js';

/** What is found in a file that answers at /posts/[pid]. */
function writtenIn(source: string, extension = '.ts'): string[] {
  const folder = routeFolder({ [`posts/[pid]${extension}`]: source });
  return findWrongPaths(folder, { extensions: [extension] }).map(({ written }) => written);
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

describe('a path is found behind', () => {
  const typed = `let a: ApiHandler<'/x'>;`;
  /** Each hides or shows the wrong thing if it is taken for the begin of a literal or of a comment. */
  const misleading = ['`', "'", '"', '/*', '//', '${', '`${', '*/', '<p>', '<T,>', '{', ')'];
  const places: Record<string, (text: string) => string> = {
    'a regular expression': (text) => `const a = /${escaped(text)}/g;`,
    'a class in a regular expression': (text) => `a.split(/[${text.replace('*/', '*\\/')}/]/);`,
    'a regular expression after a keyword': (text) => `function f() { return /${escaped(text)}/.test(a); }`,
    'a regular expression after a condition': (text) => `if (a) /${escaped(text)}/.test(a);`,
    'a regular expression after a block': (text) => `if (a) { b(); } /${escaped(text)}/.test(a);`,
    'a regular expression after an arrow': (text) => `const f = (a: string) => /${escaped(text)}/.test(a);`,
    'a regular expression after `of`': (text) => `for (const a of /${escaped(text)}/g[Symbol.split]('')) b(a);`,
    'a division': (text) => `const a = (b) / c; const d = e[0] / 2; const f = '${text.replace("'", '"')}' / 2;`,
    'a string': (text) => `const a = '${text.replace("'", '"')}';`,
    'a template': (text) => `const a = \`${text.replace(/[`$]/g, '\\$&')}\`;`,
    'templates in templates': (text) =>
      `const a = \`\${b ? \`\${'${text.replace("'", '"')}'}\` : '\`'} \${{ c: {} }} d\`;`,
    'a comment': (text) => `/* ${text.replace('*/', '* /')} */`,
    'a comment to the end of the line': (text) => `// ${text}`,
  };
  function escaped(text: string): string {
    return text.replace(/[/{()*$]/g, '\\$&');
  }
  const cases = Object.entries(places).flatMap(([place, write]) =>
    misleading.map((text) => [text, place, write(text)] as const),
  );

  it.each(cases)('%s in %s', (_text, _place, source) => {
    for (const extension of ['.ts', '.tsx', '.js', '.mts']) {
      expect([extension, ...writtenIn(`${source}\n${typed}\n${source}\n`, extension)]).toEqual([extension, '/x']);
    }
  });

  it.each([
    ['text of an element', "const a = <p>it's `all` /* */ // {b} /</p>;", ['.tsx', '.jsx', '.js']],
    [
      'elements in elements',
      'const a = <a.b c="\'" d={`e`} {...f}><g /> it\'s <></> `{h(<i>`</i>)}</a.b>;',
      ['.tsx', '.jsx'],
    ],
    ['an element in a condition', "const a = b < c && <p title='`'>`</p>;", ['.tsx', '.jsx']],
    ['type parameters of an arrow', 'const a = <T,>(b: T) => b; const c = <T extends D>(b: T) => b;', ['.ts', '.tsx']],
    ['type parameters in types', 'type A = <T>(b: T) => T; interface B { <T>(c: T): T }', ['.ts', '.tsx', '.mts']],
    ['elements and type parameters', "type A = <T>(b: T) => T; const a = <p>it's</p>;", ['.tsx']],
    ['type arguments of an element', 'const a = <Select<Option> of={b} />;', ['.tsx']],
    ['a type assertion', 'const a = <Post>b; const c = <Post[]>/`/.exec(d)!;', ['.ts']],
    ['comparisons', 'const a = b < c; const d = 1 < 2 && e() < f && g[0] < h > i;', ['.ts', '.tsx', '.js']],
    ['a division of what is not null', 'const a = b! / c;', ['.ts', '.tsx']],
    ['decorators', '@Injectable() class A { @Get() b() {} }', ['.ts']],
    ['a string that does not end', "const a = 'b\n", ['.ts', '.tsx']],
    ['a regular expression that does not end', 'const a = /`\n', ['.ts', '.tsx']],
    ['a template that does not end', 'const a = `\n', ['.ts', '.tsx']],
    ['a comment that does not end', '/*\n', ['.ts', '.tsx']],
    ['#!', "#!/usr/bin/env it's `\n", ['.js', '.ts']],
  ])('%s', (_what, source, extensions) => {
    for (const extension of extensions) {
      expect([extension, ...writtenIn(`${source}\n${typed}`, extension)]).toEqual([extension, '/x']);
    }
  });

  it('comments between its parts', () => {
    expect(writtenIn("ApiHandler /* a */ < // b\n '/x' /* c */ >")).toEqual(['/x']);
  });

  it('megabytes of code and of literals', () => {
    const line = 'export const a1 = (b: string) => b.replace(/[`]/g, `${b}`) ?? "it\'s";\n';
    const literals = [`'${'\\n'.repeat(500_000)}'`, `/*${'*'.repeat(1_000_000)}/`, `\`${'\\`$'.repeat(500_000)}\``];
    for (const source of [line.repeat(30_000), ...literals]) expect(writtenIn(`${source}\n${typed}`)).toEqual(['/x']);
  });
});

describe('nothing is found', () => {
  const typed = `ApiHandler<"/x">`;
  it.each([
    ['in a string after a regular expression with a quote', `a(/'/); b('${typed}');`],
    ['in a template after a regular expression with a backquote', `a(/\`/); b(\`${typed}\`);`],
    ['in a template in a template', `a(\`\${b ? \`${typed}\` : ''} ${typed}\`);`],
    ['in a regular expression', `a(/ApiHandler<'\\/x'>/);`],
    ['in an element', `const a = <p title='${typed}'>it's</p>; const b = '${typed}';`],
    ['in a template with a value', 'let a: ApiHandler<`/${string}`>;'],
    ['in a comparison', `ApiHandler < '/x' + b > c; ApiHandler <= '/x';`],
  ])('%s', (_where, source) => {
    expect(writtenIn(source, '.tsx')).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { findPathsInTypes } from '../../lib/testing/find-paths-in-types.js';

/** The values of `allowsJsx`, by the files that have them. */
const jsx = { '.ts': false, '.tsx': true };
type Kind = keyof typeof jsx;
const both: readonly Kind[] = ['.ts', '.tsx'];

describe('findPathsInTypes finds a path', () => {
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
    ['without its slash in a type that has no other argument', `ParamsOf<'posts/[pid]'>`, ['posts/[pid]']],
  ])('%s', (_where, source, expected) => {
    expect(findPathsInTypes(source, false)).toEqual(expected);
  });
});

describe('findPathsInTypes ignores', () => {
  it.each([
    ['plain text in a comment', `// ApiHandler<'/x'>\n/* ApiHandler<'/x'> */\n/** @example ApiHandler<'/x'> */`],
    ['text in a string', `const a = "ApiHandler<'/x'>" + 'ApiHandler<"/x">' + \`\nApiHandler<'/x'>\``],
    ['the type of what a handler sends', `ApiHandler<'yes'>; ApiHandler<Post, '/x'>; ApiHandler<'yes' | '/x'>`],
    ['a union of paths', `ApiHandler<'/posts/[pid]' | '/x'>`],
    ['types of other names', `MyApiHandler<'/x'>; ApiHandlers<'/x'>; Handler<'/x'>`],
  ])('%s', (_what, source) => {
    expect(findPathsInTypes(source, false)).toEqual([]);
  });
});

describe('findPathsInTypes finds a path after', () => {
  const typed = `let a: ApiHandler<'/x'>;`;
  /**
   * Texts that would hide what follows, or show what they contain, if they were read as the start of a literal or
   * comment.
   */
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
    for (const kind of both) {
      const found = findPathsInTypes(`${source}\n${typed}\n${source}\n`, jsx[kind]);
      expect([kind, ...found]).toEqual([kind, '/x']);
    }
  });

  it.each<[string, string, readonly Kind[]]>([
    ['text of an element', "const a = <p>it's `all` /* */ // {b} /</p>;", ['.tsx']],
    ['elements in elements', 'const a = <a.b c="\'" d={`e`} {...f}><g /> it\'s <></> `{h(<i>`</i>)}</a.b>;', ['.tsx']],
    ['an element in a condition', "const a = b < c && <p title='`'>`</p>;", ['.tsx']],
    ['type parameters of an arrow', 'const a = <T,>(b: T) => b; const c = <T extends D>(b: T) => b;', both],
    ['type parameters in types', 'type A = <T>(b: T) => T; interface B { <T>(c: T): T }', both],
    ['elements and type parameters', "type A = <T>(b: T) => T; const a = <p>it's</p>;", ['.tsx']],
    ['type arguments of an element', 'const a = <Select<Option> of={b} />;', ['.tsx']],
    ['a type assertion', 'const a = <Post>b; const c = <Post[]>/`/.exec(d)!;', ['.ts']],
    ['comparisons', 'const a = b < c; const d = 1 < 2 && e() < f && g[0] < h > i;', both],
    ['a division of what is not null', 'const a = b! / c;', both],
    ['decorators', '@Injectable() class A { @Get() b() {} }', ['.ts']],
    ['a string that does not end', "const a = 'b\n", both],
    ['a regular expression that does not end', 'const a = /`\n', both],
    ['a template that does not end', 'const a = `\n', both],
    ['a comment that does not end', '/*\n', both],
    ['#!', "#!/usr/bin/env it's `\n", both],
  ])('%s', (_what, source, kinds) => {
    for (const kind of kinds) {
      expect([kind, ...findPathsInTypes(`${source}\n${typed}`, jsx[kind])]).toEqual([kind, '/x']);
    }
  });

  it('comments between the parts of its type', () => {
    expect(findPathsInTypes("ApiHandler /* a */ < // b\n '/x' /* c */ >", false)).toEqual(['/x']);
  });

  it('megabytes of code and of literals', () => {
    const line = 'export const a1 = (b: string) => b.replace(/[`]/g, `${b}`) ?? "it\'s";\n';
    const literals = [`'${'\\n'.repeat(500_000)}'`, `/*${'*'.repeat(1_000_000)}/`, `\`${'\\`$'.repeat(500_000)}\``];
    for (const source of [line.repeat(30_000), ...literals])
      expect(findPathsInTypes(`${source}\n${typed}`, false)).toEqual(['/x']);
  });
});

describe('findPathsInTypes ignores a path', () => {
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
    expect(findPathsInTypes(source, true)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createMatcher, type MatchSettings } from '../../lib/routing/match-route.js';
import { expressConventions } from '../../lib/express/conventions.js';
import { countSteps } from '../support/count-steps.js';
import { tableOf } from '../support/table.js';

function matcher(files: readonly string[], settings: Partial<MatchSettings> = {}) {
  const { caseSensitive = false, strict = false } = settings;
  const entries = tableOf(files, { caseSensitive }).map((route) => ({ route }));
  const match = createMatcher(entries, { caseSensitive, strict, conventions: expressConventions });
  return (pathname: string, skip?: number) => {
    const found = match(pathname, skip);
    return found && [found.entry.route.file, found.params];
  };
}

describe('matching', () => {
  it('chooses static, then dynamic, then catch-all, then optional catch-all', () => {
    const match = matcher(['posts/create.js', 'posts/[pid].js', 'posts/[...slug].js', '[[...rest]].js']);
    expect(match('/posts/create')).toEqual(['posts/create.js', {}]);
    expect(match('/posts/1')).toEqual(['posts/[pid].js', { pid: '1' }]);
    expect(match('/posts/1/2')).toEqual(['posts/[...slug].js', { slug: ['1', '2'] }]);
    expect(match('/posts')).toEqual(['[[...rest]].js', { rest: ['posts'] }]);
    expect(match('/')).toEqual(['[[...rest]].js', {}]);
  });

  it('backtracks fully', () => {
    const match = matcher(['a/b/c.js', 'a/[x]/d.js', '[y]/b/e.js', '[y]/[z]/f.js', '[...all].js']);
    expect(match('/a/b/c')).toEqual(['a/b/c.js', {}]);
    expect(match('/a/b/d')).toEqual(['a/[x]/d.js', { x: 'b' }]);
    expect(match('/a/b/e')).toEqual(['[y]/b/e.js', { y: 'a' }]);
    expect(match('/a/b/f')).toEqual(['[y]/[z]/f.js', { y: 'a', z: 'b' }]);
    expect(match('/a/b/g')).toEqual(['[...all].js', { all: ['a', 'b', 'g'] }]);
    expect(matcher(['a/[...r].js', '[[...o]].js'])('/a')).toEqual(['[[...o]].js', { o: ['a'] }]);
  });

  it('finds every route that could answer, the best first', () => {
    const match = matcher(['a/b.js', 'a/[x].js', '[y]/b.js', 'a/[...r].js', '[[...o]].js']);
    const files = [0, 1, 2, 3, 4, 5].map((skip) => match('/a/b', skip)?.[0]);
    expect(files).toEqual(['a/b.js', 'a/[x].js', 'a/[...r].js', '[y]/b.js', '[[...o]].js', undefined]);
  });

  it('decodes each value once, after splitting', () => {
    const match = matcher(['[id].js', 'd/[...slug].js']);
    expect(match('/a%2Fb')).toEqual(['[id].js', { id: 'a/b' }]);
    expect(match('/%2525')).toEqual(['[id].js', { id: '%25' }]);
    expect(match('/a+b')).toEqual(['[id].js', { id: 'a+b' }]);
    expect(match('/%2e%2e')).toEqual(['[id].js', { id: '..' }]);
    expect(match('/d/a%2Fb/%E6%97%A5')).toEqual(['d/[...slug].js', { slug: ['a/b', '日'] }]);
  });

  it('compares static names without decoding: an escaped letter is another name', () => {
    const match = matcher(['create.js', '[pid].js']);
    expect(match('/%63reate')).toEqual(['[pid].js', { pid: 'create' }]);
  });

  it('finds a static name outside ASCII at one spelling only, and compares its hexadecimal digits like other letters', () => {
    const match = matcher(['café menu.js']);
    expect(match('/caf%C3%A9%20menu')).toEqual(['café menu.js', {}]);
    expect(match('/caf%c3%a9%20MENU')).toEqual(['café menu.js', {}]);
    expect(match('/cafe%CC%81%20menu')).toBeUndefined();
    const caseSensitive = matcher(['café menu.js'], { caseSensitive: true });
    expect(caseSensitive('/caf%C3%A9%20menu')).toEqual(['café menu.js', {}]);
    expect(caseSensitive('/caf%c3%a9%20menu')).toBeUndefined();
  });

  it('refuses a malformed percent-escape with 400 in a param, and only there', () => {
    const match = matcher(['a/[id].js', '%zz.js']);
    const malformed = expect.objectContaining({ code: 'FSR_MALFORMED_URL', status: 400, expose: true });
    for (const pathname of ['/a/%', '/a/%E0%A4%A', '/a/%C3%28', '/a/%zz'])
      expect(() => match(pathname)).toThrow(malformed);
    expect(match('/b/%')).toBeUndefined();
    expect(match('/%25zz')).toEqual(['%zz.js', {}]);
  });

  it('ignores letter case in static names, unless `caseSensitive` is set', () => {
    expect(matcher(['Users/[Id].js'])('/uSERS/Ab')).toEqual(['Users/[Id].js', { Id: 'Ab' }]);
    expect(matcher(['Users/[Id].js'], { caseSensitive: true })('/users/Ab')).toBeUndefined();
  });

  it('ignores one slash at the end, unless `strict` is set', () => {
    const files = ['index.js', 'a.js', 'd/[[...slug]].js'];
    const [loose, strict] = [matcher(files), matcher(files, { strict: true })];
    expect([loose('/a/'), strict('/a/')]).toEqual([['a.js', {}], undefined]);
    expect([loose('/d/x/'), strict('/d/x/')]).toEqual([['d/[[...slug]].js', { slug: ['x'] }], undefined]);
    expect([loose('/'), strict('/')]).toEqual([
      ['index.js', {}],
      ['index.js', {}],
    ]);
  });

  it.each(['//', '/a//', '//a', '/d//x', '/d/x//'])('finds nothing for the empty segment in %s', (pathname) => {
    expect(matcher(['index.js', 'a.js', 'd/[[...slug]].js', '[...all].js'])(pathname)).toBeUndefined();
  });

  it('finds nothing for a pathname that does not begin with a slash', () => {
    const match = matcher(['index.js', '[...all].js']);
    for (const pathname of ['', '*', 'posts', 'http://host/']) expect(match(pathname)).toBeUndefined();
  });

  it('matches names of Object.prototype like any other name', () => {
    const match = matcher(['constructor.js', '__proto__/[toString].js', 'p/[constructor]/[...valueOf].js']);
    expect(match('/constructor')).toEqual(['constructor.js', {}]);
    expect(match('/__proto__/x')).toEqual(['__proto__/[toString].js', { toString: 'x' }]);
    expect(match('/p/a/b')).toEqual(['p/[constructor]/[...valueOf].js', { constructor: 'a', valueOf: ['b'] }]);
    expect(match('/hasOwnProperty')).toBeUndefined();
  });

  it('matches 4,000 segments without a stack overflow', () => {
    const segments = Array.from({ length: 4000 }, () => 'a');
    const match = matcher(['[...all].js', 'a/a/a/b.js']);
    expect(match(`/${segments.join('/')}`)).toEqual(['[...all].js', { all: segments }]);
    expect(match(`/${segments.join('/')}//`)).toBeUndefined();
  });

  it('takes as many steps with 4,000 routes as with 20', () => {
    const paths = ['/r1', '/r1/7', '/r1/7/edit', '/r1/x/y', '/x7/7', '/nowhere/else', '/R1/7/EDIT'];
    const stepsAmong = (count: number): number[] => {
      const names = Array.from({ length: count }, (_, index) => `r${index}`);
      const files = names.flatMap((name) => [`${name}.js`, `${name}/[id].js`, `${name}/[id]/edit.js`, `x/${name}.js`]);
      const match = matcher([...files, '[any]/[n].js', '[...rest].js']);
      return paths.map((path) => countSteps(() => match(path)));
    };
    const few = stepsAmong(5);
    expect(Math.min(...few)).toBeGreaterThan(0);
    expect(stepsAmong(1000)).toEqual(few);
  });

  it('visits no node twice, even in a tree that makes it search everywhere', () => {
    const files = Array.from({ length: 256 }, (_, bits) => {
      const names = Array.from(bits.toString(2).padStart(8, '0'), (bit, depth) => (bit === '1' ? 'a' : `[p${depth}]`));
      return `${names.join('/')}/end.js`;
    });
    const match = matcher(files);
    expect(match('/a/a/a/a/a/a/a/a/end', 255)?.[0]).toBe(files[0]);
    expect(match('/a/a/a/a/a/a/a/a/end', 256)).toBeUndefined();

    // One node for each beginning of a path. A visit takes a few steps.
    const nodes = new Set(
      files.flatMap((file) => [...file.matchAll(/\/|$/g)].map(({ index }) => file.slice(0, index))),
    );
    const steps = countSteps(() => match('/a/a/a/a/a/a/a/a/end', 256));
    expect(steps).toBeGreaterThan(nodes.size);
    expect(steps).toBeLessThan(5 * nodes.size);
  });
});

import { describe, expect, it } from '@jest/globals';
import { tableOf } from '../support/table.js';

function order(...files: string[]): string[] {
  return tableOf(files).map(({ file }) => file);
}

describe('the order of precedence', () => {
  it('is static, then dynamic, then catch-all, then optional catch-all', () => {
    expect(order('a/[[...o]].js', 'b/[...c].js', 'b/[d].js', 'b/s.js')).toEqual([
      'a/[[...o]].js',
      'b/s.js',
      'b/[d].js',
      'b/[...c].js',
    ]);
    expect(order('[...r].js', '[id].js', 'new.js')).toEqual(['new.js', '[id].js', '[...r].js']);
    expect(order('[[...r]].js', '[id].js', 'new.js')).toEqual(['new.js', '[id].js', '[[...r]].js']);
  });

  it('is decided by the first segment that differs, not by how many params there are', () => {
    expect(order('[org]/settings.js', 'posts/[id].js')).toEqual(['posts/[id].js', '[org]/settings.js']);
    expect(order('[...all].js', 'a/[...b].js')).toEqual(['a/[...b].js', '[...all].js']);
    expect(order('[y]/b.js', 'a/[x]/[...z].js')).toEqual(['a/[x]/[...z].js', '[y]/b.js']);
  });

  it("puts a folder's own URL before the URLs below it", () => {
    expect(order('a/b.js', 'a/index.js', 'index.js')).toEqual(['index.js', 'a/index.js', 'a/b.js']);
  });

  it('does not depend on the order of the files', () => {
    const files = ['[[...o]].js', 'a/[x].js', 'a/index.js', 'a/b/[...c].js', 'Z.js', '[y]/d.js'];
    expect(order(...files)).toEqual(order(...files.toReversed()));
  });
});

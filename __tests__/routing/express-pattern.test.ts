import { describe, expect, it } from '@jest/globals';
import { expressPattern } from '../../lib/routing/express-pattern.js';
import { isSegment, parseSegment } from '../../lib/routing/parse-segment.js';
import { canonicalSpelling } from '../../lib/routing/static-name.js';
import type { Segment } from '../../lib/types/index.js';

function segments(path: string): Segment[] {
  const names = path === '' ? [] : path.split('/');
  return names.map(parseSegment).filter(isSegment);
}

describe('the Express path of a route', () => {
  it.each([
    ['', '/', '/'],
    ['posts', '/posts', '/posts'],
    ['posts/[pid]', '/posts/:pid', '/posts/:pid'],
    ['a/[b]/c/[d]', '/a/:b/c/:d', '/a/:b/c/:d'],
    ['d/[...slug]', '/d/:slug(*)', '/d/*slug'],
    ['d/[[...slug]]', '/d/:slug(*)?', '/d{/*slug}'],
    ['[[...all]]', '/:all(*)?', '{/*all}'],
    ['[my-id]', '/:my_id', '/:"my-id"'],
    ['[my-id]/[my_id]', '/:my_id/:my_id_2', '/:"my-id"/:my_id'],
    ['[a"b\\c]', '/:a_b_c', '/:"a\\"b\\\\c"'],
    ['[1]', '/:1', '/:"1"'],
    ['[é]', '/:_', '/:é'],
    ['café', '/caf%C3%A9', '/caf%C3%A9'],
    ['a+b', '/a\\+b', '/a\\+b'],
    ['(group)', '/\\(group\\)', '/\\(group\\)'],
    ['a:b', '/a\\:b', '/a\\:b'],
    ['a*b!', '/a\\*b!', '/a\\*b\\!'],
    ['a$b', '/a\\$b', '/a$b'],
    ['v1.0', '/v1.0', '/v1.0'],
  ])('%s is %s on Express 4 and %s on Express 5', (path, express4, express5) => {
    expect(expressPattern(segments(path), 'express4', canonicalSpelling)).toBe(express4);
    expect(expressPattern(segments(path), 'express5', canonicalSpelling)).toBe(express5);
  });
});

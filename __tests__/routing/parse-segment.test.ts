import { describe, expect, it } from '@jest/globals';
import { parseSegment } from '../../lib/routing/parse-segment.js';

describe('a name of a route file', () => {
  it.each([
    ['users', { kind: 'static', name: 'users' }],
    ['a b', { kind: 'static', name: 'a b' }],
    ['(group)', { kind: 'static', name: '(group)' }],
    ['@me', { kind: 'static', name: '@me' }],
    ['...x', { kind: 'static', name: '...x' }],
    ['[id]', { kind: 'dynamic', name: 'id' }],
    ['[user-id]', { kind: 'dynamic', name: 'user-id' }],
    ['[user id]', { kind: 'dynamic', name: 'user id' }],
    ['[é]', { kind: 'dynamic', name: 'é' }],
    ['[a.]', { kind: 'dynamic', name: 'a.' }],
    ['[constructor]', { kind: 'dynamic', name: 'constructor' }],
    ['[...slug]', { kind: 'catch-all', name: 'slug' }],
    ['[[...slug]]', { kind: 'optional-catch-all', name: 'slug' }],
  ])('%s is %j', (name, segment) => {
    expect(parseSegment(name)).toEqual(segment);
  });

  it.each([
    ['[', 'FSR_BAD_BRACKETS'],
    ['[a', 'FSR_BAD_BRACKETS'],
    ['a]', 'FSR_BAD_BRACKETS'],
    ['[a]b', 'FSR_BAD_BRACKETS'],
    ['[a]-[b]', 'FSR_BAD_BRACKETS'],
    ['[a][b]', 'FSR_BAD_BRACKETS'],
    ['[a]]', 'FSR_BAD_BRACKETS'],
    ['[[[...a]]]', 'FSR_BAD_BRACKETS'],
    ['[[...a]', 'FSR_BAD_BRACKETS'],
    ['[]', 'FSR_BAD_PARAM_NAME'],
    ['[[]]', 'FSR_BAD_PARAM_NAME'],
    ['[...]', 'FSR_BAD_PARAM_NAME'],
    ['[[...]]', 'FSR_BAD_PARAM_NAME'],
    ['[.a]', 'FSR_BAD_PARAM_NAME'],
    ['[..a]', 'FSR_BAD_PARAM_NAME'],
    ['[....a]', 'FSR_BAD_PARAM_NAME'],
    ['[…a]', 'FSR_BAD_PARAM_NAME'],
    ['[ a]', 'FSR_BAD_PARAM_NAME'],
    ['[...a ]', 'FSR_BAD_PARAM_NAME'],
    ['[__proto__]', 'FSR_BAD_PARAM_NAME'],
    ['', 'FSR_BAD_PARAM_NAME'],
    ['[[x]]', 'FSR_OPTIONAL_PARAM'],
  ])('%s is refused with %s', (name, code) => {
    const problem = parseSegment(name);
    expect(problem).toMatchObject({ code, message: expect.any(String), help: expect.stringMatching(/\w.*\.$/) });
  });

  it('is refused with the name that was probably meant', () => {
    expect(parseSegment('[[x]]')).toMatchObject({ help: expect.stringContaining("'[[...x]]'") });
    expect(parseSegment('[…a]')).toMatchObject({ help: expect.stringContaining("'[...a]'") });
    expect(parseSegment('[ a]')).toMatchObject({ help: expect.stringContaining("'[a]'") });
  });
});

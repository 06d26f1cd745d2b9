import { describe, expect, it } from '@jest/globals';
import { canonicalSpelling } from '../../lib/routing/static-name.js';
import { nextSpelling } from '../../lib/next/parse-names.js';

describe('the canonical spelling of a static name', () => {
  it.each([
    ['users', 'users'],
    ["it's-a_b.c~d!$&()*+,;=:@", "it's-a_b.c~d!$&()*+,;=:@"],
    ['a b', 'a%20b'],
    ['a#b?c', 'a%23b%3Fc'],
    ['"<>`{}|^\\', '%22%3C%3E%60%7B%7D%7C%5E%5C'],
    ['caf\u00e9', 'caf%C3%A9'],
    ['cafe\u0301', 'caf%C3%A9'],
    ['日本', '%E6%97%A5%E6%9C%AC'],
    ['👋', '%F0%9F%91%8B'],
    ['a%20b', 'a%20b'],
    ['a%c3%a9', 'a%C3%A9'],
    ['100%', '100%25'],
    ['\ud800', '%EF%BF%BD'],
  ])('of %j is %s', (name, spelling) => {
    expect(canonicalSpelling(name)).toBe(spelling);
  });
});

describe("the spelling of a static name in compat: 'next'", () => {
  it.each(['posts', 'a+b', '100%', 'a|b', 'a%20b', 'a%c3%a9'])('is the name itself if Next.js finds it: %s', (name) => {
    expect(nextSpelling(name)).toBe(name);
  });

  it.each(['a b', 'a?b', '{id}', 'é', 'e\u0301', 'a\\b', 'a"b'])(
    'is the canonical spelling if Next.js does not find the name: %s',
    (name) => {
      expect(nextSpelling(name)).toBe(canonicalSpelling(name));
    },
  );
});

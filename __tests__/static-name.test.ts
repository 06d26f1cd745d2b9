import { describe, expect, it } from '@jest/globals';
import { canonicalSpelling, spellings } from '../lib/static-name.js';

describe('the canonical spelling of a static name', () => {
  it.each([
    ['users', 'users'],
    ["it's-a_b.c~d!$&()*+,;=:@", "it's-a_b.c~d!$&()*+,;=:@"],
    ['a b', 'a%20b'],
    ['a#b?c', 'a%23b%3Fc'],
    ['"<>`{}|^\\', '%22%3C%3E%60%7B%7D%7C%5E%5C'],
    ['café', 'caf%C3%A9'],
    ['café', 'caf%C3%A9'],
    ['日本', '%E6%97%A5%E6%9C%AC'],
    ['👋', '%F0%9F%91%8B'],
    ['a%20b', 'a%20b'],
    ['a%c3%a9', 'a%C3%A9'],
    ['100%', '100%25'],
    ['\ud800', '%EF%BF%BD'],
  ])('%j -> %s', (name, spelling) => {
    expect(canonicalSpelling(name)).toBe(spelling);
  });
});

describe('all spellings of a static name', () => {
  it('are just the name where it can stand in a URL', () => {
    expect(spellings('posts')).toEqual(['posts']);
    expect(spellings('a+b')).toEqual(['a+b']);
  });

  it('are composed and decomposed Unicode, in capital and small hexadecimal digits', () => {
    expect(new Set(spellings('é'))).toEqual(new Set(['%C3%A9', '%c3%a9', 'e%CC%81', 'e%cc%81']));
    expect(spellings('é')[0]).toBe('%C3%A9');
    expect(new Set(spellings('é'))).toEqual(new Set(spellings('é')));
  });

  it('have the name itself where a request line can carry it, as Next.js matches it', () => {
    expect(spellings('100%')).toEqual(['100%25', '100%']);
    expect(spellings('a|b')).toContain('a|b');
    expect(spellings('{id}')).toContain('{id}');
    expect(spellings('a b')).not.toContain('a b');
    expect(spellings('a?b')).not.toContain('a?b');
  });
});

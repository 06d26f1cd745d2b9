/** The difference between a word and a misspelling of it. */
export type Misspelling = 'missing' | 'extra' | 'swapped' | 'replaced';

/**
 * Finds out how a text misspells a word: one character is missing, extra or replaced, or two neighbours are swapped.
 * Returns `undefined` if the two are equal, or differ in more.
 *
 * @example misspellingOf('PSOT', 'POST') // 'swapped'
 */
export function misspellingOf(text: string, word: string): Misspelling | undefined {
  let start = 0;
  while (start < text.length && text[start] === word[start]) start += 1;
  let end = 0;
  const shorter = Math.min(text.length, word.length);
  while (end < shorter - start && text.at(-1 - end) === word.at(-1 - end)) end += 1;
  const different = text.slice(start, text.length - end);
  const expected = word.slice(start, word.length - end);
  if (different.length === 0 && expected.length === 1) return 'missing';
  if (different.length === 1 && expected.length === 0) return 'extra';
  if (different.length === 1 && expected.length === 1) return 'replaced';
  const isSwapped =
    different.length === 2 && expected.length === 2 && different === expected.charAt(1) + expected.charAt(0);
  return isSwapped ? 'swapped' : undefined;
}

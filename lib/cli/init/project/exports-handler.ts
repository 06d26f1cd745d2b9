import { readSource } from '../text/tokenize.js';

const method = /^(?:get|post|put|patch|delete|del|head|options)$/i;

/**
 * Whether a file seems to export a handler: a default, or a function that is named after a method. By its
 * text: to load it could do anything.
 */
export function exportsHandler(text: string): boolean {
  const tokens = readSource(text)?.tokens ?? [];
  return tokens.some((token, index) => {
    const [first, second, third] = [1, 2, 3].map((distance) => tokens[index + distance]?.text ?? '');
    if (token.text === 'export')
      return first === 'default' || [first, second, third].some((word) => method.test(word!));
    if (token.text === 'as') return first === 'default' || method.test(first!);
    if (token.text !== 'exports') return false;
    return first === '=' || (first === '.' && (second === 'default' || method.test(second!)));
  });
}

import { textAt, tokenize } from '../text/tokenize.js';

const methodName = /^(?:get|post|put|patch|delete|del|head|options)$/i;

/**
 * Returns `true` if a file seems to export a handler: a default export, or one with the name of a method. Reads only
 * the text of the file, because loading it could have any effect.
 */
export function exportsHandler(text: string): boolean {
  const source = tokenize(text);
  if (!source) return false;
  return source.tokens.some((token, index) => {
    const next = textAt(source, index + 1);
    const second = textAt(source, index + 2);
    const isHandlerName = next === 'default' || methodName.test(next);
    if (token.text === 'export')
      return isHandlerName || [second, textAt(source, index + 3)].some((word) => methodName.test(word));
    if (token.text === 'as') return isHandlerName;
    if (token.text !== 'exports') return false;
    return next === '=' || (next === '.' && (second === 'default' || methodName.test(second)));
  });
}

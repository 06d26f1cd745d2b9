import { tokenize } from './tokenize.js';

/**
 * Parses JSON with the comments and trailing commas that `tsconfig.json` may have.
 *
 * @returns `undefined` if the text is not valid JSON
 */
export function parseJsonWithComments(text: string): unknown {
  const tokens = tokenize(text)?.tokens ?? [];
  const kept = tokens.filter((token, index) => !(token.text === ',' && /^[\]}]$/.test(tokens[index + 1]?.text ?? '')));
  try {
    return JSON.parse(kept.map((token) => token.text).join('')) as unknown;
  } catch {
    return undefined;
  }
}

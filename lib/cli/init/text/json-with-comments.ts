import { readSource } from './tokenize.js';

/** Reads JSON, also with the comments and last commas that `tsconfig.json` may have; undefined where it is none. */
export function parseJsonWithComments(text: string): unknown {
  const tokens = readSource(text)?.tokens ?? [];
  const kept = tokens.filter((token, index) => !(token.text === ',' && /^[\]}]$/.test(tokens[index + 1]?.text ?? '')));
  try {
    return JSON.parse(kept.map((token) => token.text).join('')) as unknown;
  } catch {
    return undefined;
  }
}

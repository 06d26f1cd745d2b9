import { httpError } from './http-error.js';

/** The largest `integer` of PostgreSQL. */
const largest = 2_147_483_647;

/**
 * A number as it stands in a URL, where a client can put anything.
 *
 * @param name for the error message
 * @throws status 400 for what is no integer from 1 to 2147483647
 */
export function readNumber(name: string, text: unknown): number {
  const number = typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : NaN;
  if (number <= largest) return number;
  throw httpError(400, `'${name}' must be a whole number from 1 to ${largest}.`);
}

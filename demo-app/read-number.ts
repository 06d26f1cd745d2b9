import { httpError } from './http-error.js';

/** The largest `integer` of PostgreSQL. */
const maxInteger = 2_147_483_647;

/**
 * Reads a positive integer from a URL.
 *
 * @param name the name of the param, for the error message
 * @throws {Error} with status 400 if the text is not an integer from 1 to 2147483647
 */
export function readNumber(name: string, text: unknown): number {
  const number = typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : NaN;
  if (number <= maxInteger) return number;
  throw httpError(400, `'${name}' must be a whole number from 1 to ${maxInteger}.`);
}

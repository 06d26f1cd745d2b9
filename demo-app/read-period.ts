import { httpError } from './http-error.js';
import type { Period } from './post-store.js';

const datePattern = /^(19|2\d)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/**
 * Returns the period of a date, in UTC: `['2024']` is a year, `['2024', '02']` a month, and `['2024', '02', '29']` a
 * day. Without parts, it is all time: `undefined`.
 *
 * @throws {Error} with status 400 if the parts are not a date
 */
export function readPeriod(parts: readonly string[]): Period | undefined {
  const [year, month, day] = parts.map(Number);
  if (year === undefined) return undefined;
  if (!datePattern.test(parts.join('-'))) throw notADate();
  if (month === undefined) return period([year, 0, 1], [year + 1, 0, 1]);
  if (day === undefined) return period([year, month - 1, 1], [year, month, 1]);

  const found = period([year, month - 1, day], [year, month - 1, day + 1]);
  // JavaScript takes 30 February for 1 March.
  if (found.from.getUTCDate() !== day) throw notADate();
  return found;
}

type YearMonthDay = [year: number, month: number, day: number];

function period(from: YearMonthDay, until: YearMonthDay): Period {
  return { from: new Date(Date.UTC(...from)), until: new Date(Date.UTC(...until)) };
}

function notADate(): Error {
  return httpError(400, 'A date is a year, a month or a day: 2024, 2024/02 or 2024/02/29.');
}

/** @import { HitKind, Micros } from '../types.js' */
import { hitKinds } from '../support/route-tree.js';

/**
 * Returns the value below which a part of the values lies.
 *
 * @param {readonly number[]} values At least one.
 * @param {number} part From 0, for the lowest value, to 1, for the highest.
 */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  if (value === undefined) throw new Error('There is no value to take a quantile of.');
  return value;
}

/**
 * Returns the lower quartile. Other processes on the machine only ever add time: this is what is left without them.
 *
 * @param {readonly number[]} values
 */
export function lowerQuartile(values) {
  return quantile(values, 0.25);
}

/**
 * Returns the median, the lower of two.
 *
 * @param {readonly number[]} values
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return quantile(sorted.slice(0, Math.ceil(sorted.length / 2)), 1);
}

/**
 * The share of each kind in a tree: two of the five files of a thing are static.
 *
 * @type {Readonly<Record<HitKind, number>>}
 */
const shares = { static: 2, 'one param': 1, 'two params': 1, 'catch-all': 1 };

/**
 * Returns the microseconds per hit, if hits are spread evenly over the tree. Kinds that were not measured are left out.
 *
 * @param {Micros} micros
 * @param {readonly HitKind[]} [kinds] The kinds that are compared.
 */
export function meanHit(micros, kinds = hitKinds) {
  let sum = 0;
  let weight = 0;
  for (const kind of kinds) {
    const value = micros[kind];
    if (value === undefined) continue;
    sum += shares[kind] * value;
    weight += shares[kind];
  }
  return sum / weight;
}

/**
 * Returns how many times the cost of the others the hits cost, over the kinds that both have.
 *
 * @param {Micros} micros
 * @param {Micros} others
 */
export function hitRatio(micros, others) {
  const kinds = hitKinds.filter((kind) => kind in micros && kind in others);
  return meanHit(micros, kinds) / meanHit(others, kinds);
}

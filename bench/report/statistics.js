import { hitKinds } from '../support/route-tree.js';

/** What others do on the machine only ever adds time: the lower quartile is what is left without them. */
export function lowerQuartile(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 4)];
}

/** Two of five files of a tree are static. */
const shares = { static: 2, 'one param': 1, 'two params': 1, 'catch-all': 1 };

/**
 * Microseconds per hit, spread evenly over the tree.
 *
 * @param {Record<string, number>} micros by kind
 * @param {readonly string[]} [kinds] of those that are compared
 */
export function meanHit(micros, kinds = hitKinds) {
  const sum = (of) => kinds.reduce((total, kind) => total + of(kind), 0);
  return sum((kind) => shares[kind] * micros[kind]) / sum((kind) => shares[kind]);
}

/** How many times the other's cost, over the kinds of hits that both have. */
export function hitRatio(micros, others) {
  const kinds = hitKinds.filter((kind) => kind in micros && kind in others);
  return meanHit(micros, kinds) / meanHit(others, kinds);
}

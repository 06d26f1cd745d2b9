/** @import { Format, Major } from './types.js' */

/**
 * The goals of the project on the newest LTS of Node.js and later, as ratios measured in one run. On Node.js 20, where
 * each property that is added to a request is expensive, a hit at ten routes may cost 1.3 of one by hand.
 */
export const targets = {
  /**
   * Ratios by major of Express and by number of routes.
   *
   * @type {Readonly<Record<string, Record<Major, Record<number, number>>>>}
   */
  inProcess: {
    'fsRoutes hits over expressFileRouting': { 5: { 10: 1 }, 4: { 10: 1 } },
    'fsRoutes hits over routerByHand': { 5: { 10: 1 }, 4: { 10: 1.05 } },
    'fsRoutes hits over byHand': { 5: { 10: 1.08, 1000: 0.14, 5000: 0.016 }, 4: { 10: 1.12, 1000: 0.16, 5000: 0.02 } },
    'fsRoutes hits over bare': { 5: { 10: 1.2, 1000: 1.35, 5000: 1.6 }, 4: { 10: 1.3, 1000: 1.35, 5000: 1.6 } },
    'fsRoutes miss over bare': forEachSize(1.08),
    'fsRoutesTracing hits over routerByHand': { 5: { 10: 1.15 }, 4: { 10: 1.15 } },
    'fsRoutesTracing miss over routerByHand': { 5: { 10: 1 }, 4: { 10: 1 } },
  },
  /**
   * Ratios to plain loading of the same files.
   *
   * @type {Readonly<Record<Format, number>>}
   */
  startUp: { cjs: 1.6, esm: 1.3 },
  /** Bytes per route, beside the loaded handlers. */
  memoryBytes: 1024,
  /** Ratios of requests per second at ten routes. */
  http: { byHand: 0.97, next: 3 },
};

/** @param {number} ratio */
function forEachSize(ratio) {
  const sizes = { 10: ratio, 100: ratio, 1000: ratio, 5000: ratio };
  return { 5: sizes, 4: sizes };
}

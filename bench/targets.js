/**
 * What the project wants to be true on the newest LTS of Node.js and later, as ratios measured in one run. On Node.js 20,
 * where each property that is added to a request is dear, a hit at ten routes may cost 1.3 of one by hand.
 */
export const targets = {
  /** By number of routes, on Express 5 and on Express 4. */
  inProcess: {
    'fsRoutes hits over expressFileRouting': { 5: { 10: 1 }, 4: { 10: 1 } },
    'fsRoutes hits over routerByHand': { 5: { 10: 1 }, 4: { 10: 1.05 } },
    'fsRoutes hits over byHand': { 5: { 10: 1.08, 1000: 0.14, 5000: 0.016 }, 4: { 10: 1.12, 1000: 0.16, 5000: 0.02 } },
    'fsRoutes hits over bare': { 5: { 10: 1.2, 1000: 1.35, 5000: 1.6 }, 4: { 10: 1.3, 1000: 1.35, 5000: 1.6 } },
    'fsRoutes miss over bare': perSize(1.08),
    'fsRoutesTracing hits over routerByHand': { 5: { 10: 1.15 }, 4: { 10: 1.15 } },
    'fsRoutesTracing miss over routerByHand': { 5: { 10: 1 }, 4: { 10: 1 } },
  },
  /** Over plainly loading the same files. */
  startUp: { cjs: 1.6, esm: 1.3 },
  /** Bytes per route, over the loaded handlers. */
  memory: 1024,
  /** Requests per second at ten routes. */
  http: { byHand: 0.97, next: 3 },
};

function perSize(ratio) {
  const sizes = { 10: ratio, 100: ratio, 1000: ratio, 5000: ratio };
  return { 5: sizes, 4: sizes };
}

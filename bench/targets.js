/** What the project wants to be true, as ratios measured in one run. */
export const targets = {
  inProcess: {
    'fsRoutes hits over byHand': { 10: 1, 1000: 0.22, 5000: 0.03 },
    'fsRoutes hits over bare': { 10: 1.1, 1000: 1.15, 5000: 1.2 },
    'fsRoutes miss over bare': { 10: 1.1, 1000: 1.1, 5000: 1.15 },
  },
  /** Over plainly loading the same files. */
  startUp: { cjs: 1.25, esm: 1.3 },
  /** Bytes per route, over the loaded handlers. */
  memory: 1024,
  /** Requests per second at ten routes. */
  http: { byHand: 1, next: 3 },
};

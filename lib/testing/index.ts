export { findWrongPaths } from './find-wrong-paths.js';
export type { WrongPath } from './find-wrong-paths.js';
export { serveRoute } from './serve-route.js';
export type { ServedApp, ServeRouteOptions } from './serve-route.js';

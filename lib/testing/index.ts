export { serveRoute } from './serve-route.js';
export type { ServedApp, ServeRouteOptions } from './serve-route.js';

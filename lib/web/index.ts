export { web } from './web.js';
export type { WebHandler } from './web.js';

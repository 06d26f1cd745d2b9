export { explorer } from './explorer.js';
export type { ExplorerOptions } from './explorer.js';

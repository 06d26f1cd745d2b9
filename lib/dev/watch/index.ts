export { createWatch } from './watch-folder.js';

import debug from 'debug';

/**
 * Prints a line if `DEBUG=express-pages-api` is set: the routes at start-up, and the reloads of `watch`. The command
 * line also prints the stacks of errors then.
 */
export const trace = debug('express-pages-api');

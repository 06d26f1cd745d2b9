import debug from 'debug';

/**
 * Prints the routes at start-up, and what `watch` does, if `DEBUG=express-pages-api` is set. Then the command line
 * also prints the stacks of errors.
 */
export const trace = debug('express-pages-api');

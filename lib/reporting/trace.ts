import debug from 'debug';

/**
 * Prints for `DEBUG=express-pages-api`: the routes at start-up, and what `watch` does. If it is enabled, the
 * command line shows stacks.
 */
export const trace = debug('express-pages-api');

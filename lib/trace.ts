import debug from 'debug';

/** What `DEBUG=express-pages-api` prints: the routes at start-up, and what `watch` does. */
export const trace = debug('express-pages-api');

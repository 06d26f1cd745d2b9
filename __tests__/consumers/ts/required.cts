/** Never run: the types that `require` gets. */
import express = require('express');
import pages = require('express-pages-api');
import explorer = require('express-pages-api/explorer');
import testing = require('express-pages-api/testing');
import type { FsRouter } from 'express-pages-api';

const router: FsRouter = pages.fsRoutes('./api', { ignore: [...pages.defaultIgnore, 'drafts'] });
export const app: express.Express = express()
  .use('/api', router)
  .use(explorer.explorer({ '/api': router }));
export const isOurs = (error: unknown): error is pages.FsRoutesError => error instanceof pages.FsRoutesError;
export const served: testing.ServedApp = testing.serveRoute('./api', 'index.ts');

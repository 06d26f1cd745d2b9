import express from 'express';
import type { Router } from 'express';
import { streamChanges } from './change-stream.js';
import { splitUrl } from '../../request/request-path.js';
import { checkExplorerArguments } from './check-arguments.js';
import { checkHost } from './check-host.js';
import { describeFolders } from './describe-folders.js';
import { explainInFolders } from './explain-in-folders.js';
import { sendJson, sendPage } from './send.js';

export interface ExplorerOptions {
  /** Whether it may be mounted where `NODE_ENV` is `production`: everyone who reaches it sees your routes. */
  readonly allowInProduction?: boolean | undefined;
  /**
   * Hosts that it answers for beside `localhost`, names below it (`app.localhost`), `127.0.0.0/8` and `[::1]`:
   * names or addresses as in a URL, without a port. Default: none.
   */
  readonly allowedHosts?: readonly string[] | undefined;
}

/**
 * A page to look at while developing: the tree of route files, the table of routes, which file answers a
 * request and why, and a form that sends one. It follows the folders: an edit shows without a reload.
 *
 * @param folders the mount path of each folder, as a browser sees it, with the Router of `fsRoutes` there
 * @throws {FsRoutesError} `FSR_BAD_EXPLORER`, `FSR_BAD_OPTION`, and `FSR_EXPLORER_IN_PRODUCTION` where
 *   `NODE_ENV` is `production` and the options do not allow that
 * @example
 * const routes = fsRoutes('./api');
 * app.use('/api', routes);
 * if (process.env.NODE_ENV !== 'production') app.use('/_routes', explorer({ '/api': routes }));
 */
export function explorer(folders: Readonly<Record<string, Router>>, options: ExplorerOptions = {}): Router {
  const mounted = checkExplorerArguments(folders, options);
  const router = express.Router();
  router.use(checkHost(options.allowedHosts ?? []));
  router.get('/', (_req, res) => sendPage(res));
  router.get('/data', (_req, res) => sendJson(res, describeFolders(mounted)));
  router.get('/changes', (req, res) => streamChanges(mounted, req, res));
  router.get('/match', (req, res) => {
    // Not req.query: that is what the app's query parser makes of it.
    const asked = new URLSearchParams(splitUrl(req.url).search);
    sendJson(res, explainInFolders(mounted, asked.get('method') ?? 'GET', asked.get('url') ?? '/'));
  });
  return router;
}

import express from 'express';
import type { Router } from 'express';
import { streamChanges } from './change-stream.js';
import { splitUrl } from '../../request/request-path.js';
import { checkExplorerArguments } from './check-arguments.js';
import { checkHost } from './check-host.js';
import { describeFolders } from './describe-folders.js';
import { explainInFolders } from './explain-in-folders.js';
import { sendJson, sendPage } from './send-answer.js';

export interface ExplorerOptions {
  /**
   * Allows the explorer if `NODE_ENV` is `production`. Everyone who can reach it sees your routes. Default: `false`.
   */
  readonly allowInProduction?: boolean | undefined;
  /**
   * The hosts that the explorer answers for, in addition to `localhost`, `*.localhost`, `127.0.0.0/8` and `[::1]`.
   * Write
   * names or addresses as in a URL, without a port. Default: none.
   */
  readonly allowedHosts?: readonly string[] | undefined;
}

/**
 * Returns a Router with a page for development: the tree of route files, the table of routes, which file answers a
 * request and why, and a form that sends requests. The page follows the folders: it shows changes without a reload.
 *
 * @param folders the Router that `fsRoutes` returned for each folder, by its mount path as a browser sees it
 * @throws {FsRoutesError} `FSR_BAD_EXPLORER`, `FSR_BAD_OPTION`, or `FSR_EXPLORER_IN_PRODUCTION` if `NODE_ENV` is
 *   `production` and the options do not allow that
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
    // req.query depends on the query parser of the app.
    const params = new URLSearchParams(splitUrl(req.url).search);
    sendJson(res, explainInFolders(mounted, params.get('method') ?? 'GET', params.get('url') ?? '/'));
  });
  return router;
}

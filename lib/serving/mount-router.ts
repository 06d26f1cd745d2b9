import express from 'express';
import type { Application, Request, RequestHandler, Router } from 'express';
import { isApp } from '../files/is-router.js';
import { expressParamNames, expressPattern } from '../routing/express-pattern.js';
import { canonicalSpelling } from '../routing/static-name.js';
import type { Route } from '../types/index.js';
import { patternSyntax } from './express-version.js';
import { currentVisit } from './route-visit.js';

/**
 * Returns a handler that passes requests to the Router or the app that a file exports, as
 * `app.use('/api/users', router)` does. Express itself mounts it, by its path as a string: so tracing tools see it, and
 * `req.url` and `req.baseUrl` are what they are in Express.
 *
 * In a catch-all file it is mounted at the folder of the file: it gets the part of the URL that the catch-all matches.
 *
 * @param hasParamCallbacks `true` if callbacks of `router.param` may change `req.params`
 */
export function mountRouter({ segments }: Route, exported: RequestHandler, hasParamCallbacks: boolean): RequestHandler {
  const syntax = patternSyntax();
  const mountSegments = segments.filter(({ kind }) => kind === 'static' || kind === 'dynamic');
  const mountPath = expressPattern(mountSegments, syntax, canonicalSpelling);
  const app = isApp(exported) ? exported : undefined;

  // It merges the params for a mount path without params of its own. It compares paths neither strictly nor by letter
  // case, because it has to match whatever the trie has matched.
  const router = express.Router({ mergeParams: true });
  if (hasParamCallbacks) keepParams(router, expressParamNames(mountSegments, syntax));
  router.use(mountPath, app ? callApp(app) : exported);
  const adopt = app && createAdoption(app, mountPath);

  return function mountedRouter(req, res, next) {
    adopt?.(req);
    currentVisit(req).enterRouter();
    router(req, res, next);
  };
}

/**
 * Keeps what callbacks have put into `req.params`: Express would replace it by the params of the mount path. Only if
 * there are callbacks, because tracing tools show each one.
 */
function keepParams(router: Router, names: readonly string[]): void {
  for (const name of names) {
    router.param(name, (req, _res, next) => {
      currentVisit(req).enter();
      next();
    });
  }
}

/** Returns a handler that calls an app and restores what it changes: the prototypes of the request and the response. */
function callApp(app: Application): RequestHandler {
  // A property, because bundlers rename functions and tracing tools show the name, which is that of Express.
  const handlers: Record<'mounted_app', RequestHandler> = {
    mounted_app(req, res, next) {
      const [ofRequest, ofResponse] = [req, res].map((object) => Object.getPrototypeOf(object) as object);
      // Express 4 does not parse a query that Express 5 would parse when it is read.
      if (!('query' in (app as unknown as MountedApp).request)) Reflect.get(req, 'query');
      app(req, res, (error?: unknown) => {
        Object.setPrototypeOf(req, ofRequest ?? null);
        Object.setPrototypeOf(res, ofResponse ?? null);
        next(error);
      });
    },
  };
  return handlers.mounted_app;
}

/** An app with what its types lack: the prototype of its requests, and the app that it is mounted in. */
type MountedApp = Omit<Application, 'mountpath'> & { readonly request: object; parent?: unknown; mountpath: string };

/**
 * Returns a function that tells an app who its parent is, as `app.use` does: from it, the app inherits settings. The
 * parent is known at the first request only, because an app does not tell a Router where it is mounted.
 */
function createAdoption(app: Application, mountPath: string): (req: Request) => void {
  const mounted = app as unknown as MountedApp;
  const parents = new WeakSet<object>();
  return function adopt(req) {
    // Outside an Express app, a Router gets requests without one.
    const parent = req.app as Application | undefined;
    if (!parent || mounted.parent === parent || parents.has(parent)) return;
    parents.add(parent);
    mounted.mountpath = req.baseUrl + mountPath;
    mounted.parent = parent;
    mounted.emit('mount', parent);
  };
}

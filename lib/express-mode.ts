import type { Request, RequestHandler } from 'express';
import { bodySettings, type BodySettings } from './body-settings.js';
import { composeHandlers } from './compose-handlers.js';
import { watchResponseSize } from './development-warnings.js';
import { isDevelopment } from './is-development.js';
import { expressHandlers } from './dispatch.js';
import { showExpressView } from './express-view.js';
import type { Mode } from './mode.js';
import { bodyPreparation } from './request-body.js';

/** Requests as in Next.js, responses as in Express. */
export function expressMode(treeBody: BodySettings): Mode {
  return {
    locate: pathnameOf,
    show: showExpressView,
    preparation(route, config) {
      const body = bodyPreparation(bodySettings(config, treeBody));
      if (!isDevelopment()) return body;
      const watch: RequestHandler = (req, res, next) => {
        watchResponseSize(req, res, route, config);
        next();
      };
      return { isDue: () => true, steps: [watch, ...body.steps] };
    },
    handlers: (route, own, config, folders) => composeHandlers(folders, expressHandlers(route, own, config)),
  };
}

/** A URL that is a path, and perhaps a query string: nearly all are. */
const plainUrl = /^\/[^#\s]*$/;

/** The same as `req.path`, which parses the URL anew each time that a mount path was taken off it. */
function pathnameOf(req: Request): string {
  const { url } = req;
  if (!plainUrl.test(url)) return req.path;
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

import type { BodySettings } from './body-settings.js';
import { expressHandlers } from './dispatch.js';
import { mergeQuery } from './merge-query.js';
import type { Mode } from './mode.js';
import { requestBody } from './request-body.js';

/** Requests as in Next.js, responses as in Express. */
export function expressMode(treeBody: BodySettings): Mode {
  return {
    locate: (req) => req.path,
    view: (req, match) => ({
      query: mergeQuery(req.query, match),
      url: req.url,
      baseUrl: req.baseUrl,
      ownCookies: false,
    }),
    handlers: (route, module) => [requestBody(route, module.config, treeBody), ...expressHandlers(route, module)],
  };
}

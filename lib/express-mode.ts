import type { RequestHandler } from 'express';
import { bodySettings, type BodySettings } from './body-settings.js';
import { composeHandlers } from './compose-handlers.js';
import { watchResponseSize } from './development-warnings.js';
import { isDevelopment } from './is-development.js';
import { expressHandlers } from './dispatch.js';
import type { PatternSyntax } from './express-pattern.js';
import { showExpressView } from './express-view.js';
import type { Mode } from './mode.js';
import { bodyPreparation } from './request-body.js';
import { hadEmptySegment, pathOf } from './request-path.js';

/** Requests as in Next.js, responses as in Express. */
export function expressMode(treeBody: BodySettings, syntax: PatternSyntax): Mode {
  return {
    locate: syntax === 'express4' ? (req) => (hadEmptySegment(req) ? undefined : pathOf(req)) : pathOf,
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

import { resolveBodySettings } from '../request/body-settings.js';
import type { Conventions } from '../serving/conventions.js';
import { createHandlers, logError } from './create-handlers.js';
import { extendRequest } from './extend-request.js';
import { nextSpelling, parseNextNames } from './parse-names.js';
import { readNextModule } from './read-module.js';
import { normalizeUrl, resolvePathname } from './normalize-url.js';

/**
 * The conventions of `compat: 'next'`: the same answers as `next start`, byte for byte
 * (`server/api-utils/node/api-resolver.js` in Next.js).
 */
export const nextConventions: Conventions = {
  // In Next.js, every file with one of the `pageExtensions` is a route, except for type declarations.
  defaults: { caseSensitive: true, extensions: ['.tsx', '.ts', '.jsx', '.js'], ignore: ['*.d.ts'] },
  createNameParser: () => parseNextNames,
  spell: nextSpelling,
  // Next.js takes them literally.
  reportsSlips: false,
  readModule: readNextModule,
  resolveUrl: normalizeUrl,
  // In Next.js, nothing runs after the handler, so there is no error handler to forward to.
  createFailingHandler: (error) => (_req, res) =>
    void res.status(500).setHeader('Content-Type', 'text/plain; charset=utf-8').end(error.message),
  forRequests: ({ body, onError = logError }) => ({
    resolvePathname,
    extendRequest,
    createHandlers: (route, routeHandlers, config, folders) =>
      createHandlers(routeHandlers, { route, config, body: resolveBodySettings(config, body), onError }, folders),
  }),
};

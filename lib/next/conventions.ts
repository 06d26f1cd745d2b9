import { resolveBodySettings } from '../request/body-settings.js';
import type { Conventions } from '../serving/conventions.js';
import { createHandlers, logError } from './create-handlers.js';
import { extendRequest } from './extend-request.js';
import { nextSpelling, parseNextNames } from './names.js';
import { readNextModule } from './read-module.js';
import { resolvePathname, normalizeUrl } from './normalize-url.js';

/** `compat: 'next'`: the answers of `next start`, to the byte (`server/api-utils/node/api-resolver.js`). */
export const nextConventions: Conventions = {
  // Every file with one of the `pageExtensions` of Next.js is a route, but for declarations.
  defaults: { caseSensitive: true, extensions: ['.tsx', '.ts', '.jsx', '.js'], ignore: ['*.d.ts'] },
  createNameParser: () => parseNextNames,
  spell: nextSpelling,
  readModule: readNextModule,
  resolveUrl: normalizeUrl,
  // In Next.js there is nobody behind a handler.
  createErrorHandler: (error) => (_req, res) =>
    void res.status(500).setHeader('Content-Type', 'text/plain; charset=utf-8').end(error.message),
  forRequests: ({ body, onError = logError }) => ({
    resolvePathname,
    extendRequest,
    createHandlers: (route, own, config, folders) =>
      createHandlers(own, { route, config, body: resolveBodySettings(config, body), onError }, folders),
  }),
};

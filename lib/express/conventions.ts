import type { Request } from 'express';
import { readRouteModule } from '../files/read-route-module.js';
import { resolveBodySettings } from '../request/body-settings.js';
import { hasEmptySegment, pathnameOf, splitUrl } from '../request/request-path.js';
import { memoize } from '../routing/memoize.js';
import { parseSegment } from '../routing/parse-segment.js';
import { canonicalSpelling } from '../routing/static-name.js';
import { unmatchable, type Conventions, type ResolvedPathname } from '../serving/conventions.js';
import { createHandlers } from './create-handlers.js';
import { extendRequest } from './extend-request.js';

/**
 * Lists what is no route unless the `ignore` option says otherwise: helpers and middleware (`_*`), dotfiles but `.well-known`,
 * type declarations, tests, mocks and installed packages.
 *
 * @example fsRoutes('./api', { ignore: [...defaultIgnore, 'drafts'] })
 */
export const defaultIgnore: readonly string[] = Object.freeze([
  '_*',
  // RFC 8615 has clients ask below this one.
  '.!(well-known)',
  '*.d.ts',
  '*.d.cts',
  '*.d.mts',
  '*.test.*',
  '*.spec.*',
  '__tests__',
  '__mocks__',
  'node_modules',
]);

const defaultExtensions = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'];

/** Requests as in Next.js, responses as in Express. */
export const expressConventions: Conventions = {
  defaults: { caseSensitive: false, extensions: defaultExtensions, ignore: defaultIgnore },
  createNameParser() {
    // Routes that have the same name have the same segment.
    const parse = memoize((name: string) => Object.freeze(parseSegment(name)));
    return (names) => names.map(parse);
  },
  spell: canonicalSpelling,
  readModule: readRouteModule,
  resolveUrl: (url) => ({ pathname: splitUrl(url).path }),
  createErrorHandler: (error) => (_req, _res, next) => next(error),
  forRequests: ({ body }, syntax) => ({
    resolvePathname: syntax === 'express4' ? resolveWithoutEmptySegment : resolvePathname,
    extendRequest,
    createHandlers: (route, own, config, folders) =>
      createHandlers(route, own, { config, body: resolveBodySettings(config, body) }, folders),
  }),
};

function resolvePathname(req: Request): ResolvedPathname {
  const pathname = pathnameOf(req);
  return pathname === undefined ? unmatchable : { kind: 'pathname', pathname };
}

/** Express 4 takes one of several slashes off behind a mount path: see `hadEmptySegment`. */
function resolveWithoutEmptySegment(req: Request): ResolvedPathname {
  return hasEmptySegment(req) ? unmatchable : resolvePathname(req);
}

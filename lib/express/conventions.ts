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
 * The default of the `ignore` option, as globs. It ignores helpers and middleware (`_*`), dotfiles except
 * `.well-known`, type declarations, tests, mocks and installed packages.
 *
 * @example fsRoutes('./api', { ignore: [...defaultIgnore, 'drafts'] })
 */
export const defaultIgnore: readonly string[] = Object.freeze([
  '_*',
  // Clients request files in it (RFC 8615).
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

/** The default conventions: requests as in Next.js, responses as in Express. */
export const expressConventions: Conventions = {
  defaults: { caseSensitive: false, extensions: defaultExtensions, ignore: defaultIgnore },
  createNameParser() {
    // Equal names share one segment object.
    const parse = memoize((name: string) => Object.freeze(parseSegment(name)));
    return (names) => names.map(parse);
  },
  spell: canonicalSpelling,
  reportsSlips: true,
  readModule: readRouteModule,
  resolveUrl: (url) => ({ pathname: splitUrl(url).path }),
  createFailingHandler: (error) => (_req, _res, next) => next(error),
  forRequests: ({ body }, syntax) => ({
    resolvePathname: syntax === 'express4' ? resolveWithoutEmptySegment : resolvePathname,
    extendRequest,
    createHandlers: (route, routeHandlers, config, folders) =>
      createHandlers(route, routeHandlers, { config, body: resolveBodySettings(config, body) }, folders),
  }),
};

function resolvePathname(req: Request): ResolvedPathname {
  const pathname = pathnameOf(req);
  return pathname === undefined ? unmatchable : { kind: 'pathname', pathname };
}

/**
 * Resolves the pathname for Express 4, which removes one of several slashes after a mount path: see `hasEmptySegment`.
 */
function resolveWithoutEmptySegment(req: Request): ResolvedPathname {
  return hasEmptySegment(req) ? unmatchable : resolvePathname(req);
}

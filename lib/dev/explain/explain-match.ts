import { parse } from 'node:querystring';
import { FsRoutesError, printableProblem } from '../../reporting/errors.js';
import { mergeQuery } from '../../request/merge-query.js';
import { splitUrl } from '../../request/request-path.js';
import { printable } from '../../reporting/printable.js';
import { readParams } from '../../routing/read-params.js';
import type { RouteFolder } from '../../serving/route-folder.js';
import type { Params, Query, Route } from '../../types/index.js';
import { createMismatchFinder, splitPathname } from './find-mismatch.js';
import { compareRoutes, listCandidates } from './list-candidates.js';
import type { MatchExplanation } from './match-explanation.js';
import { problemsOfRoute } from './problems-of-route.js';
import { explainHandler } from './explain-handler.js';

export interface ExplainedRequest {
  /** The method in capitals, as in `req.method`. */
  readonly method: string;
  /** The path and query string, without the mount path; empty for the mount path itself. */
  readonly url: string;
  /** The mount path, because redirects contain the whole URL. Default: the root. */
  readonly mountPath?: string;
}

/** The part of an explanation that depends on the routes. */
type MatchResult = Omit<MatchExplanation, 'method' | 'url' | 'candidates' | 'others'>;

/**
 * Explains which file of a folder answers a request and why, by comparing the URL with one route after the other.
 *
 * @param folder if its files are not loaded, the explanation does not say which export is called
 * @example explainMatch(folder, { method: 'GET', url: '/posts/1?draft=1' }).file // 'posts/[pid].js'
 */
export function explainMatch(folder: RouteFolder, request: ExplainedRequest): MatchExplanation {
  const { method, url } = request;
  const pathname = resolvePathname(folder, request);
  if (typeof pathname !== 'string') {
    return { method, url, ...pathname, candidates: [], others: folder.routes.length };
  }
  const findMismatch = createMismatchFinder(folder.settings);
  const rawSegments = splitPathname(pathname, folder.settings.strict);
  const compared = compareRoutes(folder.routes, rawSegments, findMismatch);
  const candidates = listCandidates(folder.routes, compared, rawSegments, findMismatch);
  const [chosen] = compared.matching;
  const result = chosen
    ? explainChosen(chosen, folder, request, `/${rawSegments.join('/')}`)
    : explainNoMatch(method, pathname);
  return { method, url, ...result, candidates, others: folder.routes.length - candidates.length };
}

/** Returns the pathname to match, or the result of a request that ends before a route is tried. */
function resolvePathname(
  { settings }: RouteFolder,
  { method, url, mountPath = '' }: ExplainedRequest,
): string | MatchResult {
  const resolved = settings.conventions.resolveUrl(mountPath + url || '/');
  if ('redirect' in resolved) {
    const { redirect: location } = resolved;
    const summary = `The response is a redirect (308) to ${location}, the normalized URL, as in Next.js.`;
    return { outcome: 'redirected', summary, location };
  }
  const { pathname } = resolved;
  const stripped = pathname.startsWith(mountPath) ? pathname.slice(mountPath.length) || '/' : '';
  return stripped.startsWith('/') ? stripped : explainNoMatch(method, pathname);
}

function explainNoMatch(method: string, pathname: string): MatchResult {
  const summary = `No route matches ${method} ${pathname}, so the next middleware of the app gets the request.`;
  return { outcome: 'not-matched', summary };
}

function explainChosen(
  route: Route,
  folder: RouteFolder,
  { method, url }: ExplainedRequest,
  path: string,
): MatchResult {
  const { file, expressPath, middleware } = route;
  const routeFields = { file, path: route.path, expressPath };
  const params = tryReadParams(route, path);
  if (params instanceof FsRoutesError) {
    return {
      outcome: 'malformed',
      summary: `${file} matches, but the response is 400: ${params.message}`,
      ...routeFields,
    };
  }
  const fields = { ...routeFields, middleware, params, query: buildQuery(url, route, params) };
  const [problem] = problemsOfRoute(route, folder.problems);
  if (problem) {
    const summary = `${printable(file)} matches, but cannot answer: ${printableProblem(problem).message}`;
    return { outcome: 'broken', summary, ...fields };
  }
  return { ...explainHandler(route, method, folder.modules.get(file)), ...fields };
}

function tryReadParams(route: Route, path: string): Params | FsRoutesError {
  try {
    return readParams(route, path);
  } catch (error) {
    if (error instanceof FsRoutesError) return error;
    throw error;
  }
}

function buildQuery(url: string, route: Route, params: Params): Query {
  return { ...(mergeQuery(parse(splitUrl(url).search), { route, params }) as Query) };
}

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
  /** In capitals, as Node has it. */
  readonly method: string;
  /** Path and query string, without the mount path; empty for that itself. */
  readonly url: string;
  /** Where the folder is mounted, for redirects, which name the whole URL. Default: at the root. */
  readonly mountPath?: string;
}

/** What the explanation has beside the request itself. */
type MatchResult = Omit<MatchExplanation, 'method' | 'url' | 'candidates' | 'others'>;

/**
 * Tells which file of a folder answers a request and why, by looking at one route after the other.
 *
 * @param folder as it was read; without loaded files, it is not told which export is called
 * @example explainMatch(folder, { method: 'GET', url: '/posts/1?draft=1' }).file // 'posts/[pid].js'
 */
export function explainMatch(folder: RouteFolder, request: ExplainedRequest): MatchExplanation {
  const { method, url } = request;
  const pathname = resolvePathname(folder, request);
  if (typeof pathname !== 'string') {
    return { method, url, ...pathname, candidates: [], others: folder.routes.length };
  }
  const findMismatch = createMismatchFinder(folder.settings);
  const raw = splitPathname(pathname, folder.settings.strict);
  const compared = compareRoutes(folder.routes, raw, findMismatch);
  const candidates = listCandidates(folder.routes, compared, raw, findMismatch);
  const [chosen] = compared.matching;
  const finding = chosen
    ? explainChosen(chosen, folder, request, `/${raw.join('/')}`)
    : explainNoMatch(method, pathname);
  return { method, url, ...finding, candidates, others: folder.routes.length - candidates.length };
}

/** The pathname to match; or how a request ends for which none is looked for. */
function resolvePathname(
  { settings }: RouteFolder,
  { method, url, mountPath = '' }: ExplainedRequest,
): string | MatchResult {
  const resolved = settings.conventions.resolveUrl(mountPath + url || '/');
  if ('redirect' in resolved) {
    const { redirect: location } = resolved;
    const summary = `The client is redirected to ${location} with 308, as Next.js tidies URLs.`;
    return { outcome: 'redirected', summary, location };
  }
  const { pathname } = resolved;
  const rest = pathname.startsWith(mountPath) ? pathname.slice(mountPath.length) || '/' : '';
  return rest.startsWith('/') ? rest : explainNoMatch(method, pathname);
}

function explainNoMatch(method: string, pathname: string): MatchResult {
  const summary = `No route matches ${method} ${pathname}: the request goes on to the next middleware of the app.`;
  return { outcome: 'not-matched', summary };
}

function explainChosen(
  route: Route,
  folder: RouteFolder,
  { method, url }: ExplainedRequest,
  path: string,
): MatchResult {
  const { file, expressPath, middleware } = route;
  const about = { file, path: route.path, expressPath };
  const params = tryReadParams(route, path);
  if (params instanceof FsRoutesError) {
    return { outcome: 'malformed', summary: `${file} matches, and answers with 400: ${params.message}`, ...about };
  }
  const seen = { ...about, middleware, params, query: buildQuery(url, route, params) };
  const [problem] = problemsOfRoute(route, folder.problems);
  if (problem) {
    const summary = `${printable(file)} matches, and cannot answer: ${printableProblem(problem).message}`;
    return { outcome: 'broken', summary, ...seen };
  }
  return { ...explainHandler(route, method, folder.modules.get(file)), ...seen };
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

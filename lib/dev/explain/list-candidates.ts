import { decodeBrackets } from '../../routing/read-params.js';
import type { Route } from '../../types/index.js';
import type { FindMismatch, Mismatch } from './find-mismatch.js';
import type { Candidate } from './match-explanation.js';
import { explainLater, isLiteralMatch, sortByMatchOrder } from './match-order.js';

/** The routes of a folder, compared with a path. */
export interface ComparedRoutes {
  /** The routes that match, in the order in which the Router tries them. */
  readonly matching: readonly Route[];
  /** The reasons why the other routes do not match. */
  readonly mismatches: ReadonlyMap<Route, Mismatch>;
  /** The path, with its brackets decoded. */
  readonly pathname: string;
}

/** Compares all routes with a path, whose segments are encoded as they were sent. */
export function compareRoutes(
  routes: readonly Route[],
  rawSegments: readonly string[],
  findMismatch: FindMismatch,
): ComparedRoutes {
  const matching: Route[] = [];
  const mismatches = new Map<Route, Mismatch>();
  const pathname = decodeBrackets(`/${rawSegments.join('/')}`);
  for (const route of routes) {
    const mismatch = isLiteralMatch(route, pathname) ? undefined : findMismatch(route.segments, rawSegments);
    if (mismatch) mismatches.set(route, mismatch);
    else matching.push(route);
  }
  return { matching: sortByMatchOrder(matching, pathname), mismatches, pathname };
}

const maxCandidates = 10;

/** Returns the routes that are closest to a path, in order of precedence. */
export function listCandidates(
  routes: readonly Route[],
  { matching, mismatches, pathname }: ComparedRoutes,
  rawSegments: readonly string[],
  findMismatch: FindMismatch,
): Candidate[] {
  const [chosen, ...later] = matching.slice(0, maxCandidates);
  const matches = chosen
    ? [
        createCandidate(chosen, 'chosen', 'every segment matches'),
        ...later.map((route) => createCandidate(route, 'later', explainLater(route, chosen, pathname))),
      ]
    : [];
  const listed = new Set(matching.slice(0, maxCandidates));
  for (const route of findClosest(mismatches, maxCandidates - listed.size, rawSegments, findMismatch)) {
    listed.add(route);
  }
  // Routes that match take the places of such routes in the table, in the order in which the Router tries them.
  return routes
    .filter((route) => listed.has(route))
    .flatMap((route) => {
      const mismatch = mismatches.get(route);
      return mismatch ? createFailedCandidate(route, mismatch) : matches.splice(0, 1);
    });
}

function createFailedCandidate(route: Route, { segmentIndex, reason }: Mismatch): Candidate {
  return { ...createCandidate(route, 'failed', reason), failedAt: segmentIndex };
}

function createCandidate({ file, path }: Route, verdict: Candidate['verdict'], reason: string): Candidate {
  return { file, path, verdict, reason };
}

/** Returns routes that failed but have something in common with the path, the closest first. */
function findClosest(
  mismatches: ComparedRoutes['mismatches'],
  count: number,
  rawSegments: readonly string[],
  findMismatch: FindMismatch,
): Route[] {
  const failedAt: Route[][] = [];
  for (const [route, { segmentIndex }] of mismatches) (failedAt[segmentIndex] ??= []).push(route);
  const closest: Route[] = [];
  // In a large folder, most routes fail at the first segment. They are scored only if they are needed.
  for (let index = failedAt.length - 1; index >= 0 && closest.length < count; index -= 1) {
    const scored = (failedAt[index] ?? []).map((route) => ({
      route,
      score: scoreOf(route, index, rawSegments, findMismatch),
    }));
    const related = index > 0 ? scored : scored.filter(({ score }) => score > 0);
    // The sort is stable: routes with the same score stay in the order of the table.
    related.sort((a, b) => b.score - a.score);
    closest.push(...related.map(({ route }) => route));
  }
  return closest.slice(0, count);
}

/**
 * Returns how close a route came to matching, compared with others that failed at the same segment: how similar that
 * segment is to the URL's, and whether all segments after it would have matched.
 */
function scoreOf(
  { segments }: Route,
  index: number,
  rawSegments: readonly string[],
  findMismatch: FindMismatch,
): number {
  const failed = segments[index];
  const text = rawSegments[index];
  if (!failed || text === undefined) return 0;
  const similarity = similarityOf(failed.name.toLowerCase(), text.toLowerCase());
  // If the first segment has nothing in common with the URL's, matches of later segments mean nothing.
  if (index === 0 && similarity === 0) return 0;
  const matchesAfterwards = !findMismatch(segments.slice(index + 1), rawSegments.slice(index + 1));
  return similarity + (matchesAfterwards ? 0.5 : 0);
}

/** Returns the share of the longer text, from 0.5 to 1, that the start and end of both have in common; else 0. */
function similarityOf(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const share = (start + end) / Math.max(a.length, b.length, 1);
  return share < 0.5 ? 0 : share;
}

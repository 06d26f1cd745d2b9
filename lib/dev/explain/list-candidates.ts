import { decodeBrackets } from '../../routing/read-params.js';
import type { Route } from '../../types/index.js';
import type { FindMismatch, Mismatch } from './find-mismatch.js';
import type { Candidate } from './match-explanation.js';
import { isLiteralMatch, sortByMatchOrder, explainLater } from './match-order.js';

/** What each route of a folder has to do with a path. */
export interface ComparedRoutes {
  /** Those that match, in the order in which they are asked. */
  readonly matching: readonly Route[];
  /** Why the others do not. */
  readonly mismatches: ReadonlyMap<Route, Mismatch>;
  /** The path, with its brackets decoded. */
  readonly pathname: string;
}

/** @param raw the segments of the path, as they were sent */
export function compareRoutes(
  routes: readonly Route[],
  raw: readonly string[],
  findMismatch: FindMismatch,
): ComparedRoutes {
  const matching: Route[] = [];
  const mismatches = new Map<Route, Mismatch>();
  const name = decodeBrackets(`/${raw.join('/')}`);
  for (const route of routes) {
    const mismatch = isLiteralMatch(route, name) ? undefined : findMismatch(route.segments, raw);
    if (mismatch) mismatches.set(route, mismatch);
    else matching.push(route);
  }
  return { matching: sortByMatchOrder(matching, name), mismatches, pathname: name };
}

/** As many as a person reads. */
const maxCandidates = 10;

/** The routes that come nearest to a path, in order of precedence. */
export function listCandidates(
  routes: readonly Route[],
  { matching, mismatches, pathname: name }: ComparedRoutes,
  raw: readonly string[],
  findMismatch: FindMismatch,
): Candidate[] {
  const shown = new Set<Route>(matching.slice(0, maxCandidates));
  for (const route of findNearest(mismatches, maxCandidates - shown.size, raw, findMismatch)) shown.add(route);

  // In the places that the table has for those that match, they stand in the order in which they are asked.
  const asked = [...matching];
  const first = matching[0];
  return routes
    .filter((route) => shown.has(route))
    .map((route) => {
      const mismatch = mismatches.get(route);
      if (mismatch) return failedCandidate(route, mismatch);
      const next = asked.shift()!;
      if (next === first) return createCandidate(next, 'chosen', 'every segment matches');
      return createCandidate(next, 'later', explainLater(next, first!, name));
    });
}

function failedCandidate(route: Route, { segmentIndex: at, reason }: Mismatch): Candidate {
  return { ...createCandidate(route, 'failed', reason), failedAt: at };
}

function createCandidate({ file, path }: Route, verdict: Candidate['verdict'], reason: string): Candidate {
  return { file, path, verdict, reason };
}

/** Those that failed and have something in common with the path, the nearest first. */
function findNearest(
  mismatches: ComparedRoutes['mismatches'],
  count: number,
  raw: readonly string[],
  findMismatch: FindMismatch,
): Route[] {
  const byPlace: Route[][] = [];
  for (const [route, { segmentIndex: at }] of mismatches) (byPlace[at] ??= []).push(route);
  const found: Route[] = [];
  // Of a large folder, most fail at the first segment, and are not looked at again.
  for (let at = byPlace.length - 1; at >= 0 && found.length < count; at -= 1) {
    const scored = (byPlace[at] ?? []).map((route) => ({ route, nearness: nearness(route, at, raw, findMismatch) }));
    const near = at > 0 ? scored : scored.filter(({ nearness }) => nearness > 0);
    // Stable: of two that are equally near, the earlier in the table.
    near.sort((a, b) => b.nearness - a.nearness);
    found.push(...near.map(({ route }) => route));
  }
  return found.slice(0, count);
}

/**
 * How near a route came to matching, among those that failed at the same segment: how much the name that failed is
 * like the URL's, and whether all after it would have matched.
 */
function nearness({ segments }: Route, at: number, raw: readonly string[], findMismatch: FindMismatch): number {
  const failing = segments[at];
  const text = raw[at];
  if (!failing || text === undefined) return 0;
  const alike = similarity(failing.name.toLowerCase(), text.toLowerCase());
  // Anything may follow a first name that is another.
  if (at === 0 && alike === 0) return 0;
  const restMatches = !findMismatch(segments.slice(at + 1), raw.slice(at + 1));
  return alike + (restMatches ? 0.5 : 0);
}

/** The part of the longer text that the two begin and end with alike; less than half of it is nothing. */
function similarity(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const part = (start + end) / Math.max(a.length, b.length, 1);
  return part < 0.5 ? 0 : part;
}

import type { Route } from '../types.js';
import type { FindMismatch, Mismatch } from './find-mismatch.js';
import type { Candidate } from './match-explanation.js';
import { isAskedByName, orderOfAsking, whyLater } from './order-of-asking.js';

/** What each route of a folder has to do with a path. */
export interface ComparedRoutes {
  /** Those that match, in the order in which they are asked. */
  readonly matching: readonly Route[];
  /** Why the others do not. */
  readonly mismatches: ReadonlyMap<Route, Mismatch>;
}

/** @param raw the segments of the path, as they were sent */
export function compareRoutes(
  routes: readonly Route[],
  raw: readonly string[],
  findMismatch: FindMismatch,
): ComparedRoutes {
  const matching: Route[] = [];
  const mismatches = new Map<Route, Mismatch>();
  const path = `/${raw.join('/')}`;
  for (const route of routes) {
    const mismatch = isAskedByName(route, path) ? undefined : findMismatch(route.segments, raw);
    if (mismatch) mismatches.set(route, mismatch);
    else matching.push(route);
  }
  return { matching: orderOfAsking(matching, path), mismatches };
}

/** As many as a person reads. */
const most = 10;

/** The routes that come nearest to a path, in order of precedence. */
export function listCandidates(
  routes: readonly Route[],
  { matching, mismatches }: ComparedRoutes,
  raw: readonly string[],
  findMismatch: FindMismatch,
): Candidate[] {
  const shown = new Set<Route>(matching.slice(0, most));
  for (const route of nearest(mismatches, raw, findMismatch).slice(0, most - shown.size)) shown.add(route);

  const asked = [...matching];
  const first = matching[0];
  return routes
    .filter((route) => shown.has(route))
    .map((route) => {
      const mismatch = mismatches.get(route);
      if (mismatch) return failed(route, mismatch);
      const next = asked.shift()!;
      if (next === first) return told(next, 'chosen', 'every segment matches');
      return told(next, 'later', whyLater(next, first!, `/${raw.join('/')}`));
    });
}

function failed(route: Route, { at, reason }: Mismatch): Candidate {
  return { ...told(route, 'failed', reason), failedAt: at };
}

function told({ file, path }: Route, verdict: Candidate['verdict'], reason: string): Candidate {
  return { file, path, verdict, reason };
}

/** Those that failed and have something in common with the path, the nearest first. */
function nearest(
  mismatches: ComparedRoutes['mismatches'],
  raw: readonly string[],
  findMismatch: FindMismatch,
): Route[] {
  const scored = [...mismatches].map(([route, { at }]) => ({
    route,
    nearness: nearness(route, at, raw, findMismatch),
  }));
  // Stable: of two that are equally near, the earlier in the table.
  const near = scored.filter(({ nearness }) => nearness > 0).sort((a, b) => b.nearness - a.nearness);
  return near.map(({ route }) => route);
}

/**
 * How near a route came to matching: how many segments matched before it failed, then whether all after that
 * one would have matched, then how many letters the name that failed shares with the URL from its beginning.
 */
function nearness({ segments }: Route, at: number, raw: readonly string[], findMismatch: FindMismatch): number {
  const failing = segments[at];
  const text = raw[at];
  if (!failing || text === undefined) return at;
  const restMatches = !findMismatch(segments.slice(at + 1), raw.slice(at + 1));
  return at + (restMatches ? 0.5 : 0) + likeness(failing.name, text) * 0.4;
}

/** From 0, for nothing, to 1: the part of the longer text that both begin with. */
function likeness(a: string, b: string): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  const longest = Math.max(one.length, other.length, 1);
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return same / longest;
}

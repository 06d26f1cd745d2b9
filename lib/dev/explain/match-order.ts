import type { Route, Segment } from '../../types/index.js';
import { segmentText } from './find-mismatch.js';

/**
 * Sorts routes that match the same pathname in the order in which the Router tries them. That is the order of the
 * table, except for names such as `[a]b` with `compat: 'next'`: the table lists them among the static names, but they
 * match after those.
 *
 * @param routes in the order of the table
 * @param pathname the pathname of the request, with its brackets decoded
 */
export function sortByMatchOrder(routes: readonly Route[], pathname: string): Route[] {
  // The sort is stable: routes of the same rank stay in the order of the table.
  const sorted = routes.toSorted(compareSpecificity);
  const literal = sorted.findLast((route) => isLiteralMatch(route, pathname));
  return literal ? [literal, ...sorted.filter((route) => route !== literal)] : sorted;
}

/** Returns the reason why a route that matches is tried after the first one that matches. */
export function explainLater(route: Route, first: Route, pathname: string): string {
  if (isLiteralMatch(first, pathname)) return 'also matches, but a route whose literal path was requested comes first';
  const [segment, other] = firstDifference(route, first);
  if (!segment || !other) return 'also matches, but comes later in the table';
  return `also matches, but ${describeKind(other)} takes precedence over ${describeKind(segment)}`;
}

function compareSpecificity(a: Route, b: Route): number {
  const [segment, other] = firstDifference(a, b);
  return rankOf(segment) - rankOf(other);
}

/** Returns the first two segments of different kinds; neither if all kinds are the same. */
function firstDifference(a: Route, b: Route): [Segment | undefined, Segment | undefined] {
  const index = a.segments.findIndex((segment, at) => {
    const other = b.segments[at];
    return rankOf(segment) !== rankOf(other) || affixOf(segment) !== affixOf(other);
  });
  return index === -1 ? [undefined, undefined] : [a.segments[index], b.segments[index]];
}

function affixOf(segment: Segment | undefined): string | undefined {
  return segment?.kind === 'dynamic' ? segment.affix?.literal : undefined;
}

/**
 * Returns `true` if the pathname is the route's own path with its brackets, such as `/[a]b`. Next.js looks for such
 * a page before it tries patterns.
 *
 * @param pathname the pathname of the request, with its brackets decoded
 */
export function isLiteralMatch({ segments, path }: Route, pathname: string): boolean {
  return path === pathname && segments.some((segment) => affixOf(segment) !== undefined);
}

/** Returns the rank of a segment. The lower rank matches first, and a path that ends comes before a longer one. */
function rankOf(segment: Segment | undefined): number {
  if (!segment) return 0;
  if (segment.kind === 'dynamic') return segment.affix ? 2 : 3;
  return { static: 1, 'catch-all': 4, 'optional-catch-all': 5 }[segment.kind];
}

function describeKind(segment: Segment): string {
  const text = segmentText(segment);
  if (segment.kind === 'static') return `the static name ${text}`;
  return segment.kind === 'dynamic' ? text : `the catch-all ${text}`;
}

import type { Route, Segment } from '../../types/index.js';
import { segmentText } from './find-mismatch.js';

/**
 * Routes that match one path, in the order in which they are asked. That is the order of the table, but for
 * names such as `[a]b` of `compat: 'next'`: these stand among the written-out names there, and match after them.
 *
 * @param routes in the order of the table
 * @param name the path, with its brackets decoded
 */
export function sortByMatchOrder(routes: readonly Route[], name: string): Route[] {
  const places = new Map(routes.map((route, index) => [route, index]));
  const byPlace = (a: Route, b: Route): number => places.get(a)! - places.get(b)!;
  const ordered = routes.toSorted((a, b) => compareSpecificity(a, b) || byPlace(a, b));
  const named = ordered.findLast((route) => isLiteralMatch(route, name));
  return named ? [named, ...ordered.filter((route) => route !== named)] : ordered;
}

/** Why one route is asked before another that matches too. */
export function explainLater(route: Route, first: Route, name: string): string {
  if (isLiteralMatch(first, name)) return 'matches too, but a route that is asked for by its own name goes first';
  const [segment, other] = firstDifference(route, first);
  if (!segment || !other) return 'matches too, and comes later in the table';
  return `matches too, but ${describeKind(other)} goes before ${describeKind(segment)}`;
}

function compareSpecificity(a: Route, b: Route): number {
  const [one, other] = firstDifference(a, b);
  return rankOf(one) - rankOf(other);
}

/** None where all segments are of the same kinds: then the order of the table decides. */
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
 * Next.js finds a page that is asked for by its own name before it looks at patterns.
 *
 * @param name the path that is asked for, with its brackets decoded
 */
export function isLiteralMatch({ segments, path }: Route, name: string): boolean {
  return path === name && segments.some((segment) => affixOf(segment) !== undefined);
}

/** The lower, the earlier; a path that ends comes before one that goes on. */
function rankOf(segment: Segment | undefined): number {
  if (!segment) return 0;
  if (segment.kind === 'dynamic') return segment.affix ? 2 : 3;
  return { static: 1, 'catch-all': 4, 'optional-catch-all': 5 }[segment.kind];
}

function describeKind(segment: Segment): string {
  const text = segmentText(segment);
  if (segment.kind === 'static') return `a written-out name, ${text},`;
  if (segment.kind === 'dynamic') return segment.affix ? `a name with a parameter in it, ${text},` : text;
  return `a catch-all, ${text}`;
}

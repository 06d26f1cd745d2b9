import type { Route, Segment } from '../../types/index.js';
import { segmentText } from './find-mismatch.js';

/**
 * Sorts routes that match the same pathname in the order in which the Router tries them. That is the order of the
 * table, except for names such as `[a]b` with `compat: 'next'`: the table lists them among the static names, but they
 * match after those.
 *
 * @param routes in the order of the table
 * @param pathname the pathname of the request, with its brackets decoded
 * @param depth the number of segments of the pathname
 */
export function sortByMatchOrder(routes: readonly Route[], pathname: string, depth: number): Route[] {
  // The sort is stable: routes of the same rank stay in the order of the table.
  const sorted = routes.toSorted((a, b) => compareSpecificity(matchedParts(a, depth), matchedParts(b, depth)));
  const literal = sorted.findLast((route) => isLiteralMatch(route, pathname));
  return literal ? [literal, ...sorted.filter((route) => route !== literal)] : sorted;
}

/** Returns the reason why the first route that matches does. */
export function explainChosen(route: Route, depth: number): string {
  return matchedParts(route, depth).includes(rest)
    ? 'every segment of its path matches, and it answers what is below'
    : 'every segment matches';
}

/** Returns the reason why a route that matches is tried after the first one that matches. */
export function explainLater(route: Route, first: Route, pathname: string, depth: number): string {
  if (isLiteralMatch(first, pathname)) return 'also matches, but a route whose literal path was requested comes first';
  const [segment, other] = firstDifference(matchedParts(route, depth), matchedParts(first, depth));
  if (!segment || !other) return 'also matches, but comes later in the table';
  return `also matches, but ${describeKind(other)} takes precedence over ${describeKind(segment)}`;
}

/** The part of a path that is below a Router. It matches last, as if it were one more optional catch-all. */
const rest = { kind: 'rest' } as const;
type Part = Segment | typeof rest;

/**
 * Returns the segments of a route, and `rest` if the path is below that of the route.
 *
 * @param depth the number of segments of the path, which the route matches
 */
function matchedParts({ segments }: Route, depth: number): readonly Part[] {
  const takesAll = segments.some(({ kind }) => kind === 'catch-all' || kind === 'optional-catch-all');
  return depth > segments.length && !takesAll ? [...segments, rest] : segments;
}

function compareSpecificity(a: readonly Part[], b: readonly Part[]): number {
  const [segment, other] = firstDifference(a, b);
  return rankOf(segment) - rankOf(other);
}

/** Returns the first two segments of different kinds; neither if all kinds are the same. */
function firstDifference(a: readonly Part[], b: readonly Part[]): [Part | undefined, Part | undefined] {
  const index = a.findIndex((segment, at) => {
    const other = b[at];
    return rankOf(segment) !== rankOf(other) || affixOf(segment) !== affixOf(other);
  });
  return index === -1 ? [undefined, undefined] : [a[index], b[index]];
}

function affixOf(segment: Part | undefined): string | undefined {
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
function rankOf(segment: Part | undefined): number {
  if (!segment) return 0;
  if (segment.kind === 'dynamic') return segment.affix ? 2 : 3;
  return { static: 1, 'catch-all': 4, 'optional-catch-all': 5, rest: 6 }[segment.kind];
}

function describeKind(segment: Part): string {
  if (segment.kind === 'rest') return 'what is below the path of a Router';
  const text = segmentText(segment);
  if (segment.kind === 'static') return `the static name ${text}`;
  return segment.kind === 'dynamic' ? text : `the catch-all ${text}`;
}

import { canonicalSpelling } from './static-name.js';
import type { Segment } from './types.js';

/** Which of two segments at the same place is asked first: the more specific one. */
const rank: Record<Segment['kind'], number> = {
  // A name that is written out beats every parameter.
  static: 0,
  // One segment, whatever it holds.
  dynamic: 1,
  // One segment or more.
  'catch-all': 2,
  // None or more: what nothing else wanted.
  'optional-catch-all': 3,
};

/**
 * Compares two routes' segments by precedence, from the first segment on: the first difference decides.
 * This is the order of Next.js (`sorted-routes.ts`), and the order in which Express would have to be
 * given the routes so that each request reaches the right one first.
 *
 * @returns a negative number when `a` comes first, as `Array.prototype.sort` wants it
 */
export function comparePrecedence(a: readonly Segment[], b: readonly Segment[]): number {
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const difference = compareSegments(a[index]!, b[index]!);
    if (difference !== 0) return difference;
  }
  // The shorter path answers at the place itself; only an optional catch-all below could want it too,
  // and that comes last.
  return a.length - b.length;
}

function compareSegments(a: Segment, b: Segment): number {
  const [left, right] = [writtenOut(a), writtenOut(b)];
  if (left === undefined || right === undefined) return rankOf(a) - rankOf(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** What Next.js sorts among the names that are written out: those, and `[a]b`, which only looks like one. */
function writtenOut(segment: Segment): string | undefined {
  if (segment.kind === 'static') return canonicalSpelling(segment.name);
  return segment.kind === 'dynamic' ? segment.affix?.literal : undefined;
}

function rankOf(segment: Segment): number {
  return writtenOut(segment) === undefined ? rank[segment.kind] : rank.static;
}

import { canonicalSpelling } from './static-name.js';
import type { Segment } from '../types/index.js';

/**
 * The rank of each kind of segment at one place: the more specific kind comes first. Requests are matched in the same
 * order (`Search.find` in `match-route.ts`), and explained in it (`rankOf` in `dev/explain/match-order.ts`).
 */
const rank: Record<Segment['kind'], string> = {
  // A static name comes before every param.
  static: '0',
  // One segment, with any value.
  dynamic: '1',
  // One or more segments.
  'catch-all': '2',
  // Zero or more segments, which no other route has matched.
  'optional-catch-all': '3',
};

/**
 * Returns a key that sorts routes in order of precedence: the first segment that differs decides. This is the
 * order of Next.js (`sorted-routes.ts`). If you registered the routes with Express in this order, each request would
 * reach the same route.
 *
 * @example precedenceKey(a) < precedenceKey(b) // true if a comes first
 */
export function precedenceKey(segments: readonly Segment[]): string {
  let key = '';
  // The separator sorts before every character of a name, so a folder's own URL comes before the paths below it. Of
  // these, only an optional catch-all matches that URL too.
  for (const segment of segments) key += `\0${rankedName(segment)}`;
  return key;
}

function rankedName(segment: Segment): string {
  if (segment.kind === 'static') return rank.static + canonicalSpelling(segment.name);
  // Next.js sorts `[a]b` as a static name.
  if (segment.kind === 'dynamic' && segment.affix) return rank.static + segment.affix.literal;
  return rank[segment.kind];
}

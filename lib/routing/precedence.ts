import { canonicalSpelling } from './static-name.js';
import type { Segment } from '../types/index.js';

/** Which of two segments at the same place is asked first: the more specific one. */
const rank: Record<Segment['kind'], string> = {
  // A name that is written out beats every parameter.
  static: '0',
  // One segment, whatever it holds.
  dynamic: '1',
  // One segment or more.
  'catch-all': '2',
  // None or more: what nothing else wanted.
  'optional-catch-all': '3',
};

/**
 * A text by which routes sort into their precedence: the first segment that differs decides. This is the
 * order of Next.js (`sorted-routes.ts`), and the order in which Express would have to be given the routes
 * so that each request reaches the right one first.
 *
 * @example precedenceKey(a) < precedenceKey(b) // whether a comes first
 */
export function precedenceKey(segments: readonly Segment[]): string {
  let key = '';
  // The separator comes before every character of a name: the shorter path answers at the place itself,
  // and only an optional catch-all below could want it too.
  for (const segment of segments) key += `\0${rankedName(segment)}`;
  return key;
}

function rankedName(segment: Segment): string {
  if (segment.kind === 'static') return rank.static + canonicalSpelling(segment.name);
  // Next.js sorts `[a]b`, which only looks like a parameter there, among the names that are written out.
  if (segment.kind === 'dynamic' && segment.affix) return rank.static + segment.affix.literal;
  return rank[segment.kind];
}

import { memoize } from '../../routing/memoize.js';
import type { Settings } from '../../serving/settings.js';
import { decodeSegments } from '../../routing/read-params.js';
import type { Affix, Segment } from '../../types/index.js';

/** The reason why a route does not match a path, and where. */
export interface Mismatch {
  /** The index of the route's segment that failed; its number of segments if the path has more. */
  readonly segmentIndex: number;
  /** The reason in one sentence. */
  readonly reason: string;
}

/** A function that returns the first mismatch between a route and a path, with segments encoded as they were sent. */
export type FindMismatch = (segments: readonly Segment[], rawSegments: readonly string[]) => Mismatch | undefined;

/** The settings that decide how a path is compared with routes: see `createMatcher`. */
export type CompareSettings = Pick<Settings, 'caseSensitive' | 'strict' | 'conventions'>;

/**
 * Splits a pathname into its segments, encoded as they were sent. The root has none. `//` makes an empty segment, and
 * so does a slash at the end with `strict`.
 */
export function splitPathname(pathname: string, strict: boolean): string[] {
  if (pathname === '/') return [];
  const path = pathname.endsWith('/') && !strict ? pathname.slice(0, -1) : pathname;
  return path.slice(1).split('/');
}

/**
 * Creates a function that compares one route with a path and gives the reason if it does not match. Requests are
 * matched by a trie instead (match-route.ts), which skips most routes; a test compares the results of the two.
 */
export function createMismatchFinder(settings: CompareSettings): FindMismatch {
  const foldCase = (text: string): string => (settings.caseSensitive ? text : text.toLowerCase());
  const spellingOf = memoize((name: string) => foldCase(settings.conventions.spell(name)));
  const isSameName = (name: string, text: string): boolean => spellingOf(name) === foldCase(text);

  /** Returns why a segment does not match the path at an index. No segment matches an empty one of the path. */
  function findReason(segment: Segment, rawSegments: readonly string[], index: number): string | undefined {
    const text = rawSegments[index];
    if (text === undefined) return describeMissing(segment);
    const emptyIndex = isCatchAll(segment) ? rawSegments.indexOf('', index) : text === '' ? index : -1;
    if (emptyIndex !== -1) return describeEmptySegment(rawSegments, emptyIndex, settings.strict);
    if (segment.kind === 'static') {
      return isSameName(segment.name, text) ? undefined : describeOtherName(segment.name, text, settings.caseSensitive);
    }
    if (segment.kind !== 'dynamic' || !segment.affix || matchesAffix(text, segment.affix)) return undefined;
    return `'${text}' in the URL does not have the form ${segment.affix.literal}`;
  }

  return function findMismatch(segments, rawSegments) {
    for (const [segmentIndex, segment] of segments.entries()) {
      const reason = findReason(segment, rawSegments, segmentIndex);
      if (reason !== undefined) return { segmentIndex, reason };
      if (isCatchAll(segment)) return undefined;
    }
    if (rawSegments.length <= segments.length) return undefined;
    return { segmentIndex: segments.length, reason: describeExtra(rawSegments, segments.length, settings.strict) };
  };
}

/** Returns a segment as it is in the file's name; a static name in quotes. */
export function segmentText(segment: Segment): string {
  switch (segment.kind) {
    case 'static':
      return `'${segment.name}'`;
    case 'dynamic':
      return segment.affix?.literal ?? `[${segment.name}]`;
    case 'catch-all':
      return `[...${segment.name}]`;
    case 'optional-catch-all':
      return `[[...${segment.name}]]`;
  }
}

function isCatchAll({ kind }: Segment): boolean {
  return kind === 'catch-all' || kind === 'optional-catch-all';
}

function describeMissing(segment: Segment): string | undefined {
  if (segment.kind === 'optional-catch-all') return undefined;
  const text = segmentText(segment);
  return segment.kind === 'catch-all'
    ? `${text} needs at least one segment, but the URL ends before it`
    : `the URL ends before ${text}`;
}

function describeExtra(rawSegments: readonly string[], from: number, strict: boolean): string {
  const emptyIndex = rawSegments.indexOf('', from);
  if (emptyIndex !== -1) return describeEmptySegment(rawSegments, emptyIndex, strict);
  const extra = rawSegments.slice(from);
  return extra.length === 1
    ? `the URL has one more segment, '${extra.join('/')}'`
    : `the URL has ${extra.length} more segments`;
}

function describeEmptySegment(rawSegments: readonly string[], index: number, strict: boolean): string {
  return strict && index === rawSegments.length - 1
    ? "the URL ends with a slash, which counts with the option 'strict'"
    : "the URL has an empty segment ('//'), which no route matches";
}

function describeOtherName(name: string, text: string, caseSensitive: boolean): string {
  if (caseSensitive && name.toLowerCase() === text.toLowerCase()) {
    return `'${text}' in the URL is '${name}' in another letter case, which counts with the option 'caseSensitive'`;
  }
  if (text.includes('%') && decodeSegments(text).normalize() === name.normalize()) {
    return `'${text}' in the URL stands for '${name}', but static names are compared before they are decoded`;
  }
  return `the route has '${name}' where the URL has '${text}'`;
}

function matchesAffix(text: string, { prefix, suffix }: Affix): boolean {
  return text.length > prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
}

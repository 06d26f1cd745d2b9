import { memoize } from '../../routing/memoize.js';
import type { Settings } from '../../serving/settings.js';
import { decodeSegments } from '../../routing/read-params.js';
import type { Affix, Segment } from '../../types/index.js';

/** Why a route does not match a path. */
export interface Mismatch {
  /** The index of the route's segment; how many it has, where the path goes on. */
  readonly segmentIndex: number;
  /** One sentence. */
  readonly reason: string;
}

/** @param raw the segments of the path, as they were sent */
export type FindMismatch = (segments: readonly Segment[], raw: readonly string[]) => Mismatch | undefined;

/** How a path is compared with routes: see `createMatcher`. */
export type CompareSettings = Pick<Settings, 'caseSensitive' | 'strict' | 'conventions'>;

/**
 * The segments of a path as they were sent; none for the root. An empty one stands for each `//`, and with
 * `strict` for a slash at the end.
 */
export function splitPathname(pathname: string, strict: boolean): string[] {
  if (pathname === '/') return [];
  const path = pathname.endsWith('/') && !strict ? pathname.slice(0, -1) : pathname;
  return path.slice(1).split('/');
}

/**
 * Compares one route after the other with a path, which tells why each fails. Requests are not matched so,
 * but in a trie (match-route.ts), which never looks at most of them; a test holds the two together.
 */
export function createMismatchFinder(settings: CompareSettings): FindMismatch {
  const foldCase = (text: string): string => (settings.caseSensitive ? text : text.toLowerCase());
  const spellingOf = memoize((name: string) => foldCase(settings.conventions.spell(name)));
  const isSameName = (name: string, text: string): boolean => spellingOf(name) === foldCase(text);

  /** Why the segment at `at` does not fit; what is empty, fits nothing. */
  function explainSegment(segment: Segment, raw: readonly string[], at: number): string | undefined {
    const text = raw[at];
    if (text === undefined) return describeMissing(segment);
    const empty = isCatchAll(segment) ? raw.indexOf('', at) : text === '' ? at : -1;
    if (empty !== -1) return describeEmptySegment(raw, empty, settings.strict);
    if (segment.kind === 'static') {
      return isSameName(segment.name, text)
        ? undefined
        : describeDifferentName(segment.name, text, settings.caseSensitive);
    }
    if (segment.kind !== 'dynamic' || !segment.affix || matchesAffix(text, segment.affix)) return undefined;
    return `'${text}' of the URL is not of the form ${segment.affix.literal}`;
  }

  return function findMismatch(segments, raw) {
    for (const [at, segment] of segments.entries()) {
      const reason = explainSegment(segment, raw, at);
      if (reason !== undefined) return { segmentIndex: at, reason };
      if (isCatchAll(segment)) return undefined;
    }
    if (raw.length <= segments.length) return undefined;
    return { segmentIndex: segments.length, reason: describeLeftOver(raw, segments.length, settings.strict) };
  };
}

/** A segment as it stands in the file's name; a written-out name in quotes. */
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
    ? `${text} takes one segment or more, and the URL ends before it`
    : `the URL ends before ${text}`;
}

function describeLeftOver(raw: readonly string[], from: number, strict: boolean): string {
  const empty = raw.indexOf('', from);
  if (empty !== -1) return describeEmptySegment(raw, empty, strict);
  const count = raw.length - from;
  return count === 1 ? `'${raw[from]!}' of the URL is left over` : `${count} segments of the URL are left over`;
}

function describeEmptySegment(raw: readonly string[], at: number, strict: boolean): string {
  return strict && at === raw.length - 1
    ? 'the slash at the end of the URL counts here (strict)'
    : "the URL has an empty segment ('//'), which no route matches";
}

function describeDifferentName(name: string, text: string, caseSensitive: boolean): string {
  if (caseSensitive && name.toLowerCase() === text.toLowerCase()) {
    return `'${text}' of the URL differs from '${name}' only in letter case, which counts here (caseSensitive)`;
  }
  if (text.includes('%') && decodeSegments(text).normalize() === name.normalize()) {
    return `'${text}' of the URL stands for '${name}', and written-out names are compared as they were sent`;
  }
  return `'${name}' of the route is not '${text}' of the URL`;
}

function matchesAffix(text: string, { prefix, suffix }: Affix): boolean {
  return text.length > prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
}

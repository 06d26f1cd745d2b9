import { memoize } from './memoize.js';
import { decodeBrackets, readParams } from './read-params.js';
import type { NameConventions } from './route-table.js';
import { createTrie, findStatic, type TrieNode } from './route-trie.js';
import type { Affix, Params, Route } from '../types/index.js';

export interface MatchSettings {
  readonly caseSensitive: boolean;
  readonly strict: boolean;
  readonly conventions: Pick<NameConventions, 'spell'>;
}

/**
 * A function that finds the route for a pathname, and its params. It splits the pathname first and decodes each segment
 * once, so `%2F` is a slash within a value.
 *
 * @param pathname as in `req.path`: not decoded, and relative to the mount path
 * @param skip the number of matching routes to skip, in order of precedence; 0 finds the best one
 * @returns `undefined` if no route matches
 * @throws {FsRoutesError} `FSR_MALFORMED_URL` (status 400) if a param has a malformed percent-escape
 */
export type Matcher<E> = (
  pathname: string,
  skip?: number,
) => { readonly entry: E; readonly params: Params } | undefined;

/**
 * Creates a matcher that uses a trie of segments. A match takes about one look-up per segment of the path, however many
 * routes there are. The search backtracks fully, and visits no node twice.
 *
 * @param entries the routes, with data of the caller, in order of precedence and without conflicts
 */
export function createMatcher<E extends { readonly route: Route }>(
  entries: readonly E[],
  { caseSensitive, strict, conventions }: MatchSettings,
): Matcher<E> {
  const keyOf = memoize((name: string) => {
    const spelled = conventions.spell(name);
    return caseSensitive ? spelled : spelled.toLowerCase();
  });
  const root = createTrie(entries, keyOf);
  // Next.js finds a page that is requested by its own name, `/[a]b`, before it compares patterns.
  const entriesByName = new Map<string, E>();
  for (const entry of entries) if (hasAffix(entry.route)) entriesByName.set(entry.route.path, entry);

  return function match(pathname, skip = 0) {
    const path = trimPathname(pathname, strict);
    if (path === undefined) return undefined;
    const exact = entriesByName.size > 0 ? entriesByName.get(decodeBrackets(path)) : undefined;
    const isExact = exact !== undefined && skip === 0;
    const entry = isExact ? exact : new Search<E>(path, caseSensitive, exact ? skip - 1 : skip, exact).find(root, 1);
    return entry && { entry, params: readParams(entry.route, path) };
  };
}

function hasAffix({ segments }: Route): boolean {
  // A loop, because `some` is slow on frozen arrays.
  for (const segment of segments) if (segment.kind === 'dynamic' && segment.affix) return true;
  return false;
}

/** Removes a last slash from the pathname, unless `strict` is set. Returns `undefined` if no route can match. */
function trimPathname(pathname: string, strict: boolean): string | undefined {
  // `OPTIONS *` has a pathname without a slash.
  if (!pathname.startsWith('/')) return undefined;
  if (!pathname.endsWith('/') || pathname === '/') return pathname;
  const trimmed = pathname.slice(0, -1);
  return strict || trimmed.endsWith('/') ? undefined : trimmed;
}

/** One search in the trie. It reads segments from the path as it goes: every request would pay for an array of them. */
class Search<E> {
  /**
   * Prepares a search.
   *
   * @param skip the number of matching routes to skip
   * @param excluded an entry that is never found
   */
  constructor(
    private readonly path: string,
    private readonly caseSensitive: boolean,
    private skip: number,
    private readonly excluded: E | undefined,
  ) {}

  /**
   * Finds the best route below a node, for the part of the path that begins at `start`, the first character of a
   * segment. The order in which children are tried is that of `table-order.ts`.
   *
   * An empty segment (`//`) matches nothing. If it were collapsed, a request could get past a guard that compares
   * paths before this router does.
   */
  find(node: TrieNode<E>, start: number): E | undefined {
    const { path } = this;
    if (start >= path.length) return this.accept(node.entry) ?? this.accept(node.optionalCatchAll);

    const slash = path.indexOf('/', start);
    if (slash === start) return undefined;
    const end = slash === -1 ? path.length : slash;
    const segment = path.slice(start, end);
    const child = this.findStatic(node, segment);
    let found = child && this.find(child, end + 1);
    if (!found && node.affixedChildren) found = this.findAffixed(node.affixedChildren, segment, end + 1);
    if (!found && node.dynamicChild) found = this.find(node.dynamicChild, end + 1);
    if (found || !(node.catchAll ?? node.optionalCatchAll) || path.includes('//', end)) return found;
    return this.accept(node.catchAll) ?? this.accept(node.optionalCatchAll);
  }

  /**
   * Finds the child with a static name. Names in the trie are ASCII, and in lower case unless case counts. A segment
   * outside ASCII must not match, as in Express: `toLowerCase` would turn the Kelvin sign, U+212A, into a `k`.
   */
  private findStatic(node: TrieNode<E>, segment: string): TrieNode<E> | undefined {
    if (node.staticChild === undefined) return undefined;
    const child = findStatic(node, segment);
    if (child || this.caseSensitive) return child;
    const lower = segment.toLowerCase();
    return lower === segment || nonAscii.test(segment) ? undefined : findStatic(node, lower);
  }

  private findAffixed(affixed: readonly [Affix, TrieNode<E>][], segment: string, next: number): E | undefined {
    for (const [affix, child] of affixed) {
      const found = fitsAffix(segment, affix) ? this.find(child, next) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** Returns the entry, unless it must be skipped. */
  private accept(entry: E | undefined): E | undefined {
    if (entry === undefined || entry === this.excluded) return undefined;
    this.skip -= 1;
    return this.skip < 0 ? entry : undefined;
  }
}

const nonAscii = /[^\0-\x7f]/;

/** Returns `true` if the segment has the prefix and the suffix, and text for the param between them. */
function fitsAffix(segment: string, { prefix, suffix }: Affix): boolean {
  return segment.length > prefix.length + suffix.length && segment.startsWith(prefix) && segment.endsWith(suffix);
}

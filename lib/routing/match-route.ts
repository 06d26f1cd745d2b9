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
 * Finds the route that answers a pathname, and its params: each segment decoded once, after splitting,
 * so that `%2F` is a slash within a value.
 *
 * @param pathname as in `req.path`: not decoded, relative to the mount path
 * @param nth which of the routes that could answer, in order of precedence: 0 is the best
 * @throws {FsRoutesError} `FSR_MALFORMED_URL` (status 400) where a param has a malformed escape.
 */
export type Matcher<E> = (
  pathname: string,
  skip?: number,
) => { readonly entry: E; readonly params: Params } | undefined;

/**
 * Matches by a trie of segments. A request costs one look-up per segment of its path, however many routes there are;
 * it backtracks fully, and visits no place twice.
 *
 * @param entries the routes, each with what else belongs to it, in order of precedence and without conflicts
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
  // Next.js finds a page that is asked for by its own name before it looks at patterns.
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

/** The pathname without a last slash, unless `strict` makes that count; `/` for the root. */
function trimPathname(pathname: string, strict: boolean): string | undefined {
  // `OPTIONS *` has a pathname without a slash.
  if (!pathname.startsWith('/')) return undefined;
  if (!pathname.endsWith('/') || pathname === '/') return pathname;
  const trimmed = pathname.slice(0, -1);
  return strict || trimmed.endsWith('/') ? undefined : trimmed;
}

/** One walk through the trie. An object, and no array of segments, because it is made for every request. */
class Search<E> {
  /**
   * @param skip how many of the routes that match to pass over
   * @param excluded not to be found at all
   */
  constructor(
    private readonly path: string,
    private readonly caseSensitive: boolean,
    private skip: number,
    private readonly excluded: E | undefined,
  ) {}

  /**
   * The best route below a node for the path from `start` on, which is the beginning of a segment.
   *
   * Nothing matches an empty segment (`//`): to collapse it would let a request slip past a guard that
   * compares paths before us.
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
   * Names in the trie are in small letters unless case counts, and so are most that are asked for. Of letters outside
   * ASCII, Express takes none for one in it; JavaScript takes the Kelvin sign, U+212A, for a `K`. All names are ASCII.
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

  /** The entry, unless it is one of those to be passed over. */
  private accept(entry: E | undefined): E | undefined {
    if (entry === undefined || entry === this.excluded) return undefined;
    this.skip -= 1;
    return this.skip < 0 ? entry : undefined;
  }
}

const nonAscii = /[^\0-\x7f]/;

/** Whether there is text for the parameter between what stands around it. */
function fitsAffix(segment: string, { prefix, suffix }: Affix): boolean {
  return segment.length > prefix.length + suffix.length && segment.startsWith(prefix) && segment.endsWith(suffix);
}

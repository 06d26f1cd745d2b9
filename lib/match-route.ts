import { decodeLeniently, readParams } from './read-params.js';
import type { Affix, Route, RouteMatch } from './types.js';

/** A place in the URL, and what the tree has there. */
interface TrieNode {
  route: Route | undefined;
  readonly statics: Map<string, TrieNode>;
  /** Parameters with text around them, sorted by their whole names. */
  affixed: [Affix, TrieNode][];
  dynamic: TrieNode | undefined;
  catchAll: Route | undefined;
  optionalCatchAll: Route | undefined;
}

export interface MatchSettings {
  readonly caseSensitive: boolean;
  readonly strict: boolean;
  /** How a static name may be written in a URL. */
  readonly spellings: (name: string) => readonly string[];
}

/**
 * Finds the route that answers a pathname, and its params: each segment decoded once, after splitting,
 * so that `%2F` is a slash within a value.
 *
 * @param pathname as in `req.path`: not decoded, relative to the mount path
 * @param nth which of the routes that could answer, in order of precedence: 0 is the best
 * @throws {FsRoutesError} `FSR_MALFORMED_URL` (status 400) where a param has a malformed escape.
 */
export type Matcher = (pathname: string, nth?: number) => RouteMatch | undefined;

/**
 * A segment trie. A request costs one look-up per segment of its path, however many routes there are;
 * it backtracks fully, and visits no place twice.
 *
 * @param routes in order of precedence, without conflicts
 */
export function createMatcher(routes: readonly Route[], { caseSensitive, strict, spellings }: MatchSettings): Matcher {
  const keysOf = (name: string) => spellings(name).map((text) => (caseSensitive ? text : text.toLowerCase()));
  const root = createNode();
  for (const route of routes) insert(root, route, keysOf);
  // Next.js finds a page that is asked for by its own name before it looks at patterns.
  const byName = new Map(routes.filter(hasAffix).map((route) => [route.path, route]));

  return function match(pathname, nth = 0) {
    const segments = splitPathname(pathname, strict);
    if (!segments) return undefined;
    const found: Route[] = [];
    collect(root, segments, 0, caseSensitive, found, nth + 1);
    const named = byName.size > 0 ? byName.get(`/${segments.map(decodeLeniently).join('/')}`) : undefined;
    const route = named ?? found[nth];
    return route && { route, params: readParams(route, segments) };
  };
}

function hasAffix({ segments }: Route): boolean {
  return segments.some((segment) => segment.kind === 'dynamic' && segment.affix !== undefined);
}

function createNode(): TrieNode {
  return {
    route: undefined,
    statics: new Map(),
    affixed: [],
    dynamic: undefined,
    catchAll: undefined,
    optionalCatchAll: undefined,
  };
}

function insert(root: TrieNode, route: Route, keysOf: (name: string) => string[]): void {
  let node = root;
  for (const segment of route.segments) {
    if (segment.kind === 'catch-all') {
      node.catchAll = route;
      return;
    }
    if (segment.kind === 'optional-catch-all') {
      node.optionalCatchAll = route;
      return;
    }
    if (segment.kind === 'static') node = staticChild(node, keysOf(segment.name));
    else node = segment.affix ? affixedChild(node, segment.affix) : (node.dynamic ??= createNode());
  }
  node.route = route;
}

function staticChild(node: TrieNode, keys: readonly string[]): TrieNode {
  const child = keys.map((key) => node.statics.get(key)).find(Boolean) ?? createNode();
  for (const key of keys) node.statics.set(key, child);
  return child;
}

function affixedChild(node: TrieNode, affix: Affix): TrieNode {
  const known = node.affixed.find(([{ literal }]) => literal === affix.literal);
  if (known) return known[1];
  const child = createNode();
  node.affixed.push([affix, child]);
  return child;
}

/**
 * The raw segments of a pathname; none for the root. A last slash counts only where `strict` says so.
 * Nothing matches an empty segment (`//`): to collapse it would let a request slip past a guard that
 * compares paths before us.
 */
function splitPathname(pathname: string, strict: boolean): string[] | undefined {
  // `OPTIONS *` has a pathname without a slash.
  if (!pathname.startsWith('/')) return undefined;
  if (pathname === '/') return [];
  const end = !strict && pathname.endsWith('/') ? -1 : undefined;
  const segments = pathname.slice(1, end).split('/');
  return segments.includes('') ? undefined : segments;
}

/** Adds the routes that match from `index` on, best first, until there are `limit`. */
function collect(
  node: TrieNode,
  segments: readonly string[],
  index: number,
  caseSensitive: boolean,
  found: Route[],
  limit: number,
): void {
  if (index === segments.length) {
    if (node.route) found.push(node.route);
  } else {
    const segment = segments[index]!;
    const child = node.statics.get(caseSensitive ? segment : segment.toLowerCase());
    if (child) collect(child, segments, index + 1, caseSensitive, found, limit);
    for (const [affix, next] of node.affixed) {
      if (found.length >= limit) return;
      if (fits(segment, affix)) collect(next, segments, index + 1, caseSensitive, found, limit);
    }
    if (node.dynamic && found.length < limit) collect(node.dynamic, segments, index + 1, caseSensitive, found, limit);
    if (node.catchAll && found.length < limit) found.push(node.catchAll);
  }
  if (node.optionalCatchAll && found.length < limit) found.push(node.optionalCatchAll);
}

/** Whether there is text for the parameter between what stands around it. */
function fits(segment: string, { prefix, suffix }: Affix): boolean {
  return segment.length > prefix.length + suffix.length && segment.startsWith(prefix) && segment.endsWith(suffix);
}

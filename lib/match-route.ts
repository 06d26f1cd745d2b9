import { FsRoutesError } from './errors.js';
import { spellings } from './static-name.js';
import type { Affix, Params, Route, RouteMatch } from './types.js';

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
export function createMatcher(routes: readonly Route[], { caseSensitive, strict }: MatchSettings): Matcher {
  const root = createNode();
  for (const route of routes) insert(root, route, caseSensitive);

  return function match(pathname, nth = 0) {
    const segments = splitPathname(pathname, strict);
    if (!segments) return undefined;
    const found: Route[] = [];
    collect(root, segments, 0, caseSensitive, found, nth + 1);
    const route = found[nth];
    return route && { route, params: readParams(route, segments) };
  };
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

function insert(root: TrieNode, route: Route, caseSensitive: boolean): void {
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
    if (segment.kind === 'static') node = staticChild(node, segment.name, caseSensitive);
    else node = segment.affix ? affixedChild(node, segment.affix) : (node.dynamic ??= createNode());
  }
  node.route = route;
}

function staticChild(node: TrieNode, name: string, caseSensitive: boolean): TrieNode {
  const keys = spellings(name).map((spelling) => (caseSensitive ? spelling : spelling.toLowerCase()));
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

/** Whether there is text for the parameter between what stands around it, or the name itself is asked for. */
function fits(segment: string, { literal, prefix, suffix }: Affix): boolean {
  if (segment.length <= prefix.length + suffix.length) return false;
  return (segment.startsWith(prefix) && segment.endsWith(suffix)) || decodeLeniently(segment) === literal;
}

function readParams(route: Route, segments: readonly string[]): Params {
  const params: Params = {};
  for (const [index, segment] of route.segments.entries()) {
    if (segment.kind === 'dynamic' && segment.affix)
      params[segment.name] = readAffixed(route, segments, index, segment.affix);
    else if (segment.kind === 'dynamic') params[segment.name] = decode(segments[index]!);
    else if (segment.kind !== 'static' && index < segments.length)
      params[segment.name] = segments.slice(index).map(decode);
  }
  return params;
}

function readAffixed(route: Route, segments: readonly string[], index: number, affix: Affix): string | string[] {
  const { prefix, suffix, isCatchAll } = affix;
  const raw = segments[index]!;
  // Next.js finds a page that is asked for by its own name without its pattern, and takes nothing off.
  const isNameOfRoute = `/${segments.map(decodeLeniently).join('/')}` === route.path;
  const value = decode(isNameOfRoute ? raw : raw.slice(prefix.length, raw.length - suffix.length));
  return isCatchAll ? [value] : value;
}

function decodeLeniently(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function decode(raw: string): string {
  if (!raw.includes('%')) return raw;
  try {
    return decodeURIComponent(raw);
  } catch (cause) {
    const help = 'send valid UTF-8 with every byte as two hexadecimal digits; a percent sign itself is %25.';
    const message = `The URL has a malformed percent-escape in '${shorten(raw)}'.`;
    throw new FsRoutesError([{ code: 'FSR_MALFORMED_URL', message, help, files: [], cause }], { status: 400 });
  }
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

import type { Affix, Route } from '../types/index.js';

/** A node of the trie: a place in the URL, with the routes that end there and the segments that follow. */
export interface TrieNode<E> {
  entry: E | undefined;
  /** The first static name below the node. Most nodes have one or none: a Map in each would take much memory. */
  staticName: string | undefined;
  staticChild: TrieNode<E> | undefined;
  /** The children with a static name, if there are several. */
  staticChildren: Map<string, TrieNode<E>> | undefined;
  /** The children with text around a param, sorted by their whole names. */
  affixedChildren: [Affix, TrieNode<E>][] | undefined;
  dynamicChild: TrieNode<E> | undefined;
  catchAll: E | undefined;
  optionalCatchAll: E | undefined;
}

/**
 * Creates a trie of routes by their segments.
 *
 * @param entries the routes, with data of the caller
 * @param keyOf returns the key of a static name: two names with the same key are the same in a URL
 */
export function createTrie<E extends { readonly route: Route }>(
  entries: readonly E[],
  keyOf: (name: string) => string,
): TrieNode<E> {
  const root = createNode<E>();
  for (const entry of entries) insert(root, entry, keyOf);
  return root;
}

/**
 * Finds the child with a static name.
 *
 * @param key the name as `keyOf` returned it for `createTrie`
 */
export function findStatic<E>(node: TrieNode<E>, key: string): TrieNode<E> | undefined {
  if (node.staticChildren) return node.staticChildren.get(key);
  return key === node.staticName ? node.staticChild : undefined;
}

function createNode<E>(): TrieNode<E> {
  return {
    entry: undefined,
    staticName: undefined,
    staticChild: undefined,
    staticChildren: undefined,
    affixedChildren: undefined,
    dynamicChild: undefined,
    catchAll: undefined,
    optionalCatchAll: undefined,
  };
}

function insert<E extends { readonly route: Route }>(
  root: TrieNode<E>,
  entry: E,
  keyOf: (name: string) => string,
): void {
  let node = root;
  for (const segment of entry.route.segments) {
    if (segment.kind === 'catch-all') {
      node.catchAll = entry;
      return;
    }
    if (segment.kind === 'optional-catch-all') {
      node.optionalCatchAll = entry;
      return;
    }
    if (segment.kind === 'static') node = getStaticChild(node, keyOf(segment.name));
    else node = segment.affix ? getAffixedChild(node, segment.affix) : (node.dynamicChild ??= createNode<E>());
  }
  node.entry = entry;
}

function getStaticChild<E>(node: TrieNode<E>, key: string): TrieNode<E> {
  return findStatic(node, key) ?? addStatic(node, key, createNode<E>());
}

function addStatic<E>(node: TrieNode<E>, key: string, child: TrieNode<E>): TrieNode<E> {
  if (node.staticName === undefined || !node.staticChild) {
    node.staticName = key;
    node.staticChild = child;
  } else {
    node.staticChildren ??= new Map([[node.staticName, node.staticChild]]);
    node.staticChildren.set(key, child);
  }
  return child;
}

function getAffixedChild<E>(node: TrieNode<E>, affix: Affix): TrieNode<E> {
  const known = node.affixedChildren?.find(([{ literal }]) => literal === affix.literal);
  if (known) return known[1];
  const child = createNode<E>();
  (node.affixedChildren ??= []).push([affix, child]);
  return child;
}

import type { Affix, Route } from '../types/index.js';

/** A place in the URL, and what the tree has there. */
export interface TrieNode<E> {
  entry: E | undefined;
  /** A written-out name after it; most places have one or none, and a Map for each would be most of the trie. */
  staticName: string | undefined;
  staticChild: TrieNode<E> | undefined;
  /** All of them, where there are several. */
  staticChildren: Map<string, TrieNode<E>> | undefined;
  /** Parameters with text around them, sorted by their whole names. */
  affixedChildren: [Affix, TrieNode<E>][] | undefined;
  dynamicChild: TrieNode<E> | undefined;
  catchAll: E | undefined;
  optionalCatchAll: E | undefined;
}

/** Makes a trie of routes by their segments, each with what else belongs to it. */
export function createTrie<E extends { readonly route: Route }>(
  entries: readonly E[],
  keyOf: (name: string) => string,
): TrieNode<E> {
  const root = createNode<E>();
  for (const entry of entries) insert(root, entry, keyOf);
  return root;
}

/** @param key a name as `keyOf` has it */
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
  if (!node.staticChildren && !node.staticChild) {
    node.staticName = key;
    node.staticChild = child;
  } else {
    node.staticChildren ??= new Map(node.staticChild && [[node.staticName!, node.staticChild]]);
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

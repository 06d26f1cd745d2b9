/** Type tests of `ParamsOf`: which names a path has, and what their values are. */
import type { Params, ParamsOf } from '../../lib/index.js';
import type { Assert, Equal } from './assert-type.js';

/* eslint-disable @typescript-eslint/no-empty-object-type, @typescript-eslint/no-generated-empty-object-type --
   what a route without params has */
type None = {};

export type Kinds = [
  Assert<Equal<ParamsOf<'/posts/[pid]'>, { pid: string }>>,
  Assert<Equal<ParamsOf<'/docs/[...slug]'>, { slug: string[] }>>,
  Assert<Equal<ParamsOf<'/shop/[[...slug]]'>, { slug?: string[] }>>,
  Assert<Equal<ParamsOf<'/[id]'>, { id: string }>>,
  Assert<Equal<ParamsOf<'/[...all]'>, { all: string[] }>>,
  Assert<Equal<ParamsOf<'/[[...all]]'>, { all?: string[] }>>,
];

export type Several = [
  Assert<Equal<ParamsOf<'/a/[x]/b/[y]'>, { x: string; y: string }>>,
  Assert<Equal<ParamsOf<'/a/[x]/b/[y]/[...rest]'>, { x: string; y: string; rest: string[] }>>,
  Assert<Equal<ParamsOf<'/[a]/[b]/[c]/[[...d]]'>, { a: string; b: string; c: string; d?: string[] }>>,
];

export type Names = [
  Assert<Equal<ParamsOf<'/users/[user-id]'>, { 'user-id': string }>>,
  Assert<Equal<ParamsOf<'/[user.id]/[...a b]'>, { 'user.id': string; 'a b': string[] }>>,
  Assert<Equal<ParamsOf<'/[größe]'>, { größe: string }>>,
];

export type WithoutParams = [
  Assert<Equal<ParamsOf<'/'>, None>>,
  Assert<Equal<ParamsOf<'/posts'>, None>>,
  Assert<Equal<ParamsOf<'/posts/create'>, None>>,
];

/** What a route file cannot be called has no names; that it is refused is said at start-up. */
export type Slips = [
  Assert<Equal<ParamsOf<'/posts/[pid'>, None>>,
  Assert<Equal<ParamsOf<'/posts/pid]'>, None>>,
  Assert<Equal<ParamsOf<'/posts/[]'>, None>>,
  Assert<Equal<ParamsOf<'/posts/[...]'>, None>>,
  Assert<Equal<ParamsOf<'/posts/[[pid]]'>, None>>,
  Assert<Equal<ParamsOf<'/posts/[a]-[b]'>, None>>,
  Assert<Equal<ParamsOf<'posts/[pid]'>, None>>,
  Assert<Equal<ParamsOf<''>, None>>,
];

/** Nothing is known, so nothing is said. */
export type Unknown = [Assert<Equal<ParamsOf<string>, Params>>, Assert<Equal<ParamsOf<`/${string}`>, Params>>];

/** One handler for several files has what one of them has. */
export type OneOf = Assert<Equal<ParamsOf<'/a/[x]' | '/b/[y]'>, { x: string } | { y: string }>>;

type Ten = '/b/c/d/e/f/g/h/i/j/k';
/** Deeper than any folder. */
export type Deep = Assert<
  Equal<ParamsOf<`/[a]${Ten}${Ten}${Ten}${Ten}${Ten}${Ten}/[...z]`>, { a: string; z: string[] }>
>;

// @ts-expect-error -- a path is a text
export type NoText = ParamsOf<7>;
// @ts-expect-error -- a name that the path does not have
export type Misspelt = ParamsOf<'/posts/[pid]'>['pit'];

/** Type tests of handlers and requests that are told their file's path. */
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import type { ApiErrorHandler, ApiHandler, ApiRequest, ApiResponse, Query } from '../../lib/index.js';
import type { Assert, Equal } from './assert-type.js';

interface Post {
  id: string;
  title: string;
}
type FromQuery = string | string[] | undefined;
type QueryOf<Path extends string> = ApiRequest<Path>['query'];

export type InQuery = [
  Assert<Equal<QueryOf<'/posts/[pid]'>['pid'], string>>,
  Assert<Equal<QueryOf<'/docs/[...slug]'>['slug'], string[]>>,
  Assert<Equal<QueryOf<'/shop/[[...slug]]'>['slug'], string[] | undefined>>,
  Assert<Equal<QueryOf<'/a/[x]/b/[y]/[...rest]'>['y'], string>>,
  Assert<Equal<QueryOf<'/users/[user-id]'>['user-id'], string>>,
];

/** The query string may have any name. */
export type BesideParams = [
  Assert<Equal<QueryOf<'/posts/[pid]'>['page'], FromQuery>>,
  Assert<Equal<QueryOf<'/docs/[...slug]'>['slag'], FromQuery>>,
  Assert<Equal<QueryOf<'/posts/[pid'>['pid'], FromQuery>>,
  Assert<Equal<QueryOf<'/'>['page'], FromQuery>>,
  Assert<Equal<QueryOf<'/a/[x]' | '/b/[y]'>['x'], FromQuery>>,
];

export type InParams = [
  Assert<Equal<ApiRequest<'/posts/[pid]'>['params'], { pid: string }>>,
  Assert<Equal<ApiRequest<'/a/[x]/b/[y]'>['params'], { x: string; y: string }>>,
  Assert<Equal<ApiRequest<'/docs/[...slug]'>['params']['slug'], string[]>>,
  Assert<Equal<ApiRequest<'/shop/[[...slug]]'>['params']['slug'], string[] | undefined>>,
  Assert<Equal<keyof ApiRequest<'/'>['params'], never>>,
];

/** Without a path, and with one that is not known: as without this. */
export type WithoutPath = [
  Assert<Equal<ApiRequest['query'], Query>>,
  Assert<Equal<ApiRequest['params'], Request['params']>>,
  Assert<Equal<ApiRequest<`/${string}`>['query'], Query>>,
  Assert<Equal<ApiRequest<`/${string}`>['params'], Request['params']>>,
];

/** The first argument is a path where it is a literal that begins with a slash. */
export type PathOrData = [
  Assert<Equal<Parameters<ApiHandler<'/posts/[pid]', Post>>[0], ApiRequest<'/posts/[pid]'>>>,
  Assert<Equal<Parameters<ApiHandler<'/posts/[pid]', Post>>[1], ApiResponse<Post>>>,
  Assert<Equal<Parameters<ApiHandler<'/posts/[pid]'>>[1], ApiResponse>>,
  Assert<Equal<Parameters<ApiHandler<Post>>[0], ApiRequest>>,
  Assert<Equal<Parameters<ApiHandler<Post>>[1], ApiResponse<Post>>>,
  Assert<Equal<Parameters<ApiHandler<string>>[1], ApiResponse<string>>>,
  Assert<Equal<Parameters<ApiHandler<'yes' | 'no'>>[1], ApiResponse<'yes' | 'no'>>>,
  Assert<Equal<Parameters<ApiHandler<unknown>>[1], ApiResponse<unknown>>>,
  Assert<Equal<Parameters<ApiHandler<never>>[1], ApiResponse<never>>>,
  Assert<Equal<Parameters<ApiHandler>[0], ApiRequest>>,
  Assert<Equal<Parameters<ApiHandler>[1], ApiResponse>>,
];

export const GET: ApiHandler<'/posts/[pid]', Post> = (req, res) => {
  const { pid, page } = req.query;
  const id: string = pid;
  res.json({ id: req.params.pid, title: id });
  // @ts-expect-error -- no post
  res.json({ id });
  // @ts-expect-error -- may come from the query string, twice or not at all
  const certain: string = page;
  // @ts-expect-error -- params are those of the path and no others
  return [certain, req.params.page];
};

export default (async (req, res, next) => {
  const parts: string[] = req.query.slug;
  // @ts-expect-error -- an array
  const part: string = req.query.slug;
  res.status(200).json([part, ...parts, ...(req.query.rest ?? [])]);
  await Promise.resolve();
  next();
}) satisfies ApiHandler<'/docs/[...slug]'>;

export const optional: ApiHandler<'/shop/[[...slug]]'> = (req, res) => {
  // @ts-expect-error -- may be missing
  const slug: string[] = req.query.slug;
  res.json([slug, req.query.slug?.join('/'), req.cookies['session'], req.rawBody]);
};

export function titleOf(req: ApiRequest<'/posts/[pid]'>): string {
  return req.query.pid + req.params.pid;
}

declare const forExpress: RequestHandler;
declare const errorsForExpress: ErrorRequestHandler;
declare const forAll: ApiHandler;
declare const forOther: ApiHandler<'/users/[name]'>;

/** Handlers written for Express, and such as need no params, are handlers of any path. */
export const one: ApiHandler<'/posts/[pid]'>[] = [forExpress, forAll, (req, res) => res.json(req.query.pid.trim())];
export const rest: ApiHandler<'/docs/[...slug]'>[] = [forExpress, forAll, (req, res) => res.json(req.query.slug.at(0))];
export const most: ApiHandler<'/shop/[[...slug]]'>[] = [forExpress, forAll];
export const root: ApiHandler<'/'>[] = [forExpress, forAll];
export const dataOnly: ApiHandler<Post>[] = [forExpress, forAll];
export const withData: ApiHandler<'/posts/[pid]', Post>[] = [forExpress, forAll, GET];
/** Without an argument it is a handler of any kind: what a list of many files holds. */
export const general: ApiHandler[] = [forExpress, forOther, GET];
// @ts-expect-error -- of another path
export const others: ApiHandler<'/posts/[pid]'>[] = [forOther];
// @ts-expect-error -- there is no name where there is no path
export const withoutPath: ApiHandler<Post>[] = [forOther];
// @ts-expect-error -- Express's own query holds more than texts, and a request of its own no certain param
export const onlyExpress: RequestHandler[] = [forOther];

/** What mixed lists are, with a type and without. */
export const mixed: (ApiHandler<'/posts/[pid]'> | ApiErrorHandler)[] = [
  forExpress,
  errorsForExpress,
  GET,
  (error, _req, res, next) => (res.headersSent ? next(error) : res.sendStatus(500)),
];
export const beside: (RequestHandler | ApiHandler<'/posts/[pid]'>)[] = [forExpress, GET];
export const inferred = [forExpress, GET];
export type Inferred = Assert<Equal<typeof inferred, (RequestHandler | ApiHandler<'/posts/[pid]', Post>)[]>>;

/** A helper of the app's own, for any path. */
function signedIn<Path extends string>(handler: ApiHandler<Path>): ApiHandler<Path> {
  return (req, res, next) => (req.cookies['session'] === undefined ? res.sendStatus(401) : handler(req, res, next));
}
export const guarded = signedIn<'/posts/[pid]'>((req, res) => res.json(req.query.pid.trim()));
export type Guarded = Assert<Equal<Parameters<typeof guarded>[0]['query']['pid'], string>>;

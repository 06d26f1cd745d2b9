import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import type { ParamsOf } from './params-of.js';

/** The query string's values and the params of the path, as Next.js types them. */
export type Query = Partial<Record<string, string | string[]>>;

/** Whether nothing is known of the path: then every param may be there. */
type IsUnknown<Path extends string> = string extends keyof ParamsOf<Path> ? true : false;

type QueryOf<Path extends string> = IsUnknown<Path> extends true ? Query : Query & ParamsOf<Path>;

/**
 * The params alone. `@types/express` 4 does not know that a param can be an array; with it, such a path's
 * are also what it takes them for, so that handlers written for Express are accepted.
 */
type RequestParamsOf<Path extends string> =
  IsUnknown<Path> extends true
    ? Request['params']
    : ParamsOf<Path> extends Request['params']
      ? ParamsOf<Path>
      : ParamsOf<Path> & Request['params'];

/**
 * Express's request, with what a route adds to it. `body` is what the client sent, unchecked.
 *
 * @template Path the route file's path, for the types of its params: see `ParamsOf`
 * @example function pidOf(req: ApiRequest<'/posts/[pid]'>): string { return req.query.pid; }
 */
export interface ApiRequest<Path extends string = string> extends Request<
  RequestParamsOf<Path>,
  unknown,
  Request['body'],
  QueryOf<Path>
> {
  cookies: Partial<Record<string, string>>;
  /** With `config.api.rawBody: true`. */
  rawBody?: Buffer;
}

/** Express's response; `Data` is what `json` and `send` take. */
export type ApiResponse<Data = Request['body']> = Response<Data>;

/** What is no path, though it extends one: `any` and `never` do. */
type IsAnyOrNever<Type> = string extends Type ? true : [Type] extends [never] ? true : false;

/** `Known` where the first argument is a path, a literal that begins with a slash; `Otherwise` where it is data. */
type IfPath<PathOrData, Then, Else> =
  IsAnyOrNever<PathOrData> extends true ? Else : [PathOrData] extends [`/${string}`] ? Then : Else;

/**
 * A route handler. What it returns is awaited for its errors and otherwise ignored.
 *
 * @template PathOrData the route file's path, for the types of its params (see `ParamsOf`); or, where it
 *   is no text that begins with a slash, what the handler sends
 * @template Data after a path: what the handler sends
 * @example const handler: ApiHandler<'/posts/[pid]'> = (req, res) => { res.json({ post: req.query.pid }); };
 * @example const handler: ApiHandler<'/posts/[pid]', Post> = async (req, res) => { res.json(await find(req.query.pid)); };
 * @example const handler: ApiHandler<{ id: string }> = (req, res) => { res.json({ id: String(req.query.id) }); };
 */
export type ApiHandler<PathOrData = Request['body'], Data = Request['body']> = (
  req: ApiRequest<IfPath<PathOrData, PathOrData & string, string>>,
  res: ApiResponse<IfPath<PathOrData, Data, PathOrData>>,
  next: NextFunction,
) => unknown;

/** An error handler, allowed inside an array of handlers; Express knows it by its four parameters. */
export type ApiErrorHandler = (error: unknown, req: ApiRequest, res: ApiResponse, next: NextFunction) => unknown;

/** Handlers that are called one after the other. */
export type HandlerList = readonly (ApiHandler | ApiErrorHandler)[];

/** A handler as Express is given it. */
export type Handler = RequestHandler | ErrorRequestHandler;

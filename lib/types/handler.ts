import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler, IRoute, NextFunction, Request, RequestHandler, Response } from 'express';
import type { ParamsOf } from './params-of.js';
import type { RouteConfig } from './route-config.js';

/**
 * The type of `req.query`, as in Next.js: the values of the query string and the params of the path. A name that occurs
 * several times in the query string has an array.
 *
 * @example { pid: '1', tag: ['a', 'b'] } // '/posts/1?tag=a&tag=b' on posts/[pid].js
 */
export type Query = Partial<Record<string, string | string[]>>;

/** Is `true` if the path is not a literal. Then any name may be a param. */
type IsUnknown<Path extends string> = string extends keyof ParamsOf<Path> ? true : false;

type QueryOf<Path extends string> = IsUnknown<Path> extends true ? Query : Query & ParamsOf<Path>;

/**
 * The type of `req.params`. In `@types/express` 4 a param is always a string. There, the type of an array is
 * intersected with Express's own, so that handlers written for Express are accepted.
 */
type RequestParamsOf<Path extends string> =
  IsUnknown<Path> extends true
    ? Request['params']
    : ParamsOf<Path> extends Request['params']
      ? ParamsOf<Path>
      : ParamsOf<Path> & Request['params'];

/**
 * Express's request, with the properties that a route adds: `query` has the params of the path too, and `cookies` is
 * parsed. `body` is what the client sent: check it before you use it.
 *
 * @template Path the path of the route file, which gives `query` and `params` their types: see `ParamsOf`
 * @example function pidOf(req: ApiRequest<'/posts/[pid]'>): string { return req.query.pid; }
 */
export interface ApiRequest<Path extends string = string> extends Request<
  RequestParamsOf<Path>,
  unknown,
  Request['body'],
  QueryOf<Path>
> {
  /** The cookies by name, parsed on first use. */
  cookies: Partial<Record<string, string>>;
  /** The bytes of the body, if the route's config has `api.rawBody: true`. */
  rawBody?: Buffer;
  /** Express's own route, with the `config` that the route file exports; an empty object if it exports none. */
  route: IRoute & { readonly config: RouteConfig };
}

/**
 * Express's response, with a type for its body.
 *
 * @template Data the type that `res.json` and `res.send` take
 * @example function sendPost(res: ApiResponse<{ pid: string }>, pid: string): void { res.json({ pid }); }
 */
export type ApiResponse<Data = Request['body']> = Response<Data>;

/** Is `true` for `any`, `unknown`, `string` and `never`, which `IfPath` must not treat as a path. */
type IsAnyOrNever<Type> = string extends Type ? true : [Type] extends [never] ? true : false;

/** `Then` if the first argument is a path, that is, a string literal that begins with a slash; otherwise `Else`. */
type IfPath<PathOrData, Then, Else> =
  IsAnyOrNever<PathOrData> extends true ? Else : [PathOrData] extends [`/${string}`] ? Then : Else;

/**
 * The values that a handler may return: nothing, the response of Express as in `return res.json(…)`, or a `Response` of
 * the web, which is sent. Data is a type error, because it would not be sent.
 */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- `return next()` returns void
export type HandlerResult = void | ServerResponse | globalThis.Response;

/**
 * A route handler. It may return a promise: if that rejects, the error is handled as if the handler had thrown it. See
 * `HandlerResult` for what it may return. TypeScript cannot tell this of a function without parameters.
 *
 * @template PathOrData the path of the route file, which gives the params their types (see `ParamsOf`). If it is not
 *   a string literal that begins with a slash, it is the type that `res.json` and `res.send` take.
 * @template Data the type that `res.json` and `res.send` take, if the first argument is a path
 * @example const handler: ApiHandler<'/posts/[pid]'> = (req, res) => { res.json({ post: req.query.pid }); };
 * @example const handler: ApiHandler<'/posts/[pid]', Post> = async (req, res) => { res.json(await find(req.query.pid)); };
 * @example const handler: ApiHandler<{ id: string }> = (req, res) => { res.json({ id: String(req.query.id) }); };
 */
export type ApiHandler<PathOrData = Request['body'], Data = Request['body']> =
  HandlerFunction<PathOrData, Data> | ExpressHandler<PathOrData>;

/** A handler that is written for a route: its parameters have the types of the path, and it returns no data. */
type HandlerFunction<PathOrData, Data> = (
  req: ApiRequest<IfPath<PathOrData, PathOrData & string, string>>,
  res: ApiResponse<IfPath<PathOrData, Data, PathOrData>>,
  next: NextFunction,
) => HandlerResult | PromiseLike<HandlerResult>;

/* eslint-disable @typescript-eslint/no-unused-vars, @typescript-eslint/no-unnecessary-type-parameters --
   the type parameters and overloads only order types, as the comment says */
/**
 * A handler that is written for Express, such as middleware of a package. Express's type lets it return anything.
 *
 * The overloads and the type parameters keep this type out of the way of `HandlerFunction`. TypeScript takes the types
 * of parameters from a single signature, so overloads give none; `Parameters` reads the last overload, which adds none.
 * Messages name the type that TypeScript created first, and types without a type parameter come before all others.
 */
interface ExpressHandler<_PathOrData> {
  (req: Request, res: Response, next: NextFunction): void;
  <_Any>(...args: never): void;
  (...args: never): void;
}
/* eslint-enable */

/**
 * An error handler in an array of handlers. It handles the errors of the handlers before it. Declare all four
 * parameters: Express recognizes an error handler by their number.
 *
 * @example export default [handler, (error, _req, res, _next) => { res.sendStatus(503); }] satisfies (ApiHandler | ApiErrorHandler)[];
 */
export type ApiErrorHandler = (error: unknown, req: ApiRequest, res: ApiResponse, next: NextFunction) => unknown;

/** Handlers that run one after the other. */
export type HandlerList = readonly (ApiHandler | ApiErrorHandler)[];

/** A handler that you can register with Express. */
export type Handler = RequestHandler | ErrorRequestHandler;

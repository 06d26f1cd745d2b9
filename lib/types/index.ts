import type { Request, Response, Router } from 'express';
import type { HandlerList } from './handler.js';
import type { RouteConfig, Size } from './route-config.js';

export type { ApiErrorHandler, ApiHandler, ApiRequest, ApiResponse, Handler, HandlerList, Query } from './handler.js';
export type { RouteConfig, Size } from './route-config.js';

/**
 * One part of a route's path, between two slashes: `posts`, `[pid]`, `[...slug]` or `[[...slug]]`.
 *
 * @example { kind: 'static', name: 'posts' }
 * @example { kind: 'catch-all', name: 'slug' } // '[...slug]'
 */
export type Segment =
  | { readonly kind: 'static'; readonly name: string }
  | { readonly kind: 'dynamic'; readonly name: string; readonly affix?: Affix }
  | { readonly kind: 'catch-all'; readonly name: string }
  | { readonly kind: 'optional-catch-all'; readonly name: string };

/**
 * The text around a param in its segment. Only `compat: 'next'` produces it: Next.js reads `[a]b` as a pattern
 * if another segment of the path is a param.
 *
 * @example { literal: '[a]b', prefix: '', suffix: 'b', isCatchAll: false }
 */
export interface Affix {
  /** The whole name, `[a]b`. Next.js sorts and compares the segment by it. */
  readonly literal: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Is `true` if the value is an array, as for `x[...y]`. */
  readonly isCatchAll: boolean;
}

/** A file that the scan found. */
export interface RouteFile {
  /** The path relative to the route folder, with `/` on every platform: `posts/[pid].js`. */
  readonly file: string;
  /** The absolute path, with the platform's separator. */
  readonly absolutePath: string;
  /** The parts of `file`, without the extension and without a last `index`: `['posts', '[pid]']`. */
  readonly names: readonly string[];
}

/** The files that the scan found. Each list is sorted by path. */
export interface ScannedFiles {
  readonly routeFiles: readonly RouteFile[];
  /** The `_middleware` files. Their `names` are those of the folder. */
  readonly middlewareFiles: readonly RouteFile[];
}

/** A route file and the URLs that it answers. */
export interface Route {
  /** The file, relative to the route folder and with `/` on every platform: `posts/[pid].js`. */
  readonly file: string;
  /** The absolute path of the file. */
  readonly absolutePath: string;
  /** The path in Next.js notation, relative to the mount path: `/posts/[pid]`. */
  readonly path: string;
  /** The path in the notation of the installed Express, which is also `req.route.path`: `/posts/:pid`. */
  readonly expressPath: string;
  readonly segments: readonly Segment[];
  /** The `_middleware` files that run before the handler, outermost first, named as in `file`. */
  readonly middleware: readonly string[];
  /**
   * The methods that the file answers, sorted, as in the `Allow` header. `*` means that the default export answers
   * every other method. The list is empty until all files are loaded: see `FsRouter.ready`.
   */
  readonly methods: readonly string[];
  /**
   * The `config` that the file exports, or an empty object. Handlers and middleware find it on `req.route.config`. It
   * is empty until all files are loaded: see `FsRouter.ready`. JSON does not have it: the property is not enumerable.
   *
   * @example router.routes.filter(({ config }) => config.api?.bodyParser === false)
   */
  readonly config: RouteConfig;
}

/**
 * The values of the dynamic segments: a string for `[name]`, an array of strings for `[...name]` and `[[...name]]`.
 * An optional catch-all that matched nothing has no key.
 *
 * @example { pid: '1' }          // '/posts/1' on posts/[pid].js
 * @example { slug: ['a', 'b'] }  // '/docs/a/b' on docs/[...slug].js
 */
export type Params = Record<string, string | string[]>;

/** The route that answers a pathname, and its params: the result of `router.match()`. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Params;
}

/** The checked exports of a route file or of a `_middleware` file. */
export interface RouteModule {
  /** The handlers of the default export; empty if there is none. */
  readonly handlers: HandlerList;
  /** The handlers of exports such as `GET`, by the method in capitals. */
  readonly methods: ReadonlyMap<string, HandlerList>;
  readonly config: RouteConfig;
}

/**
 * A function that loads a module: the `import` option, for jiti, vite-node or a test runner. It returns the module's
 * exports or a promise of them. `absolutePath` has the platform's separators; `fileUrl` is the same file as a `file:`
 * URL. If it throws or rejects, the file has the problem `FSR_LOAD_FAILED`.
 *
 * @example const importModule: ImportModule = (absolutePath) => jiti.import(absolutePath);
 */
export type ImportModule = (absolutePath: string, fileUrl: string) => unknown;

/**
 * The options of `fsRoutes`. An option that is `undefined` has its default. An unknown option or an invalid value
 * throws `FSR_BAD_OPTION`.
 *
 * @example fsRoutes('./api', { caseSensitive: true, bodyParser: { sizeLimit: '4mb' } })
 */
export interface FsRoutesOptions {
  /**
   * Treats `/Users` and `/users` as different paths. Default: `false`, as in `express.Router`; `true` with
   * `compat: 'next'`.
   */
  readonly caseSensitive?: boolean | undefined;
  /** Treats `/users/` and `/users` as different paths. Default: `false`, as in `express.Router`. */
  readonly strict?: boolean | undefined;
  /** Adds the params of the mount path to `req.params`. Default: `false`, as in `express.Router`. */
  readonly mergeParams?: boolean | undefined;
  /**
   * The extensions of route files, each with its dot. Default: `.js`, `.cjs`, `.mjs`, `.ts`, `.cts` and `.mts`; with
   * `compat: 'next'`, those of Next.js: `.tsx`, `.ts`, `.jsx` and `.js`.
   */
  readonly extensions?: readonly string[] | undefined;
  /**
   * Globs of files and folders that are not routes. A glob without a slash applies at any depth; a glob with a slash
   * is relative to the route folder. Your list replaces the default, `defaultIgnore`, so include it to add to it.
   * With `compat: 'next'`, the default is `*.d.ts` only.
   *
   * @example fsRoutes('./api', { ignore: [...defaultIgnore, 'drafts'] })
   */
  readonly ignore?: readonly string[] | undefined;
  /** Loads a route file in place of `require` and `import()`: see `ImportModule`. */
  readonly import?: ImportModule | undefined;
  /**
   * Parses `req.body`, up to a size. A route's own `config.api.bodyParser` overrides it. `false` leaves requests as
   * streams. Default: `{ sizeLimit: '1mb' }`.
   */
  readonly bodyParser?: boolean | { readonly sizeLimit?: Size | undefined } | undefined;
  /**
   * Sends requests to handlers through Express Routers, so that tracing tools see the names of routes. Default:
   * `true` if such a tool is found at start-up.
   */
  readonly tracing?: boolean | undefined;
  /**
   * Reloads route files, and modules that they import, when they change, so that the next request sees the change.
   * The option is ignored if `NODE_ENV` is `production`, and in jest. Default: `false`.
   */
  readonly watch?: boolean | undefined;
  /** `'next'` serves a Next.js `pages/api` folder unchanged, with the same responses as `next start`. */
  readonly compat?: 'next' | undefined;
  /** Receives every error that is answered with status 500; `compat: 'next'` only. Default: `console.error`. */
  readonly onError?: OnError | undefined;
}

/**
 * A function that logs or reports an error that the client does not see: the `onError` option.
 *
 * @example const onError: OnError = (error, { req, route }) => logger.error({ error, file: route.file, url: req.url });
 */
export type OnError = (
  error: unknown,
  context: { readonly req: Request; readonly res: Response; readonly route: Route },
) => unknown;

/** The Express Router that `fsRoutes` returns. */
export interface FsRouter extends Router {
  /** The routes in order of precedence. With `watch`, a reload replaces the list. */
  readonly routes: readonly Route[];
  /**
   * A promise that is fulfilled when every route file is loaded. It is already fulfilled when `fsRoutes` returns,
   * unless a file needs `import()`; until then, requests for its routes wait. It rejects with an `FsRoutesError`,
   * which requests also get through `next(err)`.
   *
   * @example await router.ready; app.listen(3000);
   */
  readonly ready: Promise<void>;
  /**
   * Finds the route for a pathname, and its params.
   *
   * @param pathname as in `req.path`: relative to the mount path, not decoded, and without a query string
   * @returns `undefined` if no route matches
   * @throws {FsRoutesError} `FSR_MALFORMED_URL` if a param cannot be decoded
   * @example router.match('/posts/1') // { route: { file: 'posts/[pid].js', … }, params: { pid: '1' } }
   */
  match(pathname: string): RouteMatch | undefined;
  /**
   * Stops watching files. The routes still answer. Does nothing without the `watch` option.
   *
   * @example process.once('SIGTERM', () => server.close(() => void router.close()))
   */
  close(): Promise<void>;
}

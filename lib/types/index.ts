import type { Request, Response, Router } from 'express';
import type { HandlerList } from './handler.js';

export type { ApiErrorHandler, ApiHandler, ApiRequest, ApiResponse, Handler, HandlerList, Query } from './handler.js';

/** One part of a route's path, between two slashes. */
export type Segment =
  | { readonly kind: 'static'; readonly name: string }
  | { readonly kind: 'dynamic'; readonly name: string; readonly affix?: Affix }
  | { readonly kind: 'catch-all'; readonly name: string }
  | { readonly kind: 'optional-catch-all'; readonly name: string };

/**
 * What stands around a parameter in its segment. Only `compat: 'next'` has any: `[a]b` beside a real
 * parameter is one in Next.js, too.
 */
export interface Affix {
  /** The whole name, `[a]b`: by this it is sorted, and compared with other names. */
  readonly literal: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Whether the value is an array, as for `x[...y]`. */
  readonly isCatchAll: boolean;
}

/** A file that the scan found. */
export interface RouteFile {
  /** Relative to the route folder, with `/` on every platform: `posts/[pid].js`. */
  readonly file: string;
  /** Absolute, in the platform's own form. */
  readonly absolutePath: string;
  /** `file` without its extension, split at `/`, without a last `index`: `['posts', '[pid]']`. */
  readonly names: readonly string[];
}

/** What the scan found, each sorted by its file. */
export interface ScannedFiles {
  readonly routeFiles: readonly RouteFile[];
  /** The `_middleware.*` of folders; `names` are the folder's. */
  readonly middlewareFiles: readonly RouteFile[];
}

/** One route file and the URLs it answers. */
export interface Route {
  /** Relative to the route folder, with `/` on every platform: `posts/[pid].js`. */
  readonly file: string;
  readonly absolutePath: string;
  /** The path in the words of the file system, relative to the mount path: `/posts/[pid]`. */
  readonly path: string;
  /** The same for the installed Express, as `req.route.path` has it: `/posts/:pid`. */
  readonly expressPath: string;
  readonly segments: readonly Segment[];
  /** The `_middleware` files that come before it, outermost first. */
  readonly middleware: readonly string[];
  /**
   * What the file answers, as in the header `Allow`; `*` stands for every other method, which its default
   * export takes. Empty until all files are loaded: see `ready`.
   */
  readonly methods: readonly string[];
}

/**
 * Values of the dynamic segments: a string for `[name]`, an array for `[...name]` and `[[...name]]`.
 * An optional catch-all that matched no segment has no key.
 */
export type Params = Record<string, string | string[]>;

/** What `router.match()` finds for a pathname. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Params;
}

/** A body or response size: bytes as a number, or a string such as `'500kb'` or `'4mb'` (1 kb is 1024 bytes). */
export type Size = number | string;

/** The `config` export of a route file, as in Next.js. */
export interface RouteConfig {
  readonly api?:
    | {
        readonly bodyParser?: boolean | { readonly sizeLimit?: Size | undefined } | undefined;
        readonly responseLimit?: boolean | Size | undefined;
        readonly externalResolver?: boolean | undefined;
        readonly rawBody?: boolean | undefined;
      }
    | undefined;
}

/** What a route file exports, or a folder's middleware, checked. */
export interface RouteModule {
  /** The default export's; empty where there is none. */
  readonly handlers: HandlerList;
  /** Exports for one method each, by its name in capitals. */
  readonly methods: ReadonlyMap<string, HandlerList>;
  readonly config: RouteConfig;
}

/** A loader of the caller's own: jiti, vite-node, a test runner. May answer at once or with a promise. */
export type ImportModule = (absolutePath: string, fileUrl: string) => unknown;

export interface FsRoutesOptions {
  /** Whether `/Users` and `/users` are two paths. As in `express.Router`: no. */
  readonly caseSensitive?: boolean | undefined;
  /** Whether `/users/` is another path than `/users`. As in `express.Router`: no. */
  readonly strict?: boolean | undefined;
  /** Whether `req.params` has the parameters of the mount path too. As in `express.Router`: no. */
  readonly mergeParams?: boolean | undefined;
  /** What route files end in. Default: `.js .cjs .mjs .ts .cts .mts`. */
  readonly extensions?: readonly string[] | undefined;
  /**
   * Globs of files and folders that are no routes. One without a slash holds at any depth; one with
   * a slash is relative to the route folder. Replaces the default list, `defaultIgnore`.
   */
  readonly ignore?: readonly string[] | undefined;
  /** Loads a route file in place of `require` and `import()`. */
  readonly import?: ImportModule | undefined;
  /**
   * Whether `req.body` is parsed, and up to which size; a route's `config.api.bodyParser` goes before it.
   * Default: `{ sizeLimit: '1mb' }`.
   */
  readonly bodyParser?: boolean | { readonly sizeLimit?: Size | undefined } | undefined;
  /**
   * Whether requests go to their handlers through Express Routers, so that tracing tools learn the names
   * of routes. Default: found out at start-up, by looking whether such a tool is there.
   */
  readonly tracing?: boolean | undefined;
  /**
   * Whether an edit of the folder's files, or of a module that they import, shows at the next request,
   * without a restart. Default: no. Never where `NODE_ENV` is `production`, nor within jest.
   */
  readonly watch?: boolean | undefined;
  /** `'next'` serves a Next.js `pages/api` folder unchanged, with the answers of `next start`. */
  readonly compat?: 'next' | undefined;
  /** With `compat: 'next'` only: told of every error that was answered with 500. Default: `console.error`. */
  readonly onError?: OnError | undefined;
}

/** What an app does with an error that the client is not told about, such as to log or report it. */
export type OnError = (
  error: unknown,
  context: { readonly req: Request; readonly res: Response; readonly route: Route },
) => unknown;

/** The Express Router that `fsRoutes` returns. */
export interface FsRouter extends Router {
  /** All routes in order of precedence. With `watch`, as the folder is now. */
  readonly routes: readonly Route[];
  /**
   * Settles when every route file is loaded. Already fulfilled unless a file needs `import()`; until
   * then requests wait. Rejects with an `FsRoutesError`, which requests get through `next(err)`.
   */
  readonly ready: Promise<void>;
  /**
   * The route and params for a pathname as in `req.path`, relative to the mount path and not decoded.
   *
   * @throws {FsRoutesError} `FSR_MALFORMED_URL` where a parameter cannot be decoded.
   * @example router.match('/posts/1') // { route: { file: 'posts/[pid].js', … }, params: { pid: '1' } }
   */
  match(pathname: string): RouteMatch | undefined;
  /**
   * Stops what `watch` started; without that there is nothing to stop. The routes answer on.
   *
   * @example process.once('SIGTERM', () => server.close(() => void router.close()))
   */
  close(): Promise<void>;
}

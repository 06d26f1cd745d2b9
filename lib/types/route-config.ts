/** The size of a body or response: a number of bytes, or a string such as `'500kb'` or `'4mb'` (1 kb is 1024 bytes). */
export type Size = number | string;

/**
 * The `config` export of a route file, as in Next.js. It is checked when the file is loaded (`FSR_BAD_CONFIG`).
 *
 * Keys beside `api` are yours. Middleware finds them on `req.route.config`, and tools on `router.routes[i].config`. To
 * give them types, declare them.
 *
 * @example export const config: RouteConfig = { api: { bodyParser: { sizeLimit: '4mb' } } };
 * @example
 * declare module 'express-pages-api' {
 *   interface RouteConfig {
 *     roles?: string[];
 *   }
 * }
 */
export interface RouteConfig {
  readonly api?:
    | {
        /**
         * Parses `req.body`. `false` leaves the request as a stream; `{ sizeLimit }` sets the largest body, and a
         * larger one fails with status 413. Default: the `bodyParser` option of `fsRoutes`.
         */
        readonly bodyParser?: boolean | { readonly sizeLimit?: Size | undefined } | undefined;
        /** The size above which a response causes a warning in development. `false` turns it off. Default: 4 MB. */
        readonly responseLimit?: boolean | Size | undefined;
        /** Turns off the warning, in development, about a handler that sent no response. Default: `false`. */
        readonly externalResolver?: boolean | undefined;
        /** Sets `req.rawBody`, a Buffer, in addition to the parsed `req.body`. Default: `false`. */
        readonly rawBody?: boolean | undefined;
      }
    | undefined;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteConfig } from '../types/index.js';

/** The type of a body that nothing has checked: `any`, as in Next.js. */
type Unchecked = ReturnType<typeof JSON.parse>;

type Send<Data> = (body: Data) => void;

/**
 * The request of an API route with `compat: 'next'`. It has the same name and members as in `next`, so only the module
 * that you import it from changes.
 *
 * @example import type { NextApiRequest } from 'express-pages-api/next';
 */
export interface NextApiRequest extends IncomingMessage {
  /** The values of the query string and the params of the path. A param wins over a value of the same name. */
  query: Partial<Record<string, string | string[]>>;
  /** The cookies by name, parsed on first use. */
  cookies: Partial<Record<string, string>>;
  /** The body, parsed by its content type: JSON, a form or text. Check it before you use it. */
  body: Unchecked;
  /** A member that only the type has, as in Next.js. Read `process.env` instead. */
  env: NodeJS.ProcessEnv;
  /** Always `undefined`: there are no pages. */
  draftMode?: boolean;
  /** Always `undefined`: there are no pages. */
  preview?: boolean;
  /** Always `false`: there are no pages. */
  previewData?: string | false | object | undefined;
}

/**
 * The response of an API route with `compat: 'next'`.
 *
 * @template Data the type that `json` and `send` take
 * @example function sendPost(res: NextApiResponse<{ pid: string }>, pid: string): void { res.json({ pid }); }
 */
export type NextApiResponse<Data = Unchecked> = ServerResponse & {
  /** Sends a string, Buffer or stream as it is, and any other value as JSON. */
  send: Send<Data>;
  /** Sends a value as JSON. */
  json: Send<Data>;
  /** Sets the status code and returns the response. */
  status: (statusCode: number) => NextApiResponse<Data>;
  /** Redirects to a URL, with status 307 unless you pass another. Throws an `Error` for other arguments. */
  redirect: ((url: string) => NextApiResponse<Data>) & ((status: number, url: string) => NextApiResponse<Data>);
  /** Throws `FSR_NO_PAGES`: there are no pages. */
  setDraftMode: (options: { enable: boolean }) => NextApiResponse<Data>;
  /** Throws `FSR_NO_PAGES`: there are no pages. */
  setPreviewData: (data: object | string, options?: { maxAge?: number; path?: string }) => NextApiResponse<Data>;
  /** Throws `FSR_NO_PAGES`: there are no pages. */
  clearPreviewData: (options?: { path?: string }) => NextApiResponse<Data>;
  /** Throws `FSR_NO_PAGES`: there are no pages. */
  revalidate: (urlPath: string, options?: { unstable_onlyGenerated?: boolean }) => Promise<void>;
};

/**
 * The default export of an API route with `compat: 'next'`. It may return a promise: if that rejects, the request is
 * answered with status 500.
 *
 * @template Data the type that `res.json` and `res.send` take
 * @example const handler: NextApiHandler<{ pid: unknown }> = (req, res) => { res.json({ pid: req.query.pid }); };
 */
export type NextApiHandler<Data = Unchecked> = (req: NextApiRequest, res: NextApiResponse<Data>) => unknown;

/**
 * The `config` export of an API route with `compat: 'next'`. Only `api` has an effect: see `RouteConfig`.
 *
 * @example export const config: PageConfig = { api: { bodyParser: { sizeLimit: '4mb' } } };
 */
export interface PageConfig extends RouteConfig {
  /** The edge runtimes are refused with `FSR_BAD_CONFIG`. */
  runtime?: 'nodejs' | 'edge' | 'experimental-edge';
  maxDuration?: number;
  regions?: string | string[];
}

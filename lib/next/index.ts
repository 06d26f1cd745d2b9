import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteConfig } from '../types/index.js';

/** A value that the client sent, unchecked. It is `any`, as in Next.js. */
type Unchecked = ReturnType<typeof JSON.parse>;

type Send<Data> = (body: Data) => void;

/** The request of a Next.js API route. The name is the same as in `next`. */
export interface NextApiRequest extends IncomingMessage {
  query: Partial<Record<string, string | string[]>>;
  cookies: Partial<Record<string, string>>;
  body: Unchecked;
  env: NodeJS.ProcessEnv;
  draftMode?: boolean;
  preview?: boolean;
  previewData?: string | false | object | undefined;
}

/** The response of a Next.js API route. `Data` is the type of what `json` and `send` accept. */
export type NextApiResponse<Data = Unchecked> = ServerResponse & {
  send: Send<Data>;
  json: Send<Data>;
  status: (statusCode: number) => NextApiResponse<Data>;
  redirect: ((url: string) => NextApiResponse<Data>) & ((status: number, url: string) => NextApiResponse<Data>);
  /** A method that throws `FSR_NO_PAGES` here. */
  setDraftMode: (options: { enable: boolean }) => NextApiResponse<Data>;
  /** A method that throws `FSR_NO_PAGES` here. */
  setPreviewData: (data: object | string, options?: { maxAge?: number; path?: string }) => NextApiResponse<Data>;
  /** A method that throws `FSR_NO_PAGES` here. */
  clearPreviewData: (options?: { path?: string }) => NextApiResponse<Data>;
  /** A method that throws `FSR_NO_PAGES` here. */
  revalidate: (urlPath: string, options?: { unstable_onlyGenerated?: boolean }) => Promise<void>;
};

export type NextApiHandler<Data = Unchecked> = (req: NextApiRequest, res: NextApiResponse<Data>) => unknown;

/** The `config` export of a page or an API route. Only `api` has an effect here. */
export interface PageConfig extends RouteConfig {
  runtime?: 'nodejs' | 'edge' | 'experimental-edge';
  maxDuration?: number;
  regions?: string | string[];
}

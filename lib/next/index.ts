import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RouteConfig } from '../types/index.js';

/** As in Next.js: whatever the client sent, unchecked. */
type Unchecked = ReturnType<typeof JSON.parse>;

type Send<Data> = (body: Data) => void;

/** The request of a Next.js API route, under the name that `next` gives it. */
export interface NextApiRequest extends IncomingMessage {
  query: Partial<Record<string, string | string[]>>;
  cookies: Partial<Record<string, string>>;
  body: Unchecked;
  env: NodeJS.ProcessEnv;
  draftMode?: boolean;
  preview?: boolean;
  previewData?: string | false | object | undefined;
}

/** The response of a Next.js API route; `Data` is what `json` and `send` take. */
export type NextApiResponse<Data = Unchecked> = ServerResponse & {
  send: Send<Data>;
  json: Send<Data>;
  status: (statusCode: number) => NextApiResponse<Data>;
  redirect: ((url: string) => NextApiResponse<Data>) & ((status: number, url: string) => NextApiResponse<Data>);
  /** Throws here: `FSR_NO_PAGES`. */
  setDraftMode: (options: { enable: boolean }) => NextApiResponse<Data>;
  /** Throws here: `FSR_NO_PAGES`. */
  setPreviewData: (data: object | string, options?: { maxAge?: number; path?: string }) => NextApiResponse<Data>;
  /** Throws here: `FSR_NO_PAGES`. */
  clearPreviewData: (options?: { path?: string }) => NextApiResponse<Data>;
  /** Throws here: `FSR_NO_PAGES`. */
  revalidate: (urlPath: string, options?: { unstable_onlyGenerated?: boolean }) => Promise<void>;
};

export type NextApiHandler<Data = Unchecked> = (req: NextApiRequest, res: NextApiResponse<Data>) => unknown;

/** The `config` export of a page or API route. Only `api` means something here. */
export interface PageConfig extends RouteConfig {
  runtime?: 'nodejs' | 'edge' | 'experimental-edge';
  maxDuration?: number;
  regions?: string | string[];
}

import { readBody, type ReceivedBody } from './read-response.js';

/** A request, as the form has it. */
export interface RequestDraft {
  readonly method: string;
  /** The path and query string. */
  readonly url: string;
  /** The headers as text, one `Name: value` per line. */
  readonly headers: string;
  readonly body: string;
  readonly followsRedirects: boolean;
}

/** The response to a request, as far as the browser shows it to a page. */
export interface ReceivedResponse extends ReceivedBody {
  readonly response: Response;
  /** The time until the headers arrived. */
  readonly durationMs: number;
}

/** Returns `true` for methods that should change nothing on the server. */
export function isSafe(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS', 'QUERY'].includes(method);
}

export function hasBody({ method, body }: RequestDraft): boolean {
  return method !== 'GET' && method !== 'HEAD' && body !== '';
}

/**
 * Parses the headers of a request, and adds a `Content-Type` if there is a body without one.
 *
 * @throws {Error} with the first line that is not a header
 */
export function parseHeaders(draft: RequestDraft): [name: string, value: string][] {
  const lines = draft.headers.split('\n').filter((line) => line.trim() !== '');
  const headers = lines.map((line): [string, string] => {
    const [, name, value] = /^\s*([^\s:]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`'${line}' is not a header: write it as Name: value.`);
    return [name, value];
  });
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return hasBody(draft) && !hasType ? [...headers, ['Content-Type', guessContentType(draft.body)]] : headers;
}

/** Guesses the content type of a body. */
function guessContentType(body: string): string {
  return /^\s*[[{"]/.test(body) ? 'application/json' : 'text/plain;charset=UTF-8';
}

/** Returns the names of the headers that the browser does not let a page set. */
export function findDroppedHeaders(draft: RequestDraft): string[] {
  const headers = parseHeaders(draft);
  const request = createRequest(draft, headers);
  return headers.map(([name]) => name).filter((name) => !request.headers.has(name));
}

/** Returns the path as the browser will send it: without `..`, and with characters encoded that a URL cannot have. */
export function urlAsSent(url: string): string {
  const { pathname, search } = new URL(location.origin + url);
  return pathname + search;
}

/**
 * Sends a request to the origin of this page.
 *
 * @param onHeaders is called before the body is read, which may take long
 */
export async function sendRequest(
  draft: RequestDraft,
  signal: AbortSignal,
  onHeaders: (response: Response) => void,
): Promise<ReceivedResponse> {
  const request = createRequest(draft, parseHeaders(draft));
  const start = performance.now();
  const response = await fetch(request, { signal });
  const durationMs = performance.now() - start;
  onHeaders(response);
  return { response, durationMs, ...(await readBody(response, signal)) };
}

function createRequest(draft: RequestDraft, headers: [string, string][]): Request {
  if (!draft.url.startsWith('/')) throw new Error('The path must begin with a slash.');
  return new Request(location.origin + draft.url, {
    method: draft.method,
    headers,
    ...(hasBody(draft) ? { body: draft.body } : {}),
    cache: 'no-store',
    redirect: draft.followsRedirects ? 'follow' : 'manual',
  });
}

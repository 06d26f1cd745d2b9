/** A request as it stands in the form. */
export interface RequestDraft {
  readonly method: string;
  /** Path and query string. */
  readonly url: string;
  /** `Name: value`, one per line. */
  readonly headers: string;
  readonly body: string;
  readonly followsRedirects: boolean;
}

/** What came back, as far as the browser shows it to a page. */
export interface ReceivedResponse {
  readonly response: Response;
  /** Until the headers were there. */
  readonly durationMs: number;
  /** What was read of the body, and how many bytes there were of it. */
  readonly text: string;
  readonly bodyBytes: number;
  /** Whether the body goes on, and was not read further: it is too long, or was stopped. */
  readonly isTruncated: boolean;
  readonly isBinary: boolean;
}

/** As much of a body as is read and shown: 256 kB. */
const maxBodyBytes = 256 * 1024;

/** Methods of which a form can expect that they change nothing. */
export function isSafe(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}

export function hasBody({ method, body }: RequestDraft): boolean {
  return method !== 'GET' && method !== 'HEAD' && body !== '';
}

/** @throws {Error} that says which line is no header */
export function parseHeaders(draft: RequestDraft): [name: string, value: string][] {
  const lines = draft.headers.split('\n').filter((line) => line.trim() !== '');
  const headers = lines.map((line): [string, string] => {
    const [, name, value] = /^\s*([^\s:]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`'${line}' is no header: write it as Name: value.`);
    return [name, value];
  });
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return hasBody(draft) && !hasType ? [...headers, ['Content-Type', guessContentType(draft.body)]] : headers;
}

/** For a body whose type is not said. */
function guessContentType(body: string): string {
  return /^\s*[[{"]/.test(body) ? 'application/json' : 'text/plain;charset=UTF-8';
}

/** What a browser leaves out of the headers that a page wants to set. */
export function findDroppedHeaders(draft: RequestDraft): string[] {
  const headers = parseHeaders(draft);
  const request = createRequest(draft, headers);
  return headers.map(([name]) => name).filter((name) => !request.headers.has(name));
}

/** The path that the browser makes of the one that was typed: without `..` and what a URL cannot hold. */
export function urlAsSent(url: string): string {
  const { pathname, search } = new URL(location.origin + url);
  return pathname + search;
}

/**
 * Sends it to this page's own origin.
 *
 * @param onHeaders called before the body is read, which may take long
 */
export async function sendRequest(
  draft: RequestDraft,
  signal: AbortSignal,
  onHeaders: (response: Response) => void,
): Promise<ReceivedResponse> {
  const request = createRequest(draft, parseHeaders(draft));
  const start = performance.now();
  const response = await fetch(request, { signal });
  const milliseconds = performance.now() - start;
  onHeaders(response);
  const isBinary = !isText(response.headers.get('content-type'));
  return { response, durationMs: milliseconds, isBinary, ...(await readBody(response, isBinary, signal)) };
}

function createRequest(draft: RequestDraft, headers: [string, string][]): Request {
  if (!draft.url.startsWith('/')) throw new Error('A path begins with a slash.');
  return new Request(location.origin + draft.url, {
    method: draft.method,
    headers,
    ...(hasBody(draft) ? { body: draft.body } : {}),
    cache: 'no-store',
    redirect: draft.followsRedirects ? 'follow' : 'manual',
  });
}

type ReadBody = Pick<ReceivedResponse, 'text' | 'bodyBytes' | 'isTruncated'>;

/** Up to the limit, or until it is stopped: some responses never end. */
async function readBody(response: Response, isBinary: boolean, signal: AbortSignal): Promise<ReadBody> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    while (reader && bytes <= maxBodyBytes) {
      const { done, value } = await reader.read();
      if (done) return { text, bodyBytes: bytes, isTruncated: false };
      if (!isBinary) text += decoder.decode(value.subarray(0, maxBodyBytes - bytes), { stream: true });
      bytes += value.byteLength;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return { text, bodyBytes: bytes, isTruncated: true };
  }
  await reader?.cancel();
  return { text, bodyBytes: bytes, isTruncated: reader !== undefined };
}

function isText(contentType: string | null): boolean {
  if (contentType === null) return true;
  return /^text\/|[/+](?:json|xml|yaml|javascript|ecmascript|x-www-form-urlencoded|graphql|x-ndjson)\b/i.test(
    contentType,
  );
}

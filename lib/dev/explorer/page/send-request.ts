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
export interface Reply {
  readonly response: Response;
  /** Until the headers were there. */
  readonly milliseconds: number;
  /** What was read of the body, and how many bytes there were of it. */
  readonly text: string;
  readonly bytes: number;
  /** Whether the body goes on, and was not read further: it is too long, or was stopped. */
  readonly isCut: boolean;
  readonly isBinary: boolean;
}

/** As much of a body as is read and shown: 256 kB. */
const most = 256 * 1024;

/** Methods of which a form can expect that they change nothing. */
export function isSafe(method: string): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method);
}

export function hasBody({ method, body }: RequestDraft): boolean {
  return method !== 'GET' && method !== 'HEAD' && body !== '';
}

/** @throws {Error} that says which line is no header */
export function readHeaders(draft: RequestDraft): [name: string, value: string][] {
  const lines = draft.headers.split('\n').filter((line) => line.trim() !== '');
  const headers = lines.map((line): [string, string] => {
    const [, name, value] = /^\s*([^\s:]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`'${line}' is no header: write it as Name: value.`);
    return [name, value];
  });
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return hasBody(draft) && !hasType ? [...headers, ['Content-Type', guessType(draft.body)]] : headers;
}

/** For a body whose type is not said. */
function guessType(body: string): string {
  return /^\s*[[{"]/.test(body) ? 'application/json' : 'text/plain;charset=UTF-8';
}

/** What a browser leaves out of the headers that a page wants to set. */
export function droppedHeaders(draft: RequestDraft): string[] {
  const headers = readHeaders(draft);
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
): Promise<Reply> {
  const request = createRequest(draft, readHeaders(draft));
  const start = performance.now();
  const response = await fetch(request, { signal });
  const milliseconds = performance.now() - start;
  onHeaders(response);
  const isBinary = !isText(response.headers.get('content-type'));
  return { response, milliseconds, isBinary, ...(await readBody(response, isBinary, signal)) };
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

type Body = Pick<Reply, 'text' | 'bytes' | 'isCut'>;

/** Up to the limit, or until it is stopped: some responses never end. */
async function readBody(response: Response, isBinary: boolean, signal: AbortSignal): Promise<Body> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    while (reader && bytes <= most) {
      const { done, value } = await reader.read();
      if (done) return { text, bytes, isCut: false };
      if (!isBinary) text += decoder.decode(value.subarray(0, most - bytes), { stream: true });
      bytes += value.byteLength;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return { text, bytes, isCut: true };
  }
  await reader?.cancel();
  return { text, bytes, isCut: reader !== undefined };
}

function isText(contentType: string | null): boolean {
  if (contentType === null) return true;
  return /^text\/|[/+](?:json|xml|yaml|javascript|ecmascript|x-www-form-urlencoded|graphql|x-ndjson)\b/i.test(
    contentType,
  );
}

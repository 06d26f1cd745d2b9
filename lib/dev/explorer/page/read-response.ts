/** The body of a response, as far as it was read. */
export interface ReceivedBody {
  /** The part of the body that was read; empty if it is binary. */
  readonly text: string;
  readonly bodyBytes: number;
  /** Is `true` if the rest of the body was not read, because it is too long or the request was stopped. */
  readonly isTruncated: boolean;
  readonly isBinary: boolean;
}

/** The number of bytes of a body that are read and shown: 256 kB. */
const maxBodyBytes = 256 * 1024;

/** Reads a body up to the limit, or until the request is stopped, because some responses never end. */
export async function readBody(response: Response, signal: AbortSignal): Promise<ReceivedBody> {
  const isBinary = !isText(response.headers.get('content-type'));
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bodyBytes = 0;
  try {
    while (reader && bodyBytes <= maxBodyBytes) {
      const { done, value } = await reader.read();
      if (done) return { text, bodyBytes, isTruncated: false, isBinary };
      if (!isBinary) text += decoder.decode(value.subarray(0, maxBodyBytes - bodyBytes), { stream: true });
      bodyBytes += value.byteLength;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return { text, bodyBytes, isTruncated: true, isBinary };
  }
  await reader?.cancel();
  return { text, bodyBytes, isTruncated: reader !== undefined, isBinary };
}

function isText(contentType: string | null): boolean {
  if (contentType === null) return true;
  return /^text\/|[/+](?:json|xml|yaml|javascript|ecmascript|x-www-form-urlencoded|graphql|x-ndjson)\b/i.test(
    contentType,
  );
}

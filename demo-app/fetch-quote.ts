import { httpError } from './http-error.js';

/** The settings of the external service, which clients must not see. */
export interface QuoteService {
  readonly url: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
}

export interface Quote {
  readonly quote: string;
  readonly by: string;
}

/**
 * Fetches a quote from the external service.
 *
 * @throws {Error} with status 504 if the service is too slow, or 502 if it is down or sends something else; its `cause`
 *   is for the log
 */
export async function fetchQuote({ url, apiKey, timeoutMs }: QuoteService): Promise<Quote> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${apiKey}` },
      // A redirect could lead to another server.
      redirect: 'error',
      signal,
    });
    if (!response.ok) throw new Error(`The external service answered ${response.status}.`);
    return readQuote(await response.json());
  } catch (cause) {
    throw signal.aborted
      ? httpError(504, 'The external service took too long.', { cause })
      : httpError(502, 'The external service is not available.', { cause });
  }
}

/** Returns only what clients may see, whatever else the service sends. */
function readQuote(answer: unknown): Quote {
  const { quote, by } = (answer ?? {}) as Partial<Record<keyof Quote, unknown>>;
  if (typeof quote !== 'string' || typeof by !== 'string') throw new Error('The external service sent no quote.');
  return { quote, by };
}

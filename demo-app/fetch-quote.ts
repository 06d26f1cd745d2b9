import { httpError } from './http-error.js';

/** How to reach the external service: none of it is for clients. */
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
 * Asks the external service for a quote.
 *
 * @throws status 504 when it takes too long, 502 when it is down or answers something else; `cause` says
 * more, for the log
 */
export async function fetchQuote({ url, apiKey, timeoutMs }: QuoteService): Promise<Quote> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${apiKey}` },
      // A redirect would lead to a place that nobody chose.
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

/** Only what we promise our clients, whatever else the service sends. */
function readQuote(answer: unknown): Quote {
  const { quote, by } = (answer ?? {}) as Partial<Record<keyof Quote, unknown>>;
  if (typeof quote !== 'string' || typeof by !== 'string') throw new Error('The external service sent no quote.');
  return { quote, by };
}

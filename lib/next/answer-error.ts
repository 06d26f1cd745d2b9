import type { Response } from 'express';

/** An error whose message Next.js sends to the client, as the reason phrase and as the body. */
export class NextApiError extends Error {
  readonly statusCode: number;
  readonly #isNextApiError = true;

  /**
   * Returns `true` if a value is such an error. Unlike `instanceof`, it reads no property, which a Proxy may throw for.
   */
  static is(error: unknown): error is NextApiError {
    return typeof error === 'object' && error !== null && #isNextApiError in error;
  }

  constructor(statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
  }
}

/**
 * Answers an error as Next.js does. If the handler has already sent a part of the response, the text is appended to it.
 */
export function answerError(res: Response, error: unknown): void {
  // A write after the end would emit 'error'. If end() failed before it sent the headers, the response has not ended.
  if (res.writableEnded && res.headersSent) return;
  const isForClient = NextApiError.is(error);
  const message = isForClient ? error.message : 'Internal Server Error';
  res.statusCode = isForClient ? error.statusCode : 500;
  res.statusMessage = message;
  res.end(message);
}

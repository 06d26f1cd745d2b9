import type { Response } from 'express';

/** An error whose message Next.js sends to the client, as the reason phrase and as the body. */
export class NextApiError extends Error {
  readonly statusCode: number;
  readonly #isOurs = true;

  /** Returns whether a value is such an error. Reads no property of it, unlike `instanceof`: a Proxy may throw then. */
  static is(error: unknown): error is NextApiError {
    return typeof error === 'object' && error !== null && #isOurs in error;
  }

  constructor(statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
  }
}

/**
 * Answers an error as Next.js does. If the handler has already sent a part of its answer, the text is appended to it.
 */
export function answerError(res: Response, error: unknown): void {
  // A write after the end would emit 'error'. An end() that failed before it sent the headers has not ended anything.
  if (res.writableEnded && res.headersSent) return;
  const isForClient = NextApiError.is(error);
  const message = isForClient ? error.message : 'Internal Server Error';
  res.statusCode = isForClient ? error.statusCode : 500;
  res.statusMessage = message;
  res.end(message);
}

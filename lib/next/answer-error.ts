import type { Response } from 'express';

/** An error whose text Next.js sends to the client, as reason phrase and as body. */
export class NextApiError extends Error {
  readonly statusCode: number;
  readonly #isOurs = true;

  /** Unlike `instanceof`, it asks nothing of the value, which may be a Proxy that throws. */
  static is(error: unknown): error is NextApiError {
    return typeof error === 'object' && error !== null && #isOurs in error;
  }

  constructor(statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
  }
}

/** The answer of Next.js to an error; appended to what was sent already, if anything was. */
export function answerError(res: Response, error: unknown): void {
  // To write after the end is an 'error' event; an end() that failed before it sent a header is no end.
  if (res.writableEnded && res.headersSent) return;
  const isForClient = NextApiError.is(error);
  const message = isForClient ? error.message : 'Internal Server Error';
  res.statusCode = isForClient ? error.statusCode : 500;
  res.statusMessage = message;
  res.end(message);
}

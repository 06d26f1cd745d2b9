import type { Response } from 'express';

/** An error whose text Next.js sends to the client, as reason phrase and as body. */
export class NextApiError extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
  }
}

/** The answer of Next.js to an error; appended to what was sent already, if anything was. */
export function answerError(res: Response, error: unknown): void {
  // To write after the end is an 'error' event; an end() that failed before it sent a header is no end.
  if (res.writableEnded && res.headersSent) return;
  const isForClient = error instanceof NextApiError;
  const message = isForClient ? error.message : 'Internal Server Error';
  res.statusCode = isForClient ? error.statusCode : 500;
  res.statusMessage = message;
  res.end(message);
}

import type { Application, Request } from 'express';
import type { PostStore } from './post-store.js';
import type { QuoteService } from './fetch-quote.js';

/** What the routes work with. Every app has its own, so that two in one process do not meet. */
export interface Services {
  readonly posts: PostStore;
  readonly quotes: QuoteService;
  /** The environment: `process.env`, or a test's own. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function setServices(app: Application, services: Services): void {
  app.locals['services'] = services;
}

export function servicesOf(req: Request): Services {
  return req.app.locals['services'] as Services;
}

import type { Application, Request } from 'express';
import type { PostStore } from './post-store.js';
import type { QuoteService } from './fetch-quote.js';

/** The services that the routes use. Each app has its own, so that two apps in one process do not share them. */
export interface Services {
  readonly posts: PostStore;
  readonly quotes: QuoteService;
  /** The environment: `process.env`, or an object of a test. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function setServices(app: Application, services: Services): void {
  app.locals['services'] = services;
}

export function servicesOf(req: Pick<Request, 'app'>): Services {
  return req.app.locals['services'] as Services;
}

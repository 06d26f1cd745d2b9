import type { BrowserContext, Page } from 'playwright-core';

export interface OpenedPage {
  readonly page: Page;
  /** Errors of the page, what its Content-Security-Policy refused, and requests to other origins. */
  readonly pageErrors: string[];
}

/** Matches what Chrome logs for every response with an error status and every lost connection: both are expected. */
const expectedErrors =
  /^Failed to load resource: (?:the server responded with a status|net::ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED))/;

/** Opens a page in a new tab, and collects what goes wrong in it. */
export async function openPage(context: BrowserContext, url: string): Promise<OpenedPage> {
  const page = await context.newPage();
  const pageErrors: string[] = [];
  page.on('console', (message) => {
    const isProblem = ['error', 'warning'].includes(message.type());
    if (isProblem && !expectedErrors.test(message.text())) pageErrors.push(message.text());
  });
  page.on('pageerror', (error) => pageErrors.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== 'data:') pageErrors.push(`requested ${request.url()}`);
  });
  await page.goto(url);
  return { page, pageErrors };
}

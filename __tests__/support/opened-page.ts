import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface OpenedPage {
  readonly page: Page;
  /** Errors of the page, what its Content-Security-Policy refused, and requests to other origins. */
  readonly pageErrors: string[];
}

/** Chrome writes down every answer that is no success, and every server that goes: those are expected. */
const expectedErrors =
  /^Failed to load resource: (?:the server responded with a status|net::ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED))/;

/** Opens a page in a browser that remembers nothing, and notes what goes wrong in it. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isProblem = ['error', 'warning'].includes(message.type());
    if (isProblem && !expectedErrors.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(url).origin && protocol !== 'data:') complaints.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  return { page, pageErrors: complaints };
}

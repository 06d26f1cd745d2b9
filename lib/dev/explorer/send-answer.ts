import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import { printable } from '../../reporting/printable.js';
import page from './page/page.html';

/** Sends the page. Its policy allows requests to this server only, and the script with the nonce of this response. */
export function sendPage(res: Response): void {
  const nonce = randomBytes(16).toString('base64');
  restrictToSameOrigin(res);
  // The policy that the app has set for its own pages does not apply to this one.
  res.removeHeader('Content-Security-Policy-Report-Only');
  res.set({ 'Cache-Control': 'no-store', 'Content-Security-Policy': contentSecurityPolicy(nonce) });
  res.type('html').send(page.replaceAll('{{nonce}}', nonce));
}

/**
 * Sends a value as JSON, with all control characters escaped because people may print it in a terminal. `res.json`
 * would depend on the settings of the app.
 */
export function sendJson(res: Response, value: unknown): void {
  restrictToSameOrigin(res);
  res
    .set('Cache-Control', 'no-store')
    .type('json')
    .send(printable(JSON.stringify(value)));
}

/** Sends plain text: the reason why a request was refused. */
export function sendText(res: Response, text: string): void {
  restrictToSameOrigin(res);
  res.set('Cache-Control', 'no-store').type('text').send(text);
}

/** Sets headers that keep other origins from reading the response, even if the app lets them read its own responses. */
export function restrictToSameOrigin(res: Response): void {
  res.removeHeader('Access-Control-Allow-Origin');
  res.set({
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    // The page's icon; without it, browsers would request the app's favicon.
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // The browser refuses innerHTML and the like, so text never becomes markup.
    "require-trusted-types-for 'script'",
  ].join('; ');
}

import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import { printable } from '../../reporting/printable.js';
import page from './page/page.html';

/** Sends the page. It loads nothing and runs nothing but what has the nonce of this response. */
export function sendPage(res: Response): void {
  const nonce = randomBytes(16).toString('base64');
  restrictToSameOrigin(res);
  // In place of what the app has set for its own pages.
  res.removeHeader('Content-Security-Policy-Report-Only');
  res.set({ 'Cache-Control': 'no-store', 'Content-Security-Policy': contentSecurityPolicy(nonce) });
  res.type('html').send(page.replaceAll('{{nonce}}', nonce));
}

/** Not `res.json`, which heeds the app's settings. It may be looked at in a terminal: what JSON leaves is escaped. */
export function sendJson(res: Response, value: unknown): void {
  restrictToSameOrigin(res);
  res
    .set('Cache-Control', 'no-store')
    .type('json')
    .send(printable(JSON.stringify(value)));
}

/** Sends a sentence, for whoever reads the answer to a request that is refused. */
export function sendText(res: Response, text: string): void {
  restrictToSameOrigin(res);
  res.set('Cache-Control', 'no-store').type('text').send(text);
}

/** Whoever the app lets read its answers, the routes are not for other origins. */
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
    // The page's icon, which would be looked for at the app's otherwise.
    'img-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // Text never becomes markup: the browser refuses innerHTML and the like.
    "require-trusted-types-for 'script'",
  ].join('; ');
}

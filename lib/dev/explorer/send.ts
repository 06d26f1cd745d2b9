import { randomBytes } from 'node:crypto';
import type { Response } from 'express';
import page from './page/page.html';

/** Sends the page. It loads nothing and runs nothing but what has the nonce of this response. */
export function sendPage(res: Response): void {
  const nonce = randomBytes(16).toString('base64');
  // In place of what the app has set for its own pages.
  res.removeHeader('Content-Security-Policy-Report-Only');
  res.set({ ...common, 'Content-Security-Policy': contentSecurityPolicy(nonce) });
  res.type('html').send(page.replaceAll('{{nonce}}', nonce));
}

/** Not `res.json`, which heeds the app's settings. */
export function sendJson(res: Response, value: unknown): void {
  res.set(common).type('json').send(JSON.stringify(value));
}

const common = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

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

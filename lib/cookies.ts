import type { IncomingHttpHeaders } from 'node:http';
import type { Request } from 'express';

/**
 * Gives the request `cookies`, parsed when first read; unless `isOurs`, not where the app has them already,
 * from cookie-parser say. Returns what puts back what was there: a cookie-parser may come later.
 */
export function defineCookies(req: Request, isOurs: boolean): () => void {
  const own = Object.getOwnPropertyDescriptor(req, 'cookies');
  if (isOurs ? own?.configurable === false : 'cookies' in req) return () => undefined;
  const define = (value: unknown): void => {
    Object.defineProperty(req, 'cookies', { value, configurable: true, enumerable: true, writable: true });
  };
  Object.defineProperty(req, 'cookies', {
    configurable: true,
    enumerable: true,
    get() {
      const cookies = parseCookies(req.headers.cookie);
      define(cookies);
      return cookies;
    },
    set: define,
  });
  return () => {
    if (own) Object.defineProperty(req, 'cookies', own);
    else Reflect.deleteProperty(req, 'cookies');
  };
}

/**
 * A Cookie header as Next.js reads it (cookie 0.4): values lose their quotes and are decoded, a malformed
 * escape stays as it is, the first of several wins, and nothing is taken for JSON (`j:`).
 */
export function parseCookies(header: IncomingHttpHeaders['cookie']): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of header?.split(/; */) ?? []) {
    const equals = pair.indexOf('=');
    if (equals === -1) continue;
    const name = pair.slice(0, equals).trim();
    // Names of Object.prototype's members, `__proto__` among them, count as taken.
    if (name in cookies) continue;
    const value = pair.slice(equals + 1).trim();
    cookies[name] = decode(value.startsWith('"') ? value.slice(1, -1) : value);
  }
  return cookies;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

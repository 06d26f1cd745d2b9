import type { IncomingHttpHeaders } from 'node:http';

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

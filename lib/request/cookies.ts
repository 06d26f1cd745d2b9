import type { IncomingHttpHeaders } from 'node:http';

/**
 * Parses a Cookie header as Next.js does (cookie 0.4). Quotes are removed and values decoded; a value with a malformed
 * escape stays as it is. Of several cookies with one name, the first counts. JSON (`j:`) is not parsed.
 */
export function parseCookies(header: IncomingHttpHeaders['cookie']): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of header?.split(/; */) ?? []) {
    const equals = pair.indexOf('=');
    if (equals === -1) continue;
    const name = pair.slice(0, equals).trim();
    // This also skips `__proto__` and the other members of Object.prototype.
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

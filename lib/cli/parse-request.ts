import { METHODS } from 'node:http';
import { UsageError } from './usage-error.js';

/** The request to find a route for. */
export interface MatchRequest {
  /** The method in capitals. */
  readonly method: string;
  /** The path and query string, escaped as a client sends them. */
  readonly url: string;
  /** The mount path without a slash at its end. It is empty if `url` starts below the mount path. */
  readonly mountPath: string;
}

/**
 * Parses the arguments of `match`.
 *
 * @param words an optional method, and a path or a whole URL
 * @throws {UsageError} if they are anything else
 * @example parseRequest(['post', '/posts?draft=1']) // { method: 'POST', url: '/posts?draft=1', mountPath: '' }
 */
export function parseRequest(words: readonly string[], mountPath = ''): MatchRequest {
  const [method, url, ...extra] = words.length === 1 ? words.flatMap(splitRequest) : words;
  if (method === undefined || url === undefined || extra.length > 0 || isMethod(url)) {
    throw new UsageError(
      'A request is a path, with or without a method before it.',
      "write it like this: express-pages-api match ./api GET '/posts/1?draft=1' (the quotes are for the shell).",
    );
  }
  return { method: parseMethod(method), url: parseUrl(url), mountPath: parseMountPath(mountPath) };
}

/** Returns the URL without its mount path, or `undefined` if it is not below the mount path. */
export function stripMountPath({ url, mountPath }: MatchRequest): string | undefined {
  const stripped = url.slice(mountPath.length);
  // Express ignores letter case in mount paths unless the app has `case sensitive routing`.
  const isBelow = url.toLowerCase().startsWith(mountPath.toLowerCase()) && /^(?:$|[/?])/.test(stripped);
  return isBelow ? stripped : undefined;
}

function parseMethod(text: string): string {
  if (isMethod(text)) return text.toUpperCase();
  throw new UsageError(
    `'${text}' is not an HTTP method.`,
    'write GET, POST, … before the path, or leave the method out for GET.',
  );
}

/** Splits a single word into method and path: `'GET /posts'` may be quoted as a whole. */
function splitRequest(text: string): string[] {
  return /^[A-Za-z-]+\s+\//.test(text) ? text.split(/\s+(.*)/s, 2) : ['GET', text];
}

function isMethod(text: string): boolean {
  const method = text.toUpperCase();
  // An older Node.js does not know QUERY.
  return METHODS.includes(method) || method === 'QUERY';
}

function parseUrl(text: string): string {
  if (/^[A-Za-z]:[\\/]/.test(text)) {
    const help =
      'Git Bash turns words that begin with a slash into Windows paths: set MSYS_NO_PATHCONV=1, or use another shell.';
    throw new UsageError(`'${text}' is a Windows path, not the path of a URL.`, help);
  }
  // A client does not send the fragment, from `#` on.
  const url = text.replace(/^https?:\/\/[^/?#]*\/?/i, '/').replace(/#.*/s, '') || '/';
  if (url.startsWith('/')) return escapeUrl(url);
  throw new UsageError(`The path '${text}' does not begin with a slash.`, `write '/${text}'.`);
}

/** Escapes what a URL cannot contain, as a client does: `/café menu` is sent as `/caf%C3%A9%20menu`. */
function escapeUrl(url: string): string {
  return url.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

function parseMountPath(text: string): string {
  if (text === '' || text.startsWith('/')) return text.replace(/\/+$/, '');
  throw new UsageError(`The mount path '${text}' does not begin with a slash.`, `write --mount-path /${text}.`);
}

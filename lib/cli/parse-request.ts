import { METHODS } from 'node:http';
import { UsageError } from './usage-error.js';

/** The request that somebody asks about. */
export interface MatchRequest {
  /** In capitals. */
  readonly method: string;
  /** Path and query string, as a client sends them. */
  readonly url: string;
  /** Without a slash at its end; empty where `url` has none. */
  readonly mountPath: string;
}

/**
 * @param words a method, which may be left out, and a path or a whole URL
 * @throws {UsageError} where they are something else
 * @example readRequest(['post', '/posts?draft=1'], undefined) // { method: 'POST', url: '/posts?draft=1', mountPath: '' }
 */
export function parseRequest(words: readonly string[], mountPath = ''): MatchRequest {
  const [method, asked, ...rest] = words.length === 1 ? splitRequest(words[0]!) : words;
  if (method === undefined || asked === undefined || rest.length > 0 || isMethod(asked)) {
    throw new UsageError(
      'A request is a method, which may be left out, and one path.',
      "write it as in: express-pages-api match ./api GET '/posts/1?draft=1' (in quotes, for the shell).",
    );
  }
  return { method: readMethod(method), url: readUrl(asked), mountPath: readMountPath(mountPath) };
}

/** The URL as the folder is asked for it; undefined where it is not below the mount path. */
export function stripMountPath({ url, mountPath }: MatchRequest): string | undefined {
  const rest = url.slice(mountPath.length);
  // As Express mounts, unless the app is told otherwise: letter case does not count.
  const isBelow = url.toLowerCase().startsWith(mountPath.toLowerCase()) && /^(?:$|[/?])/.test(rest);
  return isBelow ? rest : undefined;
}

function readMethod(text: string): string {
  if (isMethod(text)) return text.toUpperCase();
  throw new UsageError(`'${text}' is no HTTP method.`, 'write GET, POST, … before the path, or leave it out for GET.');
}

/** `'GET /posts'` in quotes is one word, too. */
function splitRequest(text: string): string[] {
  return /^[A-Za-z-]+\s+\//.test(text) ? text.split(/\s+(.*)/s, 2) : ['GET', text];
}

function isMethod(text: string): boolean {
  return METHODS.includes(text.toUpperCase());
}

function readUrl(text: string): string {
  if (/^[A-Za-z]:[\\/]/.test(text)) {
    const help = 'Git Bash makes one of what begins with a slash: set MSYS_NO_PATHCONV=1, or use another shell.';
    throw new UsageError(`'${text}' is a path of Windows, not of a URL.`, help);
  }
  // A client keeps what is behind `#` to itself.
  const url = text.replace(/^https?:\/\/[^/?#]*\/?/i, '/').replace(/#.*/s, '') || '/';
  if (url.startsWith('/')) return sent(url);
  throw new UsageError(`The path '${text}' does not begin with a slash.`, `write '/${text}'.`);
}

/** What a URL cannot hold, a client escapes: `/café menu` is sent as `/caf%C3%A9%20menu`. */
function sent(url: string): string {
  return url.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

function readMountPath(text: string): string {
  if (text === '' || text.startsWith('/')) return text.replace(/\/+$/, '');
  throw new UsageError(`The mount path '${text}' does not begin with a slash.`, `write --mount-path /${text}.`);
}

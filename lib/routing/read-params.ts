import { FsRoutesError } from '../reporting/errors.js';
import type { Params, Route, Segment } from '../types/index.js';

/**
 * The params of a route that matched: each segment decoded once, after splitting.
 *
 * @param path as it was sent, without a last slash
 * @throws {FsRoutesError} `FSR_MALFORMED_URL` (status 400) for a malformed escape
 */
export function readParams(route: Route, path: string): Params {
  const params: Params = {};
  const { segments } = route;
  // By index, because iterators are slow on frozen arrays.
  let last = segments.length - 1;
  while (last >= 0 && segments[last]!.kind === 'static') last -= 1;
  // An optional catch-all may have no text left.
  for (let index = 0, start = 1; index <= last && start < path.length; index += 1) {
    const segment = segments[index]!;
    const slash = path.indexOf('/', start);
    const end = slash === -1 ? path.length : slash;
    if (segment.kind === 'dynamic') params[segment.name] = readParam(route, segment, path, path.slice(start, end));
    else if (segment.kind !== 'static') params[segment.name] = path.slice(start).split('/').map(decode);
    start = end + 1;
  }
  return params;
}

function readParam(
  route: Route,
  { affix }: Extract<Segment, { kind: 'dynamic' }>,
  path: string,
  text: string,
): string | string[] {
  if (!affix) return decode(text);
  const { prefix, suffix, isCatchAll } = affix;
  // Asked for by its own name, it was found without its pattern, and Next.js takes nothing off.
  const isExact = decodeBrackets(path) === route.path;
  const value = decode(isExact ? text : text.slice(prefix.length, text.length - suffix.length));
  return isCatchAll ? [value] : value;
}

/**
 * Returns the path with its brackets decoded. By this Next.js finds a page that is asked for by its own name,
 * `/[a]b`. Nothing else is decoded, or `/%61dmin/[a]b` would get past a guard of `/admin`.
 */
export function decodeBrackets(path: string): string {
  return path.replace(/%5B/gi, '[').replace(/%5D/gi, ']');
}

/** A path with its escapes decoded, for comparing only: a malformed one stays as it is. */
export function decodeSegments(path: string): string {
  return path.split('/').map(decodeLeniently).join('/');
}

function decodeLeniently(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function decode(raw: string): string {
  if (!raw.includes('%')) return raw;
  try {
    return decodeURIComponent(raw);
  } catch (cause) {
    const help = 'send valid UTF-8 with every byte as two hexadecimal digits; a percent sign itself is %25.';
    const message = `The URL has a malformed percent-escape in '${shorten(raw)}'.`;
    throw new FsRoutesError([{ code: 'FSR_MALFORMED_URL', message, help, files: [], cause }], { status: 400 });
  }
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

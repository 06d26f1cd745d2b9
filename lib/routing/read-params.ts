import { FsRoutesError } from '../reporting/errors.js';
import type { Params, Route, Segment } from '../types/index.js';

/**
 * Reads the params of a route that matched. The path is split first, and each segment is decoded once.
 *
 * @param path the path as the client sent it, without a last slash
 * @throws {FsRoutesError} `FSR_MALFORMED_URL` (status 400) if a param has a malformed percent-escape
 */
export function readParams(route: Route, path: string): Params {
  const params: Params = {};
  const { segments } = route;
  // By index, because iterators are slow on frozen arrays.
  let last = segments.length - 1;
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- the index is in bounds
  while (last >= 0 && segments[last]!.kind === 'static') last -= 1;
  // If an optional catch-all matched nothing, the path ends before it.
  for (let index = 0, start = 1; index <= last && start < path.length; index += 1) {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- the index is in bounds
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
  // If the page was requested by its own name, `/[a]b`, its value is the whole segment, as in Next.js.
  const isExact = decodeBrackets(path) === route.path;
  const value = decode(isExact ? text : text.slice(prefix.length, text.length - suffix.length));
  return isCatchAll ? [value] : value;
}

/**
 * Decodes the brackets of a path. Next.js finds a page by this path if it is requested by its own name, `/[a]b`.
 * Nothing else is decoded: otherwise `/%61dmin/[a]b` would get past a guard at `/admin`.
 */
export function decodeBrackets(path: string): string {
  return path.replace(/%5B/gi, '[').replace(/%5D/gi, ']');
}

/** Decodes the segments of a path for comparisons. One with a malformed percent-escape stays as it is. */
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
    const help = 'encode the value with encodeURIComponent; a percent sign itself is %25.';
    const message = `The URL has a malformed percent-escape in '${shorten(raw)}'.`;
    throw new FsRoutesError([{ code: 'FSR_MALFORMED_URL', message, help, files: [], cause }], { status: 400 });
  }
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

import { FsRoutesError } from '../reporting/errors.js';
import type { Affix, Params, Route, Segment } from '../types/index.js';

/**
 * The params of a route that matched: each segment decoded once, after splitting.
 *
 * @param path as it was sent, without a last slash
 * @throws {FsRoutesError} `FSR_MALFORMED_URL` (status 400) for a malformed escape
 */
export function readParams(route: Route, path: string): Params {
  const params: Params = {};
  let raw: string[] | undefined;
  for (let index = 0; index < route.segments.length; index += 1) {
    const segment = route.segments[index]!;
    if (segment.kind === 'static') continue;
    raw ??= splitPath(path);
    if (index < raw.length) params[segment.name] = readParam(route, segment, raw, index);
  }
  return params;
}

function readParam(
  route: Route,
  segment: Exclude<Segment, { kind: 'static' }>,
  raw: readonly string[],
  index: number,
): string | string[] {
  if (segment.kind !== 'dynamic') return raw.slice(index).map(decode);
  return segment.affix ? readAffixed(route, raw, index, segment.affix) : decode(raw[index]!);
}

function readAffixed(route: Route, raw: readonly string[], index: number, affix: Affix): string | string[] {
  const { prefix, suffix, isCatchAll } = affix;
  const text = raw[index]!;
  // Asked for by its own name, it was found without its pattern, and Next.js takes nothing off.
  const isNameOfRoute = decodeBrackets(`/${raw.join('/')}`) === route.path;
  const value = decode(isNameOfRoute ? text : text.slice(prefix.length, text.length - suffix.length));
  return isCatchAll ? [value] : value;
}

/** The segments of a path; none for the root. */
function splitPath(path: string): string[] {
  return path === '/' ? [] : path.slice(1).split('/');
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

import { FsRoutesError } from './errors.js';
import type { Affix, Params, Route, Segment } from './types.js';

/**
 * The params of a route that matched: each segment decoded once, after splitting.
 *
 * @param segments as they were sent
 * @throws {FsRoutesError} `FSR_MALFORMED_URL` (status 400) for a malformed escape
 */
export function readParams(route: Route, segments: readonly string[]): Params {
  const params: Params = {};
  for (const [index, segment] of route.segments.entries()) {
    if (segment.kind === 'static' || index >= segments.length) continue;
    params[segment.name] = readParam(route, segment, segments, index);
  }
  return params;
}

function readParam(
  route: Route,
  segment: Exclude<Segment, { kind: 'static' }>,
  segments: readonly string[],
  index: number,
): string | string[] {
  if (segment.kind !== 'dynamic') return segments.slice(index).map(decode);
  return segment.affix ? readAffixed(route, segments, index, segment.affix) : decode(segments[index]!);
}

function readAffixed(route: Route, segments: readonly string[], index: number, affix: Affix): string | string[] {
  const { prefix, suffix, isCatchAll } = affix;
  const raw = segments[index]!;
  // Asked for by its own name, it was found without its pattern, and Next.js takes nothing off.
  const isNameOfRoute = `/${segments.map(decodeLeniently).join('/')}` === route.path;
  const value = decode(isNameOfRoute ? raw : raw.slice(prefix.length, raw.length - suffix.length));
  return isCatchAll ? [value] : value;
}

/** For comparing only: a malformed escape stays as it is. */
export function decodeLeniently(raw: string): string {
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

import { FsRoutesError } from '../reporting/errors.js';
import { paramNames } from '../routing/parse-segment.js';
import { canonicalSpelling } from '../routing/static-name.js';
import type { Params, Route, Segment } from '../types/index.js';

/**
 * Builds the pathname that matches a route with these params, relative to the mount path.
 *
 * @throws {FsRoutesError} `FSR_BAD_PARAMS` if the route does not have a param, if a param is missing, or if no URL can
 *   give a param its value
 * @example buildPathname(route, { slug: ['a', 'b'] }) // '/docs/a/b' for docs/[...slug].js
 */
export function buildPathname(route: Route, params: Params): string {
  const names = paramNames(route.segments);
  for (const name of Object.keys(params)) {
    if (names.includes(name)) continue;
    const known = names.length === 0 ? 'It has none' : `It has '${names.join("', '")}'`;
    throw badParamsError(route, `The path has no param '${name}'. ${known}.`);
  }
  const parts = route.segments.flatMap((segment) => buildSegment(route, segment, params));
  return `/${parts.join('/')}`;
}

function buildSegment(route: Route, segment: Segment, params: Params): string[] {
  if (segment.kind === 'static') return [canonicalSpelling(segment.name)];
  const { kind, name } = segment;
  const value = params[name];
  if (value === undefined && kind === 'optional-catch-all') return [];
  if (value === undefined) throw badParamsError(route, `The param '${name}' is missing.`);
  const affix = segment.kind === 'dynamic' ? segment.affix : undefined;
  const isArrayParam = kind !== 'dynamic' || affix?.isCatchAll === true;
  const isTooShort = value.length === 0 && isArrayParam && kind !== 'optional-catch-all';
  if (Array.isArray(value) !== isArrayParam || isTooShort) {
    const expected = isArrayParam ? `${isTooShort ? 'a non-empty' : 'an'} array of strings` : 'a string';
    throw badParamsError(route, `The param '${name}' must be ${expected}.`);
  }
  const { prefix = '', suffix = '' } = affix ?? {};
  return [value].flat().map((text) => {
    if (typeof text !== 'string' || text === '') {
      throw badParamsError(route, `The param '${name}' has a value that is not a non-empty string.`);
    }
    return prefix + encodeURIComponent(text) + suffix;
  });
}

function badParamsError({ file, path }: Route, message: string): FsRoutesError {
  const help = `give the params of ${path} the values that req.query has: a string for [name], an array of strings for [...name].`;
  return new FsRoutesError([{ code: 'FSR_BAD_PARAMS', message, help, files: [file] }]);
}

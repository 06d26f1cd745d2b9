import { FsRoutesError } from '../reporting/errors.js';
import { paramNames } from '../routing/parse-segment.js';
import { canonicalSpelling } from '../routing/static-name.js';
import type { Params, Route, Segment } from '../types/index.js';

/**
 * The pathname that has these params for a route, relative to the mount path: what `match` reads, backwards.
 *
 * @throws {FsRoutesError} `FSR_BAD_PARAMS` for a param that the path does not have, one that is missing, and
 * a value that no URL can give it
 */
export function buildPathname(route: Route, params: Params): string {
  const names = paramNames(route.segments);
  for (const name of Object.keys(params)) {
    const known = names.length === 0 ? 'it has none' : `it has '${names.join("', '")}'`;
    if (!names.includes(name)) throw badParamsError(route, `The path has no param '${name}', ${known}.`);
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
  const isArrayParam = kind !== 'dynamic' || segment.affix?.isCatchAll === true;
  const hasPlace = Array.isArray(value) ? value.length > 0 || kind === 'optional-catch-all' : true;
  if (Array.isArray(value) !== isArrayParam || !hasPlace) {
    throw badParamsError(route, `The param '${name}' is ${isArrayParam ? 'an array of strings' : 'a string'}.`);
  }
  const { prefix = '', suffix = '' } = (kind === 'dynamic' && segment.affix) || {};
  return [value].flat().map((one) => {
    if (typeof one !== 'string' || one === '')
      throw badParamsError(route, `The param '${name}' has a value that is no text.`);
    return prefix + encodeURIComponent(one) + suffix;
  });
}

function badParamsError({ file, path }: Route, message: string): FsRoutesError {
  const help = `give each of ${path} a value as req.query has it: text for [name], an array for [...name].`;
  return new FsRoutesError([{ code: 'FSR_BAD_PARAMS', message, help, files: [file] }]);
}

import type { Problem } from '../types/problem.js';
import { memoize } from './memoize.js';
import { isBracketed } from './parse-segment.js';
import { placeProblems, type NameUse, type ParsedFile, type Place } from './place-problems.js';
import { canonicalSpelling } from './static-name.js';
import type { Segment } from '../types/index.js';

/**
 * Everything that makes a tree ambiguous, all at once. Rules and their reasons are those of Next.js
 * (`sorted-routes.ts`); two files for one URL are refused too, which Next lets one of them win, and so are two
 * folders: the middleware of one would not run for the files of the other.
 *
 * @param middleware of folders; its segments are those of the folder
 */
export function findConflicts(
  files: readonly ParsedFile[],
  middleware: readonly ParsedFile[],
  caseSensitive: boolean,
): Problem[] {
  const places: Place[] = [];
  const problems: Problem[] = [];
  const root = createPlace(places);
  const keyOf = memoize((segment: Segment) => segmentKey(segment, caseSensitive));
  for (const parsed of files) {
    findPathProblems(parsed, problems);
    walkPlaces(root, parsed, keyOf, places).endings.push(parsed);
  }
  for (const parsed of middleware) walkPlaces(root, parsed, keyOf, places);
  problems.push(...places.flatMap(placeProblems));
  return problems;
}

/** Rules about one path on its own. */
function findPathProblems({ file, segments }: ParsedFile, problems: Problem[]): void {
  const names: string[] = [];
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index]!;
    const name = paramName(segment);
    if (name === undefined) continue;
    if (names.length > 0) problems.push(...nameProblems(file, names, name));
    names.push(name);
    if (segment.kind !== 'dynamic' && index < segments.length - 1) {
      problems.push({
        code: 'FSR_CATCH_ALL_NOT_LAST',
        message: `The catch-all '${segment.name}' takes the rest of the URL, so nothing can follow it.`,
        help: 'make it the last part of the path, or a single parameter, `[name]`.',
        files: [file],
      });
    }
  }
}

function nameProblems(file: string, earlier: readonly string[], name: string): Problem[] {
  if (earlier.includes(name)) {
    return [
      {
        code: 'FSR_REPEATED_PARAM',
        message: `The parameter '${name}' stands twice in one path, and req.query can hold only one.`,
        help: 'give the two different names.',
        files: [file],
      },
    ];
  }
  const similar = earlier.find((other) => wordCharacters(other) === wordCharacters(name));
  if (similar === undefined) return [];
  return [
    {
      code: 'FSR_SIMILAR_PARAMS',
      message: `The parameters '${similar}' and '${name}' of one path differ only in characters other than letters a to z, digits and '_'.`,
      help: 'give the two different names.',
      files: [file],
    },
  ];
}

function wordCharacters(name: string): string {
  return name.replace(/\W/g, '');
}

/** Adds the folders and parameters of a path to the places on its way, and returns the last of them. */
function walkPlaces(
  root: Place,
  { file, segments }: ParsedFile,
  keyOf: (segment: Segment) => string,
  places: Place[],
): Place {
  let place = root;
  let end = -1;
  for (const segment of segments) {
    end = file.indexOf('/', end + 1);
    const folder = end === -1 ? undefined : file.slice(0, end);
    const name = paramName(segment);
    if (segment.kind !== 'static' && name !== undefined) {
      place.names ??= {};
      const uses = (place.names[segment.kind] ??= new Map<string, NameUse>());
      const use = uses.get(name);
      if (!use) uses.set(name, { file, folder });
      else use.folder ??= folder;
    }
    place = placeBelow(place, keyOf(segment), places);
    if (name === undefined && folder !== undefined && !place.folders?.has(folder)) {
      (place.folders ??= new Map<string, string>()).set(folder, file);
    }
  }
  return place;
}

function placeBelow(place: Place, key: string, places: Place[]): Place {
  const known = place.below?.get(key);
  if (known) return known;
  const below = createPlace(places);
  (place.below ??= new Map<string, Place>()).set(key, below);
  return below;
}

function createPlace(places: Place[]): Place {
  const place = { endings: [], names: undefined, folders: undefined, below: undefined };
  places.push(place);
  return place;
}

/** By which name Next.js compares a parameter with others; `[a]b` it takes for no parameter there. */
function paramName(segment: Segment): string | undefined {
  if (segment.kind === 'static') return undefined;
  const literal = segment.kind === 'dynamic' ? segment.affix?.literal : undefined;
  if (literal === undefined) return segment.name;
  return isBracketed(literal) ? literal.slice(1, -1) : undefined;
}

function segmentKey(segment: Segment, caseSensitive: boolean): string {
  if (paramName(segment) !== undefined) return `<${segment.kind}>`;
  const affix = segment.kind === 'dynamic' ? segment.affix : undefined;
  const spelling = affix ? affix.literal : canonicalSpelling(segment.name);
  return caseSensitive ? spelling : spelling.toLowerCase();
}

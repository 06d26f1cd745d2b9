import type { Problem } from './errors.js';
import { memoize } from './memoize.js';
import { isBracketed } from './parse-segment.js';
import { canonicalSpelling } from './static-name.js';
import type { Segment } from './types.js';

/** What the conflict rules look at. */
export interface ParsedFile {
  readonly file: string;
  readonly segments: readonly Segment[];
}

type ParamKind = Exclude<Segment['kind'], 'static'>;

/** What the routes of a tree put at one place (after the same segments, names of parameters aside). */
interface Place {
  readonly endings: ParsedFile[];
  /** Parameter names at this place, by kind, each with the first file that uses it. */
  names: Partial<Record<ParamKind, Map<string, string>>> | undefined;
  below: Map<string, Place> | undefined;
}

/**
 * Everything that makes a tree ambiguous, all at once. Rules and their reasons are those of Next.js
 * (`sorted-routes.ts`); two files for one URL are refused too, which Next lets one of them win.
 */
export function findConflicts(files: readonly ParsedFile[], caseSensitive: boolean): Problem[] {
  const places: Place[] = [];
  const problems: Problem[] = [];
  const root = createPlace(places);
  const keyOf = memoize((segment: Segment) => segmentKey(segment, caseSensitive));
  for (const parsed of files) {
    findPathProblems(parsed, problems);
    addToPlaces(root, parsed, keyOf, places);
  }
  for (const place of places) {
    if (place.names || place.endings.length > 1) problems.push(...placeProblems(place));
  }
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

function addToPlaces(root: Place, parsed: ParsedFile, keyOf: (segment: Segment) => string, places: Place[]): void {
  let place = root;
  for (const segment of parsed.segments) {
    const name = paramName(segment);
    if (segment.kind !== 'static' && name !== undefined) {
      place.names ??= {};
      const names = (place.names[segment.kind] ??= new Map<string, string>());
      if (!names.has(name)) names.set(name, parsed.file);
    }
    place = placeBelow(place, keyOf(segment), places);
  }
  place.endings.push(parsed);
}

function placeBelow(place: Place, key: string, places: Place[]): Place {
  const known = place.below?.get(key);
  if (known) return known;
  const below = createPlace(places);
  (place.below ??= new Map<string, Place>()).set(key, below);
  return below;
}

function createPlace(places: Place[]): Place {
  const place = { endings: [], names: undefined, below: undefined };
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

/** Rules about files that meet at one place. */
function placeProblems({ endings, names }: Place): Problem[] {
  return [...(names ? nameConflicts(names, endings) : []), ...duplicates(endings)];
}

function nameConflicts(names: NonNullable<Place['names']>, endings: readonly ParsedFile[]): Problem[] {
  const problems: Problem[] = [];
  for (const kind of ['dynamic', 'catch-all', 'optional-catch-all'] as const) {
    const ofKind = names[kind];
    if (ofKind && ofKind.size > 1) problems.push(differentNames(ofKind));
  }
  const catchAlls = [...(names['catch-all']?.values() ?? [])];
  const optionalCatchAlls = [...(names['optional-catch-all']?.values() ?? [])];
  if (catchAlls.length > 0 && optionalCatchAlls.length > 0) {
    problems.push({
      code: 'FSR_CATCH_ALL_CONFLICT',
      message: 'A catch-all and an optional catch-all stand at the same place, and both take every URL below it.',
      help: 'keep one: `[[...name]]` also answers where nothing follows, `[...name]` does not.',
      files: [...catchAlls, ...optionalCatchAlls],
    });
  }
  if (endings.length > 0 && optionalCatchAlls.length > 0) {
    problems.push({
      code: 'FSR_OPTIONAL_CATCH_ALL_CONFLICT',
      message: "An optional catch-all answers at its folder's own URL, and another file already does.",
      help: 'remove one, or make the catch-all required: `[...name]`.',
      files: [...endings.map(({ file }) => file), ...optionalCatchAlls],
    });
  }
  return problems;
}

/** Files that end at one place. Where only the names of parameters differ, that alone is the problem. */
function duplicates(endings: readonly ParsedFile[]): Problem[] {
  if (endings.length < 2) return [];
  const filesByNames = new Map<string, string[]>();
  for (const { file, segments } of endings) {
    const names = JSON.stringify(segments.map(({ kind, name }) => (kind === 'static' ? '' : name)));
    filesByNames.set(names, [...(filesByNames.get(names) ?? []), file]);
  }
  const groups = [...filesByNames.values()].filter((files) => files.length > 1);
  return groups.map((files) => ({
    code: 'FSR_DUPLICATE_ROUTE',
    message: 'These files answer the same URL.',
    help: 'keep one. `a.js` and `a/index.js` are the same route, as are names that differ only in letter case unless `caseSensitive` is set.',
    files,
  }));
}

function differentNames(names: ReadonlyMap<string, string>): Problem {
  const quoted = [...names.keys()].map((name) => `'${name}'`).join(' and ');
  return {
    code: 'FSR_PARAM_NAME_CONFLICT',
    message: `One place in the URL has parameters of different names: ${quoted}.`,
    help: 'give the parameter the same name in all of these paths.',
    files: [...names.values()],
  };
}

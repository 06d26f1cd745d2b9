import type { Problem } from '../types/problem.js';
import { memoize } from './memoize.js';
import { isBracketed } from './parse-segment.js';
import { folderOf } from './folder-middleware.js';
import { canConflict, placeProblems, type ParamUse, type ParsedFile, type Place } from './conflict-rules.js';
import { canonicalSpelling } from './static-name.js';
import type { Segment } from '../types/index.js';

/**
 * Finds every conflict in a route tree. The rules are those of Next.js (`sorted-routes.ts`) and two more. Two files
 * must not answer one URL: Next.js picks one of them. And two folders must not be the same in a URL: the middleware of
 * one would not run for the files of the other.
 *
 * @param middleware the `_middleware` files, each with the segments of its folder
 */
export function findConflicts(
  files: readonly ParsedFile[],
  middleware: readonly ParsedFile[],
  caseSensitive: boolean,
): Problem[] {
  const problems: Problem[] = [];
  const tree = new PlaceTree(caseSensitive);
  for (const parsed of files) {
    findPathProblems(parsed, problems);
    const place = tree.placeOf(parsed);
    // `[parsed]` takes less memory than `[]` with a push, and most places have one file.
    if (place.routeFiles) place.routeFiles.push(parsed);
    else place.routeFiles = [parsed];
  }
  for (const parsed of middleware) tree.placeOf(parsed);
  for (const place of tree.places.values()) if (canConflict(place)) problems.push(...placeProblems(place));
  return problems;
}

/** Finds the problems of a single path. */
function findPathProblems({ file, segments }: ParsedFile, problems: Problem[]): void {
  let names: string[] | undefined;
  for (const [index, segment] of segments.entries()) {
    const name = comparedName(segment);
    if (name === undefined) continue;
    if (names) problems.push(...nameProblems(file, names, name));
    names = names ? [...names, name] : [name];
    if (segment.kind !== 'dynamic' && index < segments.length - 1) {
      problems.push({
        code: 'FSR_CATCH_ALL_NOT_LAST',
        message: `The catch-all '${segment.name}' matches the rest of the URL, so nothing can follow it.`,
        help: 'make it the last part of the path, or a param for one segment, `[name]`.',
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
        message: `The path has the param '${name}' twice, and req.query can hold only one of them.`,
        help: 'rename one of them.',
        files: [file],
      },
    ];
  }
  const similar = earlier.find((other) => wordCharacters(other) === wordCharacters(name));
  if (similar === undefined) return [];
  return [
    {
      code: 'FSR_SIMILAR_PARAMS',
      message: `The params '${similar}' and '${name}' of the path differ only in characters other than the letters a to z, digits and '_'.`,
      help: 'rename one of them.',
      files: [file],
    },
  ];
}

function wordCharacters(name: string): string {
  return name.replace(/\W/g, '');
}

/** The places of a route tree. Each folder is added once, however many files it has. */
class PlaceTree {
  /** The places by the keys of their segments, in the order in which they were added. */
  readonly places = new Map<string, Place>();
  private readonly byFolder = new Map<string, Place>();
  private readonly keyOf: (segment: Segment) => string;

  constructor(caseSensitive: boolean) {
    this.keyOf = memoize((segment) => segmentKey(segment, caseSensitive));
    this.byFolder.set('', this.placeAt('', 0));
  }

  /** Returns the place where a file's path ends. Adds its folders and params to the places before it. */
  placeOf(parsed: ParsedFile): Place {
    return this.childPlace(this.placeOfFolder(folderOf(parsed.file), parsed), parsed, undefined);
  }

  private placeOfFolder(folder: string, first: ParsedFile): Place {
    let place = this.byFolder.get(folder);
    if (!place) {
      place = this.childPlace(this.placeOfFolder(folderOf(folder), first), first, folder);
      this.byFolder.set(folder, place);
    }
    return place;
  }

  private childPlace(parent: Place, { file, segments }: ParsedFile, folder: string | undefined): Place {
    const segment = segments[parent.depth];
    // The path of an index or `_middleware` file is that of its folder.
    if (!segment) return parent;
    const name = comparedName(segment);
    if (segment.kind !== 'static' && name !== undefined) addParam(parent, { kind: segment.kind, name, file, folder });
    const place = this.placeAt(`${parent.key}/${this.keyOf(segment)}`, parent.depth + 1);
    if (name === undefined && folder !== undefined) {
      if (place.folders) place.folders.push({ folder, file });
      else place.folders = [{ folder, file }];
    }
    return place;
  }

  private placeAt(key: string, depth: number): Place {
    let place = this.places.get(key);
    if (!place)
      this.places.set(key, (place = { key, depth, routeFiles: undefined, params: undefined, folders: undefined }));
    return place;
  }
}

function addParam(place: Place, use: ParamUse): void {
  const known = place.params?.find(({ kind, name }) => kind === use.kind && name === use.name);
  if (known) known.folder ??= use.folder;
  else if (place.params) place.params.push(use);
  else place.params = [use];
}

/** Returns the name by which Next.js compares a param with others. It does not compare `[a]b` as a param. */
function comparedName(segment: Segment): string | undefined {
  if (segment.kind === 'static') return undefined;
  const literal = segment.kind === 'dynamic' ? segment.affix?.literal : undefined;
  if (literal === undefined) return segment.name;
  return isBracketed(literal) ? literal.slice(1, -1) : undefined;
}

function segmentKey(segment: Segment, caseSensitive: boolean): string {
  if (comparedName(segment) !== undefined) return `<${segment.kind}>`;
  const affix = segment.kind === 'dynamic' ? segment.affix : undefined;
  const spelling = affix ? affix.literal : canonicalSpelling(segment.name);
  return caseSensitive ? spelling : spelling.toLowerCase();
}

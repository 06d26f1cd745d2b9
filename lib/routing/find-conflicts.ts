import type { Problem } from '../types/problem.js';
import { memoize } from './memoize.js';
import { isBracketed } from './parse-segment.js';
import { folderOf } from './folder-middleware.js';
import { canConflict, placeProblems, type ParamUse, type ParsedFile, type Place } from './place-problems.js';
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
  const problems: Problem[] = [];
  const tree = new PlaceTree(caseSensitive);
  for (const parsed of files) {
    findPathProblems(parsed, problems);
    const place = tree.placeOf(parsed);
    // A list of one has room for one, which most need.
    if (place.routeFiles) place.routeFiles.push(parsed);
    else place.routeFiles = [parsed];
  }
  for (const parsed of middleware) tree.placeOf(parsed);
  for (const place of tree.places.values()) if (canConflict(place)) problems.push(...placeProblems(place));
  return problems;
}

/** Rules about one path on its own. */
function findPathProblems({ file, segments }: ParsedFile, problems: Problem[]): void {
  let names: string[] | undefined;
  for (let index = 0; index < segments.length; index += 1) {
    const segment = segments[index]!;
    const name = comparedName(segment);
    if (name === undefined) continue;
    if (names) problems.push(...nameProblems(file, names, name));
    names = names ? [...names, name] : [name];
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

/** The places of a tree, each folder of which is looked at once, however many files it holds. */
class PlaceTree {
  /** All places by the keys of their segments, in the order in which files come to them. */
  readonly places = new Map<string, Place>();
  private readonly byFolder = new Map<string, Place>();
  private readonly keyOf: (segment: Segment) => string;

  constructor(caseSensitive: boolean) {
    this.keyOf = memoize((segment) => segmentKey(segment, caseSensitive));
    this.byFolder.set('', this.placeAt('', 0));
  }

  /** Returns where a file's path ends; adds the folders and parameters on the way. */
  placeOf(parsed: ParsedFile): Place {
    const { file, segments } = parsed;
    const folder = this.placeOfFolder(folderOf(file), parsed);
    // An index file has no name of its own.
    return segments.length === folder.depth ? folder : this.childPlace(folder, parsed, undefined);
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
    const segment = segments[parent.depth]!;
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
      this.places.set(key, (place = { key, depth, routeFiles: undefined, paramNames: undefined, folders: undefined }));
    return place;
  }
}

function addParam(place: Place, use: ParamUse): void {
  const known = place.paramNames?.find(({ kind, name }) => kind === use.kind && name === use.name);
  if (known) known.folder ??= use.folder;
  else if (place.paramNames) place.paramNames.push(use);
  else place.paramNames = [use];
}

/** By which name Next.js compares a parameter with others; `[a]b` it takes for no parameter there. */
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

import type { Problem } from '../types/problem.js';
import type { Segment } from '../types/index.js';

/** What the conflict rules look at. */
export interface ParsedFile {
  readonly file: string;
  readonly segments: readonly Segment[];
}

export type ParamKind = Exclude<Segment['kind'], 'static'>;

/** What routes and folder middleware of a tree put at one place: after the same segments, names of parameters aside. */
export interface Place {
  readonly key: string;
  /** How many segments come before it. */
  readonly depth: number;
  /** Routes that end here. */
  routeFiles: ParsedFile[] | undefined;
  /** Parameter names at this place. */
  paramNames: ParamUse[] | undefined;
  /** Folders with a written-out name that lead here. */
  folders: FolderUse[] | undefined;
}

/** Tells who uses the name of a parameter. */
export interface ParamUse {
  readonly kind: ParamKind;
  readonly name: string;
  /** The first file. */
  readonly file: string;
  /** The folder of that name; none where only a file has it. */
  folder: string | undefined;
}

/** A folder, and the first file in it. */
interface FolderUse {
  readonly folder: string;
  readonly file: string;
}

/** Returns whether anything can be wrong at a place, which it cannot at nearly all places of a large tree. */
export function canConflict({ routeFiles: endings, paramNames: names, folders }: Place): boolean {
  const largest = Math.max(endings?.length ?? 0, names?.length ?? 0, folders?.length ?? 0);
  return largest > 1 || (endings !== undefined && names?.[0]!.kind === 'optional-catch-all');
}

/** Rules about files and folders that meet at one place. */
export function placeProblems({ routeFiles: endings = [], paramNames: names = [], folders = [] }: Place): Problem[] {
  return [
    ...(folders.length > 1 ? duplicateFolders(folders) : []),
    ...paramConflicts(names, endings),
    ...(endings.length > 1 ? duplicateRoutes(endings) : []),
  ];
}

function paramConflicts(names: readonly ParamUse[], endings: readonly ParsedFile[]): Problem[] {
  const problems: Problem[] = [];
  for (const paramKind of ['dynamic', 'catch-all', 'optional-catch-all'] as const) {
    const sameKind = names.filter(({ kind }) => kind === paramKind);
    if (sameKind.length > 1) problems.push(paramNameConflict(sameKind));
  }
  const catchAlls = names.filter(({ kind }) => kind === 'catch-all');
  const optionalCatchAlls = names.filter(({ kind }) => kind === 'optional-catch-all');
  if (catchAlls.length > 0 && optionalCatchAlls.length > 0) {
    problems.push({
      code: 'FSR_CATCH_ALL_CONFLICT',
      message: 'A catch-all and an optional catch-all stand at the same place, and both take every URL below it.',
      help: 'keep one: `[[...name]]` also answers where nothing follows, `[...name]` does not.',
      files: filesOf([...catchAlls, ...optionalCatchAlls]),
    });
  }
  if (endings.length > 0 && optionalCatchAlls.length > 0) {
    problems.push({
      code: 'FSR_OPTIONAL_CATCH_ALL_CONFLICT',
      message: "An optional catch-all answers at its folder's own URL, and another file already does.",
      help: 'remove one, or make the catch-all required: `[...name]`.',
      files: filesOf([...endings, ...optionalCatchAlls]),
    });
  }
  return problems;
}

function filesOf(uses: readonly { readonly file: string }[]): string[] {
  return uses.map(({ file }) => file);
}

/** Files that end at one place. Where only the names of parameters differ, that alone is the problem. */
function duplicateRoutes(endings: readonly ParsedFile[]): Problem[] {
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

function paramNameConflict(uses: readonly ParamUse[]): Problem {
  const quoted = uses.map(({ name }) => `'${name}'`).join(' and ');
  return {
    code: 'FSR_PARAM_NAME_CONFLICT',
    message: `One place in the URL has parameters of different names: ${quoted}.`,
    help: 'give the parameter the same name in all of these paths.',
    files: filesOf(uses),
    folders: uses.flatMap(({ folder }) => folder ?? []),
  };
}

/** Folders that are one in a URL. Where only folders above them differ in name, those are the problem. */
function duplicateFolders(folders: readonly FolderUse[]): Problem[] {
  const paths = folders.map(({ folder }) => folder);
  const names = new Set(paths.map((folder) => folder.slice(folder.lastIndexOf('/') + 1)));
  if (names.size === 1) return [];
  const lookAlike = new Set(paths.map((folder) => folder.normalize())).size < paths.length;
  const quoted = paths.map((folder) => `'${lookAlike ? escapeUnicode(folder) : folder}'`).join(' and ');
  return [
    {
      code: 'FSR_DUPLICATE_FOLDER',
      message: `These folders are the same in a URL, and the _middleware of one would not run for the files of another: ${quoted}.`,
      help: 'put their files into one folder. In a URL, names are the same that differ only in Unicode form or percent-encoding or, unless `caseSensitive` is set, in letter case.',
      files: filesOf(folders),
      folders: paths,
    },
  ];
}

/** Shows how names differ that look the same. */
function escapeUnicode(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

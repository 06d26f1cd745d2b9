import type { Problem } from '../types/problem.js';
import type { Segment } from '../types/index.js';

/** A file and its path, which the conflict rules compare. */
export interface ParsedFile {
  readonly file: string;
  readonly segments: readonly Segment[];
}

export type ParamKind = Exclude<Segment['kind'], 'static'>;

/**
 * The routes, params and folders at one place of a route tree. Paths lead to the same place if their segments are the
 * same apart from the names of params.
 */
export interface Place {
  readonly key: string;
  /** The number of segments before the place. */
  readonly depth: number;
  /** The files whose path ends at this place. */
  routeFiles: ParsedFile[] | undefined;
  /** The params at this place, each name once. */
  params: ParamUse[] | undefined;
  /** The folders with a static name that are at this place. */
  folders: FolderUse[] | undefined;
}

/** The name of a param, with the first file that uses it. */
export interface ParamUse {
  readonly kind: ParamKind;
  readonly name: string;
  readonly file: string;
  /** The folder with the name, or `undefined` if only a file has it. */
  folder: string | undefined;
}

/** A folder, and the first file in it. */
interface FolderUse {
  readonly folder: string;
  readonly file: string;
}

/** Returns `true` if a place can have a conflict. Nearly all places of a large tree cannot. */
export function canConflict({ routeFiles, params, folders }: Place): boolean {
  const largest = Math.max(routeFiles?.length ?? 0, params?.length ?? 0, folders?.length ?? 0);
  return largest > 1 || (routeFiles !== undefined && params?.[0]?.kind === 'optional-catch-all');
}

/** Finds the conflicts between the files and folders at one place. */
export function placeProblems({ routeFiles = [], params = [], folders = [] }: Place): Problem[] {
  return [
    ...(folders.length > 1 ? duplicateFolders(folders) : []),
    ...paramConflicts(params, routeFiles),
    ...(routeFiles.length > 1 ? duplicateRoutes(routeFiles) : []),
  ];
}

function paramConflicts(params: readonly ParamUse[], routeFiles: readonly ParsedFile[]): Problem[] {
  const problems: Problem[] = [];
  for (const paramKind of ['dynamic', 'catch-all', 'optional-catch-all'] as const) {
    const sameKind = params.filter(({ kind }) => kind === paramKind);
    if (sameKind.length > 1) problems.push(paramNameConflict(sameKind));
  }
  const catchAlls = params.filter(({ kind }) => kind === 'catch-all');
  const optionalCatchAlls = params.filter(({ kind }) => kind === 'optional-catch-all');
  if (catchAlls.length > 0 && optionalCatchAlls.length > 0) {
    problems.push({
      code: 'FSR_CATCH_ALL_CONFLICT',
      message: 'A catch-all and an optional catch-all are at the same place, and both match every URL below it.',
      help: 'keep one of them: `[[...name]]` also answers at the URL of its folder, `[...name]` does not.',
      files: filesOf([...catchAlls, ...optionalCatchAlls]),
    });
  }
  if (routeFiles.length > 0 && optionalCatchAlls.length > 0) {
    problems.push({
      code: 'FSR_OPTIONAL_CATCH_ALL_CONFLICT',
      message: "An optional catch-all also answers at its folder's own URL, and another file answers there.",
      help: 'remove one of them, or use a catch-all that is not optional: `[...name]`.',
      files: filesOf([...routeFiles, ...optionalCatchAlls]),
    });
  }
  return problems;
}

function filesOf(uses: readonly { readonly file: string }[]): string[] {
  return uses.map(({ file }) => file);
}

/** Finds files with the same path. If only the names of params differ, `paramNameConflict` reports them. */
function duplicateRoutes(routeFiles: readonly ParsedFile[]): Problem[] {
  const filesByNames = new Map<string, string[]>();
  for (const { file, segments } of routeFiles) {
    const names = JSON.stringify(segments.map(({ kind, name }) => (kind === 'static' ? '' : name)));
    filesByNames.set(names, [...(filesByNames.get(names) ?? []), file]);
  }
  const groups = [...filesByNames.values()].filter((files) => files.length > 1);
  return groups.map((files) => ({
    code: 'FSR_DUPLICATE_ROUTE',
    message: 'These files answer the same URL.',
    help: 'keep one of them. `a.js` and `a/index.js` are the same route, and so are names that differ only in letter case, unless `caseSensitive` is set.',
    files,
  }));
}

function paramNameConflict(uses: readonly ParamUse[]): Problem {
  const quoted = uses.map(({ name }) => `'${name}'`).join(' and ');
  return {
    code: 'FSR_PARAM_NAME_CONFLICT',
    message: `One place in the URL has params of different names: ${quoted}.`,
    help: 'give the param the same name in all of these paths.',
    files: filesOf(uses),
    folders: uses.flatMap(({ folder }) => folder ?? []),
  };
}

/**
 * Finds folders that are the same in a URL. If their own names are equal, only folders above them differ, and those are
 * reported.
 */
function duplicateFolders(folders: readonly FolderUse[]): Problem[] {
  const paths = folders.map(({ folder }) => folder);
  const names = new Set(paths.map((folder) => folder.slice(folder.lastIndexOf('/') + 1)));
  if (names.size === 1) return [];
  const lookAlike = new Set(paths.map((folder) => folder.normalize())).size < paths.length;
  const quoted = paths.map((folder) => `'${lookAlike ? escapeUnicode(folder) : folder}'`).join(' and ');
  return [
    {
      code: 'FSR_DUPLICATE_FOLDER',
      message: `These folders are the same in a URL, but the _middleware of one would not run for the files of another: ${quoted}.`,
      help: 'put their files into one folder. Names are the same in a URL if they differ only in Unicode form, in percent-encoding or, unless `caseSensitive` is set, in letter case.',
      files: filesOf(folders),
      folders: paths,
    },
  ];
}

/** Escapes characters outside ASCII, to show the difference between names that look the same. */
function escapeUnicode(text: string): string {
  // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- a match is one code point
  return text.replace(/[^\0-\x7f]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

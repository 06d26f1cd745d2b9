import type { Problem } from './errors.js';
import { expressPattern, type PatternSyntax } from './express-pattern.js';
import { findConflicts, type ParsedFile } from './find-conflicts.js';
import { memoize } from './memoize.js';
import { parseNextNames } from './next/parse-names.js';
import { isSegment, parseSegment, type SegmentProblem } from './parse-segment.js';
import { precedenceKey } from './precedence.js';
import type { Route, RouteFile, Segment } from './types.js';

export interface TableSettings {
  readonly caseSensitive: boolean;
  readonly syntax: PatternSyntax;
  /** Whether names with odd brackets mean what they mean in Next.js. */
  readonly isNext: boolean;
}

/**
 * The routes of a tree in order of precedence. Needs no disk: a list of names is enough.
 *
 * @param problems gets every name that cannot be read and every conflict of the tree
 */
export function createRouteTable(files: readonly RouteFile[], settings: TableSettings, problems: Problem[]): Route[] {
  const parse = settings.isNext ? parseNextNames : segmentParser();
  const parsed: (ParsedFile & RouteFile & { readonly key: string })[] = [];
  for (const { file, absolutePath, names } of files) {
    const segments = segmentsOf(file, parse(names), problems);
    if (segments) parsed.push({ file, absolutePath, names, segments, key: precedenceKey(segments) });
  }
  problems.push(...findConflicts(parsed, settings.caseSensitive));

  return parsed.sort((a, b) => (a.key < b.key ? -1 : 1)).map((one) => createRoute(one, settings.syntax));
}

function createRoute({ file, absolutePath, names, segments }: ParsedFile & RouteFile, syntax: PatternSyntax): Route {
  const path = `/${names.join('/')}`;
  const pattern = expressPattern(segments, syntax);
  // Of two equal texts only one is kept in memory.
  const expressPath = pattern === path ? path : pattern;
  return Object.freeze({ file, absolutePath, path, expressPath, segments: Object.freeze(segments) });
}

/** Gives routes that have the same name the same segment. */
function segmentParser(): (names: readonly string[]) => (Segment | SegmentProblem)[] {
  const parse = memoize((name: string) => Object.freeze(parseSegment(name)));
  return (names) => names.map(parse);
}

function segmentsOf(
  file: string,
  parsed: readonly (Segment | SegmentProblem)[],
  problems: Problem[],
): Segment[] | undefined {
  const segments = parsed.filter(isSegment);
  for (const slip of parsed) if (!isSegment(slip)) problems.push({ ...slip, files: [file] });
  return segments.length === parsed.length ? segments : undefined;
}

import type { Problem } from './errors.js';
import { expressPattern, type PatternSyntax } from './express-pattern.js';
import { findConflicts, type ParsedFile } from './find-conflicts.js';
import { parseNextNames } from './next/parse-names.js';
import { isSegment, parseSegment, type SegmentProblem } from './parse-segment.js';
import { comparePrecedence } from './precedence.js';
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
  const parsed: (ParsedFile & RouteFile)[] = [];
  for (const routeFile of files) {
    const segments = parseNames(
      routeFile,
      settings.isNext ? parseNextNames : (names) => names.map(parseSegment),
      problems,
    );
    if (segments) parsed.push({ ...routeFile, segments });
  }
  problems.push(...findConflicts(parsed, settings.caseSensitive));

  return parsed
    .sort((a, b) => comparePrecedence(a.segments, b.segments))
    .map(({ file, absolutePath, names, segments }) =>
      Object.freeze({
        file,
        absolutePath,
        path: `/${names.join('/')}`,
        expressPath: expressPattern(segments, settings.syntax),
        segments: Object.freeze(segments),
      }),
    );
}

function parseNames(
  { file, names }: RouteFile,
  parse: (names: readonly string[]) => (Segment | SegmentProblem)[],
  problems: Problem[],
): Segment[] | undefined {
  const parsed = parse(names);
  const segments = parsed.filter(isSegment);
  for (const slip of parsed) if (!isSegment(slip)) problems.push({ ...slip, files: [file] });
  return segments.length === names.length ? segments : undefined;
}

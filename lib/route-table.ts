import { throwIfAny, type Problem } from './errors.js';
import { expressPattern, type PatternSyntax } from './express-pattern.js';
import { findConflicts, type ParsedFile } from './find-conflicts.js';
import { isSegment, parseSegment } from './parse-segment.js';
import { comparePrecedence } from './precedence.js';
import type { Route, RouteFile, Segment } from './types.js';

export interface TableSettings {
  readonly caseSensitive: boolean;
  readonly syntax: PatternSyntax;
  /** Named in messages only. */
  readonly directory: string;
}

/**
 * The routes of a tree in order of precedence. Needs no disk: a list of names is enough.
 *
 * @throws {FsRoutesError} with every name that cannot be read and every conflict of the tree.
 */
export function createRouteTable(files: readonly RouteFile[], settings: TableSettings): Route[] {
  const problems: Problem[] = [];
  const parsed: (ParsedFile & RouteFile)[] = [];
  for (const routeFile of files) {
    const segments = parseNames(routeFile, problems);
    if (segments) parsed.push({ ...routeFile, segments });
  }
  problems.push(...findConflicts(parsed, settings.caseSensitive));
  throwIfAny(problems, settings.directory);

  return parsed
    .sort((a, b) => comparePrecedence(a.segments, b.segments))
    .map(({ file, absolutePath, names, segments }) =>
      Object.freeze({
        file,
        absolutePath,
        path: `/${names.join('/')}`,
        expressPath: expressPattern(segments, settings.syntax).path,
        segments: Object.freeze(segments),
      }),
    );
}

function parseNames({ file, names }: RouteFile, problems: Problem[]): Segment[] | undefined {
  const segments: Segment[] = [];
  for (const name of names) {
    const parsed = parseSegment(name);
    if (isSegment(parsed)) segments.push(parsed);
    else problems.push({ ...parsed, files: [file] });
  }
  return segments.length === names.length ? segments : undefined;
}

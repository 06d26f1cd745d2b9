import type { Issue, Problem } from '../types/problem.js';
import { expressPattern, type PatternSyntax } from './express-pattern.js';
import { findConflicts } from './find-conflicts.js';
import { folderMiddleware } from './folder-middleware.js';
import { memoize } from './memoize.js';
import { parseNextNames } from '../next/parse-names.js';
import { isSegment, parseSegment } from './parse-segment.js';
import type { ParsedFile } from './place-problems.js';
import { precedenceKey } from './precedence.js';
import type { ScannedFiles } from '../types/index.js';
import { spellingIn } from './static-name.js';
import type { Route, RouteFile, RouteModule, Segment } from '../types/index.js';

export interface TableSettings {
  readonly caseSensitive: boolean;
  readonly syntax: PatternSyntax;
  /** With `'next'`, names with odd brackets mean what they mean in Next.js. */
  readonly compat: 'next' | undefined;
}

/**
 * The routes of a tree in order of precedence. Needs no disk: a list of names is enough.
 *
 * @param problems gets every name that cannot be read and every conflict of the tree
 * @returns routes without their methods, which only the loaded files can tell: see `completeRoutes`
 */
export function createRouteTable(
  { routeFiles, middlewareFiles }: ScannedFiles,
  settings: TableSettings,
  problems: Problem[],
): RouteDraft[] {
  const parse = settings.compat === 'next' ? parseNextNames : segmentParser();
  const parsed: (ParsedFile & RouteFile & { readonly key: string })[] = [];
  for (const { file, absolutePath, names } of routeFiles) {
    const segments = segmentsOf(file, parse(names), problems);
    if (segments) parsed.push({ file, absolutePath, names, segments, key: precedenceKey(segments) });
  }
  const middleware = middlewareFiles.flatMap(({ file, names }) => {
    const segments = segmentsOf(file, parse(names), problems);
    return segments ? [{ file, segments }] : [];
  });
  problems.push(...findConflicts(parsed, middleware, settings.caseSensitive));

  const middlewareOf = folderMiddleware(middlewareFiles, problems);
  return parsed
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((one) => createRoute(one, middlewareOf(one.file), settings));
}

/** A route whose methods are still to come. */
export type RouteDraft = Omit<Route, 'methods'> & { methods: readonly string[] };

/** Adds to the routes what they answer, once all files are loaded. */
export function completeRoutes(routes: readonly RouteDraft[], modules: ReadonlyMap<string, RouteModule>): void {
  for (const route of routes) {
    route.methods = methodsOf(modules.get(route.file)!);
    Object.freeze(route);
  }
}

const notYet: readonly string[] = Object.freeze([]);

function createRoute(
  { file, absolutePath, names, segments }: ParsedFile & RouteFile,
  middleware: readonly string[],
  { syntax, compat }: TableSettings,
): RouteDraft {
  const path = `/${names.join('/')}`;
  const pattern = expressPattern(segments, syntax, spellingIn(compat));
  // Of two equal texts only one is kept in memory.
  const expressPath = pattern === path ? path : pattern;
  return { file, absolutePath, path, expressPath, segments: Object.freeze(segments), middleware, methods: notYet };
}

/** Gives routes that have the same name the same segment. */
function segmentParser(): (names: readonly string[]) => (Segment | Issue)[] {
  const parse = memoize((name: string) => Object.freeze(parseSegment(name)));
  return (names) => names.map(parse);
}

function segmentsOf(file: string, parsed: readonly (Segment | Issue)[], problems: Problem[]): Segment[] | undefined {
  const segments = parsed.filter(isSegment);
  for (const issue of parsed) if (!isSegment(issue)) problems.push({ ...issue, files: [file] });
  return segments.length === parsed.length ? segments : undefined;
}

/** What a route answers whose file has no export for a method: shared, because most routes do. */
const everyMethod: readonly string[] = Object.freeze(['*']);

/**
 * The methods that a route answers, sorted: those it has exports for, HEAD where it has GET, OPTIONS; and `*`
 * where its default export takes all others.
 */
function methodsOf({ handlers, methods }: RouteModule): readonly string[] {
  if (methods.size === 0) return everyMethod;
  const answered = new Set(methods.keys());
  if (answered.has('GET')) answered.add('HEAD');
  answered.add(handlers.length > 0 ? '*' : 'OPTIONS');
  return Object.freeze([...answered].sort());
}

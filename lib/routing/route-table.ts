import type { Issue, Problem } from '../types/problem.js';
import type { Route, RouteFile, RouteModule, ScannedFiles, Segment } from '../types/index.js';
import { expressPattern, type PatternSyntax } from './express-pattern.js';
import { findConflicts } from './find-conflicts.js';
import { folderMiddleware } from './folder-middleware.js';
import { isSegment } from './parse-segment.js';
import type { ParsedFile } from './place-problems.js';
import { precedenceKey } from './precedence.js';

/** What names of files mean. */
export interface NameConventions {
  /** Returns a function that reads the names of one path after the other, for one table. */
  createNameParser(): (names: readonly string[]) => readonly (Segment | Issue)[];
  /** Returns how a static name is written in a URL. */
  spell(name: string): string;
}

export interface TableSettings {
  readonly caseSensitive: boolean;
  readonly syntax: PatternSyntax;
  readonly conventions: NameConventions;
}

export interface RouteTable {
  /** In order of precedence, without their methods, which only the loaded files can tell: see `completeRoutes`. */
  readonly routes: RouteDraft[];
  /** Every name that cannot be read, and every conflict of the tree. */
  readonly problems: readonly Problem[];
}

/** Makes a table of the files of a folder. Needs no disk: a list of names is enough. */
export function createRouteTable({ routeFiles, middlewareFiles }: ScannedFiles, settings: TableSettings): RouteTable {
  const parse = settings.conventions.createNameParser();
  const issues: Problem[] = [];
  function segmentsOf({ file, names }: RouteFile): Segment[] | undefined {
    const parsed = parse(names);
    const segments = parsed.filter(isSegment);
    for (const issue of parsed) if (!isSegment(issue)) issues.push({ ...issue, files: [file] });
    return segments.length === parsed.length ? segments : undefined;
  }
  const parsed = routeFiles.flatMap((one) => {
    const segments = segmentsOf(one);
    const { file, absolutePath, names } = one;
    return segments ? [{ file, absolutePath, names, segments, key: precedenceKey(segments) }] : [];
  });
  const parsedMiddleware = middlewareFiles.flatMap((one) => {
    const segments = segmentsOf(one);
    return segments ? [{ file: one.file, segments }] : [];
  });
  const conflicts = findConflicts(parsed, parsedMiddleware, settings.caseSensitive);
  const middleware = folderMiddleware(middlewareFiles);
  const routes = parsed
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((one) => createRoute(one, middleware.filesFor(one.file), settings));
  return { routes, problems: [...issues, ...conflicts, ...middleware.problems] };
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

const unknownMethods: readonly string[] = Object.freeze([]);

function createRoute(
  { file, absolutePath, names, segments }: ParsedFile & RouteFile,
  middleware: readonly string[],
  { syntax, conventions }: TableSettings,
): RouteDraft {
  const path = `/${names.join('/')}`;
  const pattern = expressPattern(segments, syntax, conventions.spell);
  // Of two equal texts only one is kept in memory.
  const expressPath = pattern === path ? path : pattern;
  return {
    file,
    absolutePath,
    path,
    expressPath,
    segments: Object.freeze(segments),
    middleware,
    methods: unknownMethods,
  };
}

/** What a route answers whose file has no export for a method: shared, because most routes do. */
const allMethods: readonly string[] = Object.freeze(['*']);

/**
 * The methods that a route answers, sorted: those it has exports for, HEAD where it has GET, OPTIONS; and `*`
 * where its default export takes all others.
 */
function methodsOf({ handlers, methods }: RouteModule): readonly string[] {
  if (methods.size === 0) return allMethods;
  const answered = new Set(methods.keys());
  if (answered.has('GET')) answered.add('HEAD');
  answered.add(handlers.length > 0 ? '*' : 'OPTIONS');
  return Object.freeze([...answered].sort());
}

import type { Issue, Problem } from '../types/problem.js';
import type { Route, RouteConfig, RouteFile, RouteModule, ScannedFiles, Segment } from '../types/index.js';
import { expressPattern, type PatternSyntax } from './express-pattern.js';
import { findConflicts } from './find-conflicts.js';
import { folderMiddleware } from './folder-middleware.js';
import { isSegment } from './parse-segment.js';
import type { ParsedFile } from './conflict-rules.js';
import { precedenceKey } from './table-order.js';
import { removeRouteGroups, type UngroupedPath } from './route-groups.js';

/** The rules for the names of files, which differ between the two conventions. */
export interface NameConventions {
  /** Creates a parser for the names of a path. Each route table has its own. */
  createNameParser(): (names: readonly string[]) => readonly (Segment | Issue)[];
  /** The function that returns the spelling of a static name in a URL. */
  readonly spell: (name: string) => string;
  /** Is `true` if names are reported that are probably slips, although they can be served as they are. */
  readonly reportsSlips: boolean;
}

export interface TableSettings {
  readonly caseSensitive: boolean;
  readonly routeGroups: boolean;
  readonly syntax: PatternSyntax;
  readonly conventions: NameConventions;
}

export interface RouteTable {
  /** The routes in order of precedence. `completeRoutes` adds their methods once the files are loaded. */
  readonly routes: RouteDraft[];
  /** The problems of names that cannot be parsed, and the conflicts of the tree. */
  readonly problems: readonly Problem[];
}

/** Creates the route table of a folder from the names of its files. Reads nothing from the disk. */
export function createRouteTable({ routeFiles, middlewareFiles }: ScannedFiles, settings: TableSettings): RouteTable {
  const parse = settings.conventions.createNameParser();
  const parseProblems: Problem[] = [];
  function parseFile(routeFile: RouteFile): (ParsedFile & RouteFile & { readonly key: string })[] {
    const { file, absolutePath } = routeFile;
    const { names, issues: ofGroups = noIssues }: UngroupedPath = settings.routeGroups
      ? removeRouteGroups(routeFile)
      : routeFile;
    const parsed = parse(names);
    const segments = parsed.filter(isSegment);
    for (const issue of ofGroups) parseProblems.push({ ...issue, files: [file] });
    for (const issue of parsed) if (!isSegment(issue)) parseProblems.push({ ...issue, files: [file] });
    if (ofGroups.length > 0 || segments.length < parsed.length) return [];
    return [{ file, absolutePath, names, segments, key: precedenceKey(segments) }];
  }
  const parsed = routeFiles.flatMap(parseFile);
  const conflicts = findConflicts(parsed, middlewareFiles.flatMap(parseFile), settings);
  const middleware = folderMiddleware(middlewareFiles);
  const routes = parsed
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((parsedFile) => createRoute(parsedFile, middleware.filesFor(parsedFile.file), settings));
  return { routes, problems: [...parseProblems, ...conflicts, ...middleware.problems] };
}

/** A route whose methods and config are not known yet. */
export type RouteDraft = Omit<Route, 'methods' | 'config' | 'answersBelow'> & {
  -readonly [Key in 'methods' | 'config']: Route[Key];
} & { answersBelow?: boolean };

/** Adds to the routes what only their modules say, and freezes them. Call it once all files are loaded. */
export function completeRoutes(routes: readonly RouteDraft[], modules: ReadonlyMap<string, RouteModule>): void {
  for (const route of routes) {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- every file of a route has a module by now
    const module = modules.get(route.file)!;
    route.methods = methodsOf(module);
    route.config = module.config;
    if (module.router) route.answersBelow = true;
    Object.freeze(route);
  }
}

const noIssues: readonly Issue[] = [];
const unknownMethods: readonly string[] = Object.freeze([]);
const unknownConfig: RouteConfig = Object.freeze({});

function createRoute(
  { file, absolutePath, names, segments }: ParsedFile & RouteFile,
  middleware: readonly string[],
  { syntax, conventions }: TableSettings,
): RouteDraft {
  const path = `/${names.join('/')}`;
  const pattern = expressPattern(segments, syntax, conventions.spell);
  // If the two are equal, only one string is kept in memory.
  const expressPath = pattern === path ? path : pattern;
  const route = {
    file,
    absolutePath,
    path,
    expressPath,
    segments: Object.freeze(segments),
    middleware,
    methods: unknownMethods,
  };
  // Not enumerable, so that routes stay data that JSON can hold: a config may hold anything.
  return Object.defineProperty(route, 'config', { value: unknownConfig, writable: true }) as RouteDraft;
}

/** The methods of a file that exports no method by name. Most routes share this list. */
const allMethods: readonly string[] = Object.freeze(['*']);

/**
 * Returns the methods that a route answers, sorted: those it exports, HEAD if it exports GET, and OPTIONS. If it has a
 * default export, which answers all other methods, `*` replaces OPTIONS.
 */
function methodsOf({ handlers, methods }: RouteModule): readonly string[] {
  if (methods.size === 0) return allMethods;
  const answered = new Set(methods.keys());
  if (answered.has('GET')) answered.add('HEAD');
  answered.add(handlers.length > 0 ? '*' : 'OPTIONS');
  return Object.freeze([...answered].sort());
}

/** Returns `true` if a route answers a method, by an export or as HEAD and OPTIONS are answered without one. */
export function takesMethod({ methods }: Route, method: string): boolean {
  return methods.includes('*') || methods.includes(method);
}

import { createMatcher, type Matcher } from '../routing/match-route.js';
import type { Route, RouteModule } from '../types/index.js';
import { RouteEndpoint, type EndpointContext } from './route-endpoint.js';
import type { Settings } from './settings.js';

/** A route folder whose files are loaded, or are still loading. */
export interface LoadedFolder {
  readonly routes: readonly Route[];
  /** The modules of routes and of folder middleware by file. */
  readonly modules: ReadonlyMap<string, RouteModule>;
  /** A promise while files load that only `import()` can load. If one of them fails, the rejected promise stays. */
  readonly pending: Promise<void> | undefined;
  /** Promises of the next reload, by the files of routes that must wait for it: see `MissingMiddleware`. */
  readonly pendingRoutes: ReadonlyMap<string, Promise<void>> | undefined;
}

/** A route folder at one time. A request uses the same snapshot until it leaves the folder, even after a reload. */
export interface RouteSnapshot extends LoadedFolder {
  readonly match: Matcher<RouteEndpoint>;
  pending: Promise<void> | undefined;
}

/** The source of routes for requests, which holds the newest snapshot. */
export interface RouteSource {
  current: RouteSnapshot;
  /** A promise while `watch` creates the next snapshot: new requests wait for it. It never rejects. */
  pendingReload: Promise<void> | undefined;
}

export function createSnapshot(
  folder: LoadedFolder,
  context: Omit<EndpointContext, 'modules'>,
  settings: Pick<Settings, 'caseSensitive' | 'strict' | 'conventions'>,
): RouteSnapshot {
  const { routes, modules, pending } = folder;
  const endpointContext = { ...context, modules };
  const match = createMatcher(
    routes.map((route) => new RouteEndpoint(route, endpointContext)),
    settings,
  );
  const snapshot: RouteSnapshot = { ...folder, routes: Object.freeze(routes), match };
  pending?.then(
    () => (snapshot.pending = undefined),
    () => undefined,
  );
  return snapshot;
}

import { createMatcher, type Matcher } from '../routing/match-route.js';
import type { Route, RouteModule } from '../types/index.js';
import { RouteEndpoint, type EndpointContext } from './route-endpoint.js';
import type { Settings } from './settings.js';

/** One reading of the folder. */
export interface LoadedFolder {
  readonly routes: readonly Route[];
  /** The modules of routes and of folder middleware, by their files. */
  readonly modules: ReadonlyMap<string, RouteModule>;
  /** While files are loading that only `import()` can load; it stays where one of them failed. */
  readonly pending: Promise<void> | undefined;
  /** Routes, by their files, that answer only from a later reading, with a promise of that: see `FolderGuards`. */
  readonly pendingRoutes: ReadonlyMap<string, Promise<void>> | undefined;
}

/** What a request is answered from. A request that has begun with one goes on with it. */
export interface RouteSnapshot extends LoadedFolder {
  readonly match: Matcher<RouteEndpoint>;
  pending: Promise<void> | undefined;
}

/** Where requests get their route from: always the newest snapshot. */
export interface RouteSource {
  current: RouteSnapshot;
  /** While `watch` is making another: a request that comes now waits for it. Never rejects. */
  pendingReload: Promise<void> | undefined;
}

export function createSnapshot(
  reading: LoadedFolder,
  serving: Omit<EndpointContext, 'modules'>,
  settings: Pick<Settings, 'caseSensitive' | 'strict' | 'conventions'>,
): RouteSnapshot {
  const { routes, modules, pending } = reading;
  const shared = { ...serving, modules };
  const match = createMatcher(
    routes.map((route) => new RouteEndpoint(route, shared)),
    settings,
  );
  const snapshot: RouteSnapshot = { ...reading, routes: Object.freeze(routes), match };
  pending?.then(
    () => (snapshot.pending = undefined),
    () => undefined,
  );
  return snapshot;
}

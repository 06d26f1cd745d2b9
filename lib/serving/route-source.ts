import type { LoadedModules } from '../files/load-modules.js';
import { createMatcher, type Matcher } from '../routing/match-route.js';
import type { Settings } from '../options.js';
import { ServedRoute, type Serving } from './route-endpoint.js';
import { spellingIn } from '../routing/static-name.js';
import type { Route } from '../types/index.js';

/** What requests are answered from: one reading of the folder. */
export interface ServedTable {
  readonly routes: readonly Route[];
  readonly modules: LoadedModules['modules'];
  readonly match: Matcher<ServedRoute>;
  /** While files are loading that only `import()` can load; it stays where one of them failed. */
  pending: Promise<void> | undefined;
  /** Routes, by their files, that answer only from a later table, with a promise of that: see `FolderGuards`. */
  readonly waiting: ReadonlyMap<string, Promise<void>> | undefined;
}

/** The newest table. Who has begun with one goes on with it. */
export interface LiveTable {
  current: ServedTable;
  /** While `watch` is making another: a request that comes now waits for it. Never rejects. */
  next: Promise<void> | undefined;
}

export function createServedTable(
  routes: readonly Route[],
  { modules, pending }: LoadedModules,
  serving: Omit<Serving, 'modules'>,
  { caseSensitive, strict, compat }: Settings,
  waiting?: ServedTable['waiting'],
): ServedTable {
  const shared = { ...serving, modules };
  const entries = routes.map((route) => new ServedRoute(route, shared));
  const match = createMatcher(entries, {
    caseSensitive,
    strict,
    spell: spellingIn(compat),
  });
  const table: ServedTable = { routes: Object.freeze(routes), modules, match, pending, waiting };
  pending?.then(
    () => (table.pending = undefined),
    () => undefined,
  );
  return table;
}

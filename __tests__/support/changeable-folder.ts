import express from 'express';
import type { Router } from 'express';
import type { Problem } from '../../lib/types/problem.js';
import { resolveOptions } from '../../lib/options.js';
import { attachFolder, type ServedFolder } from '../../lib/serving/route-folder.js';
import type { Route } from '../../lib/types/index.js';
import { tableOf, type NameSettings } from './table.js';

export interface ChangeableFolder {
  /** A Router that development tools recognize as one of `fsRoutes`. */
  readonly router: Router;
  /** Returns the number of listeners to its changes. */
  listeners(): number;
  /** Replaces the files of the folder, and reports the change. */
  change(files: readonly string[], problems?: readonly Problem[]): void;
}

/** Returns a folder that changes without a disk, as if `watch` had reported it. */
export function changeableFolder(
  files: readonly string[],
  problems: readonly Problem[] = [],
  names: NameSettings = {},
): ChangeableFolder {
  const listeners = new Set<() => void>();
  let routes = routesOf(files, names);
  let found = problems;
  const folder: ServedFolder = {
    directory: '/srv/api',
    settings: { ...resolveOptions(names.isNext ? { compat: 'next' } : {}), watch: true },
    get routes() {
      return routes;
    },
    modules: new Map(),
    get problems() {
      return found;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const router = express.Router();
  attachFolder(router, folder);
  return {
    router,
    listeners: () => listeners.size,
    change(files, problems = []) {
      routes = routesOf(files, names);
      found = problems;
      for (const listener of listeners) listener();
    },
  };
}

function routesOf(files: readonly string[], names: NameSettings): readonly Route[] {
  return tableOf(files, names).map((route) => ({ ...route, methods: ['GET', 'HEAD', 'OPTIONS'] }));
}

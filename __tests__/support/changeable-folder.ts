import express from 'express';
import type { Router } from 'express';
import type { Problem } from '../../lib/types/problem.js';
import { resolveOptions } from '../../lib/options.js';
import { attachFolder, type ServedFolder } from '../../lib/serving/route-folder.js';
import type { Route } from '../../lib/types/index.js';
import { tableOf } from './table.js';

export interface ChangeableFolder {
  /** What development tools take for a Router of `fsRoutes`. */
  readonly router: Router;
  /** How many listen to its changes. */
  listeners(): number;
  /** Gives the folder other files, and tells of it. */
  change(files: readonly string[], problems?: readonly Problem[]): void;
}

/** A folder that is not on a disk, as `watch` would tell of it. */
export function changeableFolder(files: readonly string[], problems: readonly Problem[] = []): ChangeableFolder {
  const listeners = new Set<() => void>();
  let routes = routesOf(files);
  let found = problems;
  const folder: ServedFolder = {
    directory: '/srv/api',
    settings: { ...resolveOptions({}), watch: true },
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
      routes = routesOf(files);
      found = problems;
      for (const listener of listeners) listener();
    },
  };
}

function routesOf(files: readonly string[]): readonly Route[] {
  return tableOf(files).map((route) => ({ ...route, methods: ['GET', 'HEAD', 'OPTIONS'] }));
}

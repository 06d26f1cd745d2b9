import type { Router } from 'express';
import type { Problem } from '../types/problem.js';
import type { LoadedModules } from '../files/load-modules.js';
import type { Settings } from './settings.js';
import type { Route } from '../types/index.js';

/** A route folder as it was read: what development tools look at. */
export interface RouteFolder {
  /** Absolute, in the platform's own form. */
  readonly directory: string;
  readonly settings: Settings;
  /** In order of precedence; those that `problems` are about, too, where their names can be read. */
  readonly routes: readonly Route[];
  /** What its files export; those that are not loaded, or broken, are missing. */
  readonly modules: LoadedModules['modules'];
  /** What is wrong with it. A folder that is served without `watch` has none, or it would not be. */
  readonly problems: readonly Problem[];
}

/** A route folder that a Router serves; with `watch`, each look at it shows it as it is now. */
export interface ServedFolder extends RouteFolder {
  /**
   * Calls the listener after each change.
   *
   * @returns what ends that
   */
  onChange(listener: () => void): () => void;
}

/** Of the registry, because a tool may come from the other build of this package than the Router. */
const key = Symbol.for('express-pages-api.served-folder');

/** Makes the folder known to `servedFolderOf`, and to nobody else who looks at the Router. */
export function attachFolder(router: Router, folder: ServedFolder): void {
  Object.defineProperty(router, key, { value: folder });
}

/** The folder that a Router of `fsRoutes` serves; nothing for any other value. */
export function servedFolderOf(router: unknown): ServedFolder | undefined {
  return typeof router === 'function' ? (Reflect.get(router, key) as ServedFolder | undefined) : undefined;
}

/** The folder as `fs-routes.ts` tells of it. */
export class CurrentFolder implements ServedFolder {
  private readonly listeners = new Set<() => void>();
  problems: readonly Problem[] = [];

  constructor(
    readonly directory: string,
    readonly settings: Settings,
    private readonly source: { readonly current: Pick<RouteFolder, 'routes' | 'modules'> },
  ) {}

  get routes(): readonly Route[] {
    return this.source.current.routes;
  }

  get modules(): LoadedModules['modules'] {
    return this.source.current.modules;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** @param problems of the folder as it is now */
  change(problems: readonly Problem[]): void {
    this.problems = problems;
    for (const listener of this.listeners) listener();
  }
}

import type { Router } from 'express';
import type { Problem } from '../types/problem.js';
import type { LoadedModules } from '../files/load-modules.js';
import type { Settings } from './settings.js';
import type { Route } from '../types/index.js';

/** A route folder as it was scanned and loaded. Development tools show it. */
export interface RouteFolder {
  /** The absolute path of the folder, with the platform's separator. */
  readonly directory: string;
  readonly settings: Settings;
  /** The routes in order of precedence. They include routes with problems whose names can be parsed. */
  readonly routes: readonly Route[];
  /** The modules by file, without those that are still loading or could not be loaded. */
  readonly modules: LoadedModules['modules'];
  /** The problems of its files. Empty without `watch`, because `fsRoutes` throws them. */
  readonly problems: readonly Problem[];
}

/** A route folder that a Router serves. With `watch`, its properties change with the files. */
export interface ServedFolder extends RouteFolder {
  /**
   * Calls the listener after each change.
   *
   * @returns a function that removes the listener
   */
  onChange(listener: () => void): () => void;
}

/** The key of the folder on its Router. It is global, because a tool and the Router may come from different builds. */
const key = Symbol.for('express-pages-api.served-folder');

/** Attaches the folder to the Router, for `servedFolderOf`, as a property that is not enumerable. */
export function attachFolder(router: Router, folder: ServedFolder): void {
  Object.defineProperty(router, key, { value: folder });
}

/** Returns the folder that a Router of `fsRoutes` serves, and `undefined` for any other value. */
export function servedFolderOf(router: unknown): ServedFolder | undefined {
  return typeof router === 'function' ? (Reflect.get(router, key) as ServedFolder | undefined) : undefined;
}

/** A served folder that reads its routes and modules from the current snapshot. */
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

  /** Sets the current problems and calls the listeners. */
  update(problems: readonly Problem[]): void {
    this.problems = problems;
    for (const listener of this.listeners) listener();
  }
}

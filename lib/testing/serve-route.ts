import express from 'express';
import type { Express } from 'express';
import { FsRoutesError } from '../reporting/errors.js';
import type { Problem } from '../types/problem.js';
import { serveFiles } from '../fs-routes.js';
import { resolveOptions } from '../options.js';
import { replacePathname } from '../request/request-path.js';
import { resolveDirectory, scanRoutes } from '../files/scan-routes.js';
import type { ScannedFiles } from '../types/index.js';
import type { FsRoutesOptions, Params } from '../types/index.js';
import { buildPathname } from './build-pathname.js';

export interface ServeRouteOptions extends FsRoutesOptions {
  /**
   * The params of the path, as for `Params`. With them, every request goes to the route, whatever its path. Without
   * them, the path of the request must match the route.
   */
  readonly params?: Params | undefined;
}

/** An Express app that serves one route file. */
export interface ServedApp extends Express {
  /** The promise `ready` of the Router: see `FsRouter`. Requests wait for it. */
  readonly ready: Promise<void>;
}

/**
 * Creates an Express app that serves one route file, with the middleware of its folders, for use with supertest. It
 * needs no port, and loads no other route file. Mocks of the test runner apply; vitest needs the `import` option of the
 * second example.
 *
 * If the route needs other middleware, such as a session or an error handler, mount the app in yours:
 * `app.use(serveRoute(…))`.
 *
 * @param source the route folder, as for `fsRoutes`
 * @param file the route file, relative to the route folder and with `/`
 * @throws {FsRoutesError} `FSR_NO_SUCH_ROUTE`, `FSR_BAD_PARAMS`, and the errors of `fsRoutes`
 * @example await request(serveRoute('./api', 'posts/[pid].ts', { params: { pid: '7' } })).get('/?draft=1').expect(200)
 * @example serveRoute('./api', 'posts/[pid].ts', { import: (_file, url) => import(url) }) // in vitest
 */
export function serveRoute(source: string | URL, file: string, options: ServeRouteOptions = {}): ServedApp {
  const { params, ...fsOptions } = options;
  // A test serves the files as they are when it starts.
  const settings = resolveOptions({ ...fsOptions, watch: false });
  const directory = resolveDirectory(source);
  const router = serveFiles(directory, selectRouteFile(scanRoutes(directory, settings), file, directory), settings);

  const app = express();
  if (params) {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- one route file makes one route
    const pathname = buildPathname(router.routes[0]!, params);
    app.use((req, _res, next) => {
      req.url = replacePathname(req.url, pathname);
      next();
    });
  }
  app.use(router);
  return Object.assign(app, { ready: router.ready });
}

/** Selects a route file and the middleware of its folders. */
function selectRouteFile({ routeFiles, middlewareFiles }: ScannedFiles, file: string, directory: string): ScannedFiles {
  const routeFile = routeFiles.find((routeFile) => routeFile.file === file);
  if (!routeFile) throw new FsRoutesError([noSuchRoute(file, routeFiles)], { directory });
  const isAbove = ({ names }: { readonly names: readonly string[] }): boolean =>
    names.length === 0 || file.startsWith(`${names.join('/')}/`);
  return { routeFiles: [routeFile], middlewareFiles: middlewareFiles.filter(isAbove) };
}

function noSuchRoute(file: string, routeFiles: ScannedFiles['routeFiles']): Problem {
  const shown = routeFiles.slice(0, 20).map((routeFile) => routeFile.file);
  const more = routeFiles.length > shown.length ? `, and ${routeFiles.length - shown.length} more` : '';
  return {
    code: 'FSR_NO_SUCH_ROUTE',
    message: `There is no route file '${file}'.`,
    help: `name a route file, relative to the route folder and with '/': ${shown.join(', ')}${more}.`,
    files: [],
  };
}

/** Never run: the types that `import` gets. */
import { Router } from 'express';
import {
  defaultIgnore,
  fsRoutes,
  FsRoutesError,
  type ErrorCode,
  type FsRouter,
  type Problem,
  type Route,
  type RouteConfig,
} from 'express-pages-api';
import { serveRoute, type ServedApp } from 'express-pages-api/testing';

export const config: RouteConfig = { api: { bodyParser: { sizeLimit: '4mb' }, responseLimit: false } };

export function mount(): Router {
  const router: FsRouter = fsRoutes(new URL('./api', import.meta.url), {
    caseSensitive: true,
    extensions: ['.ts'],
    ignore: [...defaultIgnore, 'drafts'],
    import: (file, url) => import(file.endsWith('.ts') ? url : file),
  });
  router.param('id', (_req, _res, next) => next());
  router.get('/extra', (_req, res) => {
    res.json(router.routes.map(({ file, path }: Route) => [file, path]));
  });
  return Router().use(router);
}

export async function idOf(router: FsRouter, pathname: string): Promise<string | string[] | undefined> {
  await router.ready;
  return router.match(pathname)?.params['id'];
}

export function codesOf(error: unknown): ErrorCode[] {
  return error instanceof FsRoutesError ? error.problems.map(({ code }: Problem) => code) : [];
}

// @ts-expect-error an option that does not exist
fsRoutes('./api', { casesensitive: true });

export const served: ServedApp = serveRoute(new URL('./api', import.meta.url), 'users/[id].ts', {
  params: { id: '7' },
});

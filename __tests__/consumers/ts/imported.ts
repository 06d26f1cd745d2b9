/** Never run: the types that `import` gets. */
import { Router } from 'express';
import {
  defaultIgnore,
  fsRoutes,
  FsRoutesError,
  type ApiHandler,
  type ErrorCode,
  type FsRouter,
  type ParamsOf,
  type Problem,
  type Route,
  type RouteConfig,
} from 'express-pages-api';
import { explorer } from 'express-pages-api/explorer';
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
  return Router()
    .use(router)
    .use('/_routes', explorer({ '/': router }, { allowInProduction: false }));
}

export async function idOf(router: FsRouter, pathname: string): Promise<string | string[] | undefined> {
  await router.ready;
  return router.match(pathname)?.params['id'];
}

export function codesOf(error: unknown): ErrorCode[] {
  return error instanceof FsRoutesError ? error.problems.map(({ code }: Problem) => code) : [];
}

export const show: ApiHandler<'/users/[id]/[[...rest]]', ParamsOf<'/users/[id]'>> = (req, res) => {
  const rest: string[] = req.query.rest ?? req.params.rest ?? [];
  // @ts-expect-error a name that the path does not have
  const page: string = req.query.page;
  res.json({ id: [req.query.id, page, ...rest].join() });
};

// @ts-expect-error an option that does not exist
fsRoutes('./api', { casesensitive: true });

export const served: ServedApp = serveRoute(new URL('./api', import.meta.url), 'users/[id].ts', {
  params: { id: '7' },
});

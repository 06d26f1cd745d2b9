/** Type tests: `npm run types` fails when one of these lines means something else. */
import type { RequestHandler } from 'express';
import { fsRoutes, type ApiErrorHandler, type ApiHandler, type ApiRequest, type RouteConfig } from '../../lib/index.js';

export const typed: ApiHandler<{ id: string }> = (req, res) => {
  const id: string | string[] | undefined = req.query['id'];
  const session: string | undefined = req.cookies['session'];
  const bytes: Buffer | undefined = req.rawBody;
  res.status(200).json({ id: String(id ?? session ?? bytes) });
  // @ts-expect-error -- the response says that it has an id
  res.json({ name: 'Ann' });
  // @ts-expect-error -- a param may be missing
  const certain: string = req.query['id'];
  return certain;
};

export const untyped: ApiHandler = async (req, res, next) => {
  res.json({ anything: req.body.goes });
  await Promise.resolve();
  next();
};

/** Handlers written for Express are handlers here. */
const forExpress: RequestHandler = (_req, res) => void res.end();
export const chain: (ApiHandler | ApiErrorHandler)[] = [
  forExpress as ApiHandler,
  (error, _req, res, next) => (res.headersSent ? next(error) : res.sendStatus(500)),
];

export function nameOf(req: ApiRequest): string {
  return `${req.method} ${req.baseUrl} ${req.get('accept') ?? ''}`;
}

export const config: RouteConfig = { api: { bodyParser: { sizeLimit: '4mb' }, rawBody: true } };
// @ts-expect-error -- a size is a number or a text
export const wrong: RouteConfig = { api: { bodyParser: { sizeLimit: true } } };

export function mount(): void {
  const router = fsRoutes('./api', {
    compat: 'next',
    onError: (error, { req, route }) => [error, req.method, route.file],
    import: (_file, url) => import(url),
  });
  router.use(forExpress);
  const found = router.match('/a');
  const file: string | undefined = found?.route.file;
  // @ts-expect-error -- there is one other mode
  fsRoutes(new URL('file:///srv/api'), { compat: 'nuxt', file });
}

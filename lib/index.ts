export { fsRoutes } from './fs-routes.js';
export { defaultIgnore } from './options.js';
export { FsRoutesError } from './errors.js';
export type { ErrorCode, Problem } from './errors.js';
export type {
  ApiErrorHandler,
  ApiHandler,
  FsRouter,
  FsRoutesOptions,
  ImportModule,
  Params,
  Route,
  RouteConfig,
  RouteMatch,
  Segment,
  Size,
} from './types.js';

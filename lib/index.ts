export { fsRoutes } from './fs-routes.js';
export { defaultIgnore } from './express/conventions.js';
export { FsRoutesError } from './reporting/errors.js';
export type { ErrorCode, Problem } from './types/problem.js';
export type { ParamsOf } from './types/params-of.js';
export type {
  Affix,
  ApiErrorHandler,
  ApiHandler,
  ApiRequest,
  ApiResponse,
  FsRouter,
  FsRoutesOptions,
  ImportModule,
  OnError,
  Params,
  Query,
  Route,
  RouteConfig,
  RouteMatch,
  Segment,
  Size,
} from './types/index.js';

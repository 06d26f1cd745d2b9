export { fsRoutes } from './fs-routes.js';
export { defaultIgnore } from './options.js';
export { FsRoutesError } from './errors.js';
export type { ErrorCode, Problem } from './errors.js';
export type { ParamsOf } from './path-params.js';
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
} from './types.js';

import type { ImportModule } from '../types/index.js';
import type { Conventions, FileSettings, RequestSettings } from './conventions.js';

/** The options of `fsRoutes`, with every default filled in. */
export interface Settings extends FileSettings, RequestSettings {
  readonly conventions: Conventions;
  readonly strict: boolean;
  readonly mergeParams: boolean;
  readonly fallThrough405: boolean;
  readonly routeGroups: boolean;
  readonly importModule: ImportModule | undefined;
  readonly tracing: boolean | undefined;
  /** Always `false` in production. */
  readonly watch: boolean;
}

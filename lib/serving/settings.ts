import type { BodySettings } from '../request/body-settings.js';
import type { ImportModule, OnError } from '../types/index.js';
import type { Conventions } from './conventions.js';

/** The options of `fsRoutes` with every default filled in. */
export interface Settings {
  readonly conventions: Conventions;
  readonly caseSensitive: boolean;
  readonly strict: boolean;
  readonly mergeParams: boolean;
  readonly extensions: readonly string[];
  readonly ignore: readonly string[];
  readonly importModule: ImportModule | undefined;
  readonly body: BodySettings;
  readonly onError: OnError | undefined;
  readonly tracing: boolean | undefined;
  /** Never in production. */
  readonly watch: boolean;
}

import bytes from 'bytes';
import { checkConfig, isApiSetting } from '../files/check-config.js';
import type { Problem } from '../types/problem.js';
import { problemsInFile } from '../reporting/errors.js';
import { isRecord, property } from '../reporting/inspect-value.js';
import { isSize } from '../request/body-settings.js';
import { printable } from '../reporting/printable.js';
import { noMethods } from '../files/read-method-exports.js';
import { unwrapNamespace } from '../files/read-route-module.js';
import type { ApiHandler, RouteModule } from '../types/index.js';
import { warnOnce } from '../reporting/warn.js';

/**
 * Checks the exports of a file in a `pages/api` folder: the default export is the handler. A file without one, such as
 * a helper, only gets a warning, because Next.js builds it as well and answers 500 at its URL.
 */
export function readNextModule(file: string, exported: unknown, absolutePath: string): RouteModule | Problem[] {
  const namespace = unwrapNamespace(exported);
  const handler = typeof namespace === 'function' ? namespace : (property(namespace, 'default') ?? namespace);
  const config = property(namespace, 'config') ?? property(handler, 'config') ?? {};
  const issues = checkConfig(config, isAcceptedByNext);
  if (issues.length > 0) return problemsInFile(file, issues);
  if (typeof handler === 'function') return { handlers: [handler as ApiHandler], methods: noMethods, config };
  warnOnce(
    absolutePath,
    'FSR_NO_HANDLER',
    `${printable(file)} has no default export that is a function, so its URL answers 500. If the file is not a route, move it out of the route folder.`,
  );
  return { handlers: [], methods: noMethods, config };
}

/**
 * Returns `true` if Next.js accepts a setting that `checkConfig` would refuse: it ignores unknown settings, and accepts
 * every size that `bytes` can parse.
 */
function isAcceptedByNext(path: string, value: unknown): boolean {
  const [parent, name = '', ...below] = path.split('.');
  const isKnown = parent === 'api' && isApiSetting(name) && below.length === 0;
  return !isKnown || (isRecord(value) && isNextSize(value['sizeLimit']));
}

function isNextSize(value: unknown): boolean {
  return isSize(value) || (typeof value === 'string' && bytes.parse(value) !== null);
}

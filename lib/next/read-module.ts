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
 * What a file of a `pages/api` folder means: its default export alone. One without a handler, a helper say,
 * is no reason not to start: Next.js builds it, and answers 500 at its URL.
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
    `${printable(file)} has no default export that is a function: it will answer 500. Is it no route?`,
  );
  return { handlers: [], methods: noMethods, config };
}

/** Next.js passes over settings that it does not know, and makes a limit of every text that `bytes` can parse. */
function isAcceptedByNext(name: string, value: unknown): boolean {
  return !isApiSetting(name) || (isRecord(value) && isNextSize(value['sizeLimit']));
}

function isNextSize(value: unknown): boolean {
  return isSize(value) || (typeof value === 'string' && bytes.parse(value) !== null);
}

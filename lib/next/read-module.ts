import { checkConfig } from '../files/check-config.js';
import type { Problem } from '../types/problem.js';
import { property } from '../reporting/inspect-value.js';
import { printable } from '../reporting/printable.js';
import { noMethods } from '../files/read-method-exports.js';
import { unwrap } from '../files/read-route-module.js';
import type { ApiHandler, RouteModule } from '../types/index.js';
import { warnOnce } from '../reporting/warn.js';

/**
 * What a file of a `pages/api` folder means: its default export alone. One without a handler, a helper say,
 * is no reason not to start: Next.js builds it, and answers 500 at its URL.
 */
export function readNextModule(file: string, exported: unknown, absolutePath: string): RouteModule | Problem[] {
  const namespace = unwrap(exported);
  const handler = typeof namespace === 'function' ? namespace : (property(namespace, 'default') ?? namespace);
  const config = property(namespace, 'config') ?? property(handler, 'config') ?? {};
  const issues = checkConfig(config, true);
  if (issues.length > 0) return issues.map((issue) => ({ ...issue, files: [file] }));
  if (typeof handler === 'function') return { handlers: [handler as ApiHandler], methods: noMethods, config };
  warnOnce(
    absolutePath,
    'FSR_NO_HANDLER',
    `${printable(file)} has no default export that is a function: it will answer 500. Is it no route?`,
  );
  return { handlers: [], methods: noMethods, config };
}

import type { Application, RequestHandler } from 'express';
import { property } from '../reporting/inspect-value.js';

/**
 * Returns `true` if a value is an Express Router or an Express app, of any major version: a function with the methods
 * `use`, `route` and `param`. Other frameworks for Node.js lack at least one of them.
 */
export function isRouter(value: unknown): value is RequestHandler {
  return typeof value === 'function' && ['use', 'route', 'param'].every((name) => hasMethod(value, name));
}

/** Returns `true` if a Router is an app. Express tells the two apart by the same methods: `app.use` looks at them. */
export function isApp(router: RequestHandler): router is Application {
  return hasMethod(router, 'handle') && hasMethod(router, 'set');
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof property(value, name) === 'function';
}

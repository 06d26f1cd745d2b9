import type { Problem } from '../types/problem.js';
import { isRecord } from './inspect-value.js';

/**
 * Finds a function that the app has passed to Express without calling it, as in `app.use('/api', fsRoutes)`. Express
 * then calls it for each request.
 *
 * @param example the call that was meant
 * @param argument the first argument that the function got
 */
export function findUncalled(name: string, example: string, argument: unknown): Problem[] {
  if (!isRequest(argument)) return [];
  const message = `The app passes ${name} to Express without calling it, so it is called with a request.`;
  return [{ code: 'FSR_BAD_SOURCE', message, help: `call it once, where the app starts: ${example}.`, files: [] }];
}

function isRequest(value: unknown): boolean {
  return isRecord(value) && typeof value['method'] === 'string' && typeof value['url'] === 'string';
}

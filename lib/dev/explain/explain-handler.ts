import type { Route, RouteModule } from '../../types/index.js';
import type { MatchExplanation } from './match-explanation.js';

type HandlerExplanation = Pick<MatchExplanation, 'outcome' | 'summary' | 'handler' | 'allow'>;

/**
 * Explains which export of a route file answers a method, by the rules of `route-endpoint.ts`.
 *
 * @param module what the file exports; `undefined` if it is not loaded
 */
export function explainHandler(
  { file, methods }: Route,
  method: string,
  module: RouteModule | undefined,
): HandlerExplanation {
  if (!module) return { outcome: 'answered', summary: `${file} answers ${method}, if it has a handler for it.` };
  if (module.router) {
    const summary = `${file} gets ${method} with its export default, an Express Router or app, whose own routes decide.`;
    return { outcome: 'answered', summary, handler: 'default' };
  }
  if (module.methods.has(method)) return answered(file, method, method);
  if (method === 'HEAD' && module.methods.has('GET')) return answered(file, method, 'GET');
  if (module.handlers.length > 0) return answered(file, method, 'default');
  if (module.methods.size === 0) {
    const summary = `${file} matches, but the response is 500: it has no default export that is a function.`;
    return { outcome: 'broken', summary };
  }
  const response = `with Allow: ${methods.join(', ')}.`;
  if (method === 'OPTIONS') {
    const summary = `${file} matches and has no handler for OPTIONS, so the response is 204 ${response}`;
    return { outcome: 'answered', summary, allow: methods };
  }
  const summary = `${file} matches, but has no handler for ${method}: the response is 405 ${response}`;
  return { outcome: 'method-not-allowed', summary, allow: methods };
}

function answered(file: string, method: string, handler: string): HandlerExplanation {
  return { outcome: 'answered', summary: `${file} answers ${method} with its export ${handler}.`, handler };
}

import type { Route, RouteModule } from '../../types/index.js';
import type { MatchExplanation } from './match-explanation.js';

type Answer = Pick<MatchExplanation, 'outcome' | 'summary' | 'handler' | 'allow'>;

/**
 * Which export of a route file answers a method: see `route-endpoint.ts`.
 *
 * @param module what the file exports; undefined while it is not loaded
 */
export function explainHandler({ file, methods }: Route, method: string, module: RouteModule | undefined): Answer {
  if (!module) return { outcome: 'answered', summary: `${file} answers ${method}, if it has a handler for it.` };
  const isNamed = module.methods.has(method);
  if (isNamed) return answered(file, method, method);
  if (method === 'HEAD' && module.methods.has('GET')) return answered(file, method, 'GET');
  if (module.handlers.length > 0) return answered(file, method, 'default');
  if (module.methods.size === 0) {
    const summary = `${file} matches, and answers with 500: it has no default export that is a function.`;
    return { outcome: 'broken', summary };
  }
  if (method === 'OPTIONS') {
    const summary = `${file} matches; it has no handler for OPTIONS, which is answered with 204 and Allow: ${methods.join(', ')}.`;
    return { outcome: 'answered', summary, allow: methods };
  }
  const summary = `${file} matches, and has no handler for ${method}: 405, with Allow: ${methods.join(', ')}.`;
  return { outcome: 'method-not-allowed', summary, allow: methods };
}

function answered(file: string, method: string, handler: string): Answer {
  return { outcome: 'answered', summary: `${file} answers ${method} with its export ${handler}.`, handler };
}

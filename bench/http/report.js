import { contenders } from '../support/contenders.js';
import { table } from '../report/table.js';
import { targets } from '../targets.js';

/** @param {{ size: number, perSecond: Record<string, number> }[]} results */
export function reportHttp(results) {
  const rows = results.flatMap(({ size, perSecond }) =>
    Object.entries(perSecond).map(([name, own]) => [
      contenders[name]?.label ?? 'next start',
      String(size),
      own.toFixed(0),
      (own / perSecond.byHand).toFixed(2),
      perSecond.next === undefined ? '' : (own / perSecond.next).toFixed(2),
      name === 'fsRoutes' && size === 10 ? `≥ ${targets.http.byHand}, ≥ ${targets.http.next}` : '',
    ]),
  );
  return [
    '## HTTP',
    'Requests per second over keep-alive connections, on Express 5; server and client each have a process.',
    table(['', 'routes', 'per second', 'over express by hand', 'over next start', 'target'], rows),
  ].join('\n\n');
}

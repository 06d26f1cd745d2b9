/** @import { HttpResult, ServerName } from '../types.js' */
import { formatRatio, formatTable } from '../report/table.js';
import { contenderNames, contenders } from '../support/contenders.js';
import { targets } from '../targets.js';

/** @type {readonly ServerName[]} */
const servers = [...contenderNames, 'next'];

/**
 * Reports the requests per second.
 *
 * @param {readonly HttpResult[]} results
 */
export function reportHttp(results) {
  const rows = results.flatMap(({ size, perSecond }) =>
    servers.flatMap((name) => {
      const own = perSecond[name];
      if (own === undefined) return [];
      return [
        [
          name === 'next' ? 'next start' : contenders[name].label,
          String(size),
          own.toFixed(0),
          formatRatio(own, perSecond.byHand),
          formatRatio(own, perSecond.next),
          name === 'fsRoutes' && size === 10 ? `≥ ${targets.http.byHand}, ≥ ${targets.http.next}` : '',
        ],
      ];
    }),
  );
  return [
    '## HTTP',
    'Requests per second over keep-alive connections, on Express 5; server and client each have a process.',
    formatTable(['', 'routes', 'per second', 'over express by hand', 'over next start', 'target'], rows),
  ].join('\n\n');
}

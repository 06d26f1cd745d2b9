import { digits, table } from '../report/table.js';
import { targets } from '../targets.js';
import { ways } from './ways.js';

const formats = { cjs: 'CommonJS', esm: 'ES modules' };

/** What a start-up is compared with: the files loaded as that format has always loaded them. */
const plainly = { cjs: 'require', esm: 'import' };

/** @param {{ format: 'cjs' | 'esm', size: number, ms: Record<string, number> }[]} results */
export function reportStartUp(results) {
  const rows = results.flatMap(({ format, size, ms }) =>
    Object.entries(ms).map(([way, own]) => [
      `${formats[format]}: ${ways[way].label}`,
      String(size),
      digits(own),
      (own / ms[plainly[format]]).toFixed(2),
      (own / ms.require).toFixed(2),
      way === 'fsRoutes' ? `≤ ${targets.startUp[format]}` : '',
    ]),
  );
  return [
    '## Start-up',
    'Milliseconds of CPU time per 1000 route files, until all are ready, each time in a fresh process, on Express 5.',
    table(['', 'routes', 'ms per 1000', 'over plain', 'over require()', 'target'], rows),
  ].join('\n\n');
}

import { contenders } from '../support/contenders.js';
import { table } from '../report/table.js';
import { targets } from '../targets.js';

const kibibytes = (bytes) => (bytes / 1024).toFixed(2);

/** @param {{ contender: string, size: number, start: number, requests: number }[]} results bytes per route */
export function reportMemory(results) {
  const rows = results.map(({ contender, size, start, requests }) => [
    contenders[contender].label,
    String(size),
    kibibytes(start),
    kibibytes(requests),
    contender === 'fsRoutes' ? `≤ ${kibibytes(targets.memory)}` : '',
  ]);
  return [
    '## Memory',
    'KiB of heap per route over the loaded handlers, on Express 5.',
    table(['', 'routes', 'after start-up', 'when each has answered', 'target'], rows),
  ].join('\n\n');
}

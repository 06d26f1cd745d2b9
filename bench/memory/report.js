/** @import { MemoryResult } from '../types.js' */
import { formatTable } from '../report/table.js';
import { contenders } from '../support/contenders.js';
import { targets } from '../targets.js';

/** @param {number} bytes */
const formatKibibytes = (bytes) => (bytes / 1024).toFixed(2);

/**
 * Reports the memory per route.
 *
 * @param {readonly MemoryResult[]} results
 */
export function reportMemory(results) {
  const rows = results.map(({ contender, size, start, requests }) => [
    contenders[contender].label,
    String(size),
    formatKibibytes(start),
    formatKibibytes(requests),
    contender === 'fsRoutes' ? `≤ ${formatKibibytes(targets.memoryBytes)}` : '',
  ]);
  return [
    '## Memory',
    'KiB of heap per route over the loaded handlers, on Express 5.',
    formatTable(['', 'routes', 'after start-up', 'when each has answered', 'target'], rows),
  ].join('\n\n');
}

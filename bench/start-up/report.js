/** @import { Format, StartUpResult, VariantName } from '../types.js' */
import { formatNumber, formatRatio, formatTable } from '../report/table.js';
import { targets } from '../targets.js';
import { variantNames, variants } from './variants.js';

/** @type {Readonly<Record<Format, string>>} */
const labels = { cjs: 'CommonJS', esm: 'ES modules' };

/**
 * The variant that the others are compared with: plain loading of the files, as usual for the format.
 *
 * @type {Readonly<Record<Format, VariantName>>}
 */
const plainVariants = { cjs: 'require', esm: 'import' };

/**
 * Reports the CPU time of start-up.
 *
 * @param {readonly StartUpResult[]} results
 */
export function reportStartUp(results) {
  const rows = results.flatMap(({ format, size, ms }) =>
    variantNames.flatMap((name) => {
      const own = ms[name];
      if (own === undefined) return [];
      return [
        [
          `${labels[format]}: ${variants[name].label}`,
          String(size),
          formatNumber(own),
          formatRatio(own, ms[plainVariants[format]]),
          formatRatio(own, ms.require),
          name === 'fsRoutes' ? `≤ ${targets.startUp[format]}` : '',
        ],
      ];
    }),
  );
  return [
    '## Start-up',
    'Milliseconds of CPU time per 1000 route files, until all are ready, each time in a fresh process, on Express 5.',
    formatTable(['', 'routes', 'ms per 1000', 'over plain', 'over require()', 'target'], rows),
  ].join('\n\n');
}

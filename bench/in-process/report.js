/** @import { ContenderName, InProcessResult, Kind, Micros } from '../types.js' */
import { hitRatio, meanHit } from '../report/statistics.js';
import { formatNumber, formatTable } from '../report/table.js';
import { contenderNames, contenders } from '../support/contenders.js';
import { hitKinds } from '../support/route-tree.js';
import { targets } from '../targets.js';

const about = `Microseconds; in brackets the ratio to the bare function. Hits are spread evenly over the tree;
the column is their mean, and where a library has no catch-all, ratios are over the others' hits without.`;

/**
 * Reports the CPU time of requests.
 *
 * @param {readonly InProcessResult[]} results
 */
export function reportInProcess(results) {
  return [
    '## CPU time per request, in process',
    about,
    ...results.map(reportResult),
    '### Ratios and their targets',
    reportRatios(results),
  ].join('\n\n');
}

/** @param {InProcessResult} result */
function reportResult({ major, size, micros, notes }) {
  /** @type {readonly Kind[]} */
  const kinds = [...hitKinds, 'miss'];
  const { bare = {} } = micros;
  const rows = contenderNames.flatMap((name) => {
    const own = micros[name];
    if (own === undefined) return [];
    const cells = kinds.map((kind) => formatCell(own[kind], (own[kind] ?? NaN) / (bare[kind] ?? NaN)));
    return [[contenders[name].label, ...cells, formatCell(meanHit(own), hitRatio(own, bare))]];
  });
  const title = `### Express ${major}, ${size} routes`;
  return [title, formatTable(['', ...kinds, 'hits'], rows), ...notes.map((note) => `* ${note}`)].join('\n\n');
}

/**
 * @param {number | undefined} value
 * @param {number} ratio
 */
function formatCell(value, ratio) {
  if (value === undefined || Number.isNaN(value)) return '–';
  return Number.isNaN(ratio) ? formatNumber(value) : `${formatNumber(value)} (${ratio.toFixed(2)})`;
}

/** @type {readonly { of: ContenderName, over: ContenderName, by: 'hits' | 'miss' }[]} */
const comparisons = [
  { of: 'fsRoutes', over: 'expressFileRouting', by: 'hits' },
  { of: 'fsRoutes', over: 'routerByHand', by: 'hits' },
  { of: 'fsRoutes', over: 'byHand', by: 'hits' },
  { of: 'fsRoutes', over: 'bare', by: 'hits' },
  { of: 'fsRoutes', over: 'bare', by: 'miss' },
  { of: 'fsRoutesTracing', over: 'routerByHand', by: 'hits' },
  { of: 'fsRoutesTracing', over: 'routerByHand', by: 'miss' },
];

/** @param {readonly InProcessResult[]} results */
function reportRatios(results) {
  const rows = comparisons.flatMap(({ of, over, by }) =>
    results.flatMap(({ major, size, micros }) => {
      const { [of]: own, [over]: others } = micros;
      if (own === undefined || others === undefined) return [];
      const ratio = ratioOf(own, others, by);
      const target = targets.inProcess[`${of} ${by} over ${over}`]?.[major][size];
      return [
        [
          `${by === 'hits' ? 'hits' : 'misses'}: ${contenders[of].label} over ${contenders[over].label}`,
          `Express ${major}`,
          String(size),
          formatNumber(ratio),
          target === undefined ? '' : `≤ ${target}`,
          target === undefined ? '' : ratio <= target ? 'met' : 'missed',
        ],
      ];
    }),
  );
  return formatTable(['', '', 'routes', 'ratio', 'target', ''], rows);
}

/**
 * @param {Micros} own
 * @param {Micros} others
 * @param {'hits' | 'miss'} by
 */
function ratioOf(own, others, by) {
  return by === 'hits' ? hitRatio(own, others) : (own.miss ?? NaN) / (others.miss ?? NaN);
}

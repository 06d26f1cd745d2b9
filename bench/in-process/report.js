import { contenders } from '../support/contenders.js';
import { hitKinds } from '../support/route-tree.js';
import { hitRatio, meanHit } from '../report/statistics.js';
import { digits, table } from '../report/table.js';
import { targets } from '../targets.js';

const about = `Microseconds; in brackets the ratio to the bare function. Hits are spread evenly over the tree;
the column is their mean, and where a library has no catch-all, ratios are over the others' hits without.`;

/**
 * @param {{ major: number, size: number, micros: Record<string, Record<string, number>>, notes: string[] }[]} results
 *   microseconds per request by contender and kind
 */
export function reportInProcess(results) {
  return [
    '## CPU time per request, in process',
    about,
    ...results.map(reportOne),
    '### Ratios and their targets',
    ratios(results),
  ].join('\n\n');
}

function reportOne({ major, size, micros, notes }) {
  const kinds = [...hitKinds, 'miss'];
  const rows = Object.entries(micros).map(([name, own]) => [
    contenders[name].label,
    ...kinds.map((kind) => cell(own[kind], own[kind] / micros.bare?.[kind])),
    cell(
      meanHit(
        own,
        hitKinds.filter((kind) => kind in own),
      ),
      hitRatio(own, micros.bare ?? {}),
    ),
  ]);
  const title = `### Express ${major}, ${size} routes`;
  return [title, table(['', ...kinds, 'hits'], rows), ...notes.map((note) => `* ${note}`)].join('\n\n');
}

function cell(value, ratio) {
  if (value === undefined || Number.isNaN(value)) return '–';
  return Number.isNaN(ratio) ? digits(value) : `${digits(value)} (${ratio.toFixed(2)})`;
}

const comparisons = [
  { of: 'fsRoutes', over: 'expressFileRouting', by: 'hits' },
  { of: 'fsRoutes', over: 'routerByHand', by: 'hits' },
  { of: 'fsRoutes', over: 'byHand', by: 'hits' },
  { of: 'fsRoutes', over: 'bare', by: 'hits' },
  { of: 'fsRoutes', over: 'bare', by: 'miss' },
  { of: 'fsRoutesTracing', over: 'routerByHand', by: 'hits' },
  { of: 'fsRoutesTracing', over: 'routerByHand', by: 'miss' },
];

function ratios(results) {
  const rows = comparisons.flatMap(({ of, over, by }) =>
    results
      .filter(({ micros }) => of in micros && over in micros)
      .map(({ major, size, micros }) => {
        const own = micros[of];
        const ratio = by === 'hits' ? hitRatio(own, micros[over]) : own.miss / micros[over].miss;
        const target = targets.inProcess[`${of} ${by} over ${over}`]?.[major]?.[size];
        return [
          `${by === 'hits' ? 'hits' : 'misses'}: ${contenders[of].label} over ${contenders[over].label}`,
          `Express ${major}`,
          String(size),
          digits(ratio),
          target === undefined ? '' : `≤ ${target}`,
          target === undefined ? '' : ratio <= target ? 'met' : 'missed',
        ];
      }),
  );
  return table(['', '', 'routes', 'ratio', 'target', ''], rows);
}

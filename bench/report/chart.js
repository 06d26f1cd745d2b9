import { contenders } from '../support/contenders.js';
import { hitKinds } from '../support/route-tree.js';
import { meanHit } from './statistics.js';

// Tones between: they are legible on white and on black, whatever a page's theme is.
const lines = [
  { name: 'byHand', label: 'Express by hand, app.all', colour: '#d4663a' },
  { name: 'routerByHand', label: 'Express by hand, Router', colour: '#b58a1b' },
  { name: 'expressFileRouting', label: contenders.expressFileRouting.label, colour: '#8f6fd6' },
  { name: 'fsRoutes', label: 'fsRoutes', colour: '#2a9d5c', isOurs: true },
  { name: 'bare', label: 'bare function', colour: '#7d8792', dash: '2 4' },
];
const grey = '#7d8792';

const width = 780;
const height = 400;
const area = { left: 64, right: 530, top: 56, bottom: 350 };
const lineHeight = 19;

/**
 * Cost per hit against the number of routes, both logarithmic, on Express 5.
 *
 * @param {{ major: number, size: number, micros: Record<string, Record<string, number>> }[]} results
 */
export function chart(results) {
  const ofFive = results.filter(({ major }) => major === 5);
  const series = lines.flatMap((line) => seriesOf(line, ofFive));
  const scales = scalesFor(series.flatMap(({ points }) => points));
  const drawn = series.map((line) => draw(line, scales));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    '<title id="title">CPU time per request against the number of routes, on Express 5</title>',
    `<g font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif" font-size="13" fill="${grey}">`,
    `<text x="${area.left - 48}" y="24" font-size="15" font-weight="600">CPU time per request, by number of routes</text>`,
    `<text x="${area.left - 48}" y="42">µs on Express 5, hits spread evenly over the tree; both axes logarithmic</text>`,
    ...axes(scales, ofFive),
    ...drawn.map(({ line }) => line),
    ...labels(drawn),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function seriesOf(line, results) {
  const points = results
    .filter(({ micros }) => line.name in micros)
    .map(({ size, micros }) => {
      const own = micros[line.name];
      const kinds = hitKinds.filter((kind) => kind in own);
      return { size, micros: meanHit(own, kinds) };
    });
  return points.length > 0 ? [{ ...line, points }] : [];
}

function scalesFor(points) {
  const sizes = points.map(({ size }) => size);
  const top = Math.max(...points.map(({ micros }) => micros));
  const bottom = Math.min(...points.map(({ micros }) => micros));
  return {
    x: logarithmic([Math.min(...sizes), Math.max(...sizes)], [area.left, area.right]),
    y: logarithmic([Math.min(20, bottom * 0.8), top * 1.15], [area.bottom, area.top + 8]),
    range: [Math.min(20, bottom * 0.8), top * 1.15],
  };
}

function logarithmic([low, high], [start, end]) {
  return (value) => start + ((end - start) * Math.log(value / low)) / Math.log(high / low);
}

function axes({ x, y, range }, results) {
  const ticks = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter(
    (tick) => tick >= range[0] && tick <= range[1],
  );
  const rows = ticks.map((tick) => {
    const at = round(y(tick));
    const grid = `<path d="M${area.left} ${at}H${area.right}" stroke="${grey}" stroke-opacity=".25"/>`;
    return `${grid}<text x="${area.left - 10}" y="${round(at + 4.5)}" text-anchor="end">${tick}</text>`;
  });
  const columns = results.map(
    ({ size }) => `<text x="${round(x(size))}" y="${area.bottom + 22}" text-anchor="middle">${size}</text>`,
  );
  const middle = (area.left + area.right) / 2;
  return [...rows, ...columns, `<text x="${middle}" y="${area.bottom + 42}" text-anchor="middle">routes</text>`];
}

function draw({ points, label, colour, dash, isOurs }, { x, y }) {
  const places = points.map(({ size, micros }) => [round(x(size)), round(y(micros))]);
  const stroke = `stroke="${colour}" stroke-width="${isOurs ? 3.5 : 2}"${dash ? ` stroke-dasharray="${dash}"` : ''}`;
  const dots = dash
    ? ''
    : places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="${isOurs ? 4.5 : 3.5}"/>`).join('');
  const path = `<path d="M${places.map((place) => place.join(' ')).join('L')}" fill="none" stroke-linejoin="round" ${stroke}/>`;
  const last = points.at(-1).micros;
  return {
    line: `<g fill="${colour}">${path}${dots}</g>`,
    text: `${label}: ${last >= 100 ? last.toFixed(0) : last.toFixed(1)} µs`,
    colour,
    isOurs,
    y: places.at(-1)[1],
  };
}

/** At the ends of their lines, moved apart where they would overlap. */
function labels(drawn) {
  const sorted = [...drawn].sort((a, b) => a.y - b.y);
  const at = sorted.map(({ y }) => y);
  for (let pass = 0; pass < 50; pass++) {
    for (let index = 1; index < at.length; index++) {
      const lack = lineHeight - (at[index] - at[index - 1]);
      if (lack <= 0) continue;
      at[index - 1] -= lack / 2;
      at[index] += lack / 2;
    }
  }
  return sorted.map(({ text, colour, isOurs, y }, index) => {
    const leader = `<path d="M${area.right + 7} ${y}L${area.right + 17} ${round(at[index])}" stroke="${colour}"/>`;
    const weight = isOurs ? ' font-weight="700"' : '';
    return `${leader}<text x="${area.right + 21}" y="${round(at[index] + 4.5)}" fill="${colour}"${weight}>${text}</text>`;
  });
}

function round(value) {
  return Math.round(value * 10) / 10;
}

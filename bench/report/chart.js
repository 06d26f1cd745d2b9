/** @import { ContenderName, InProcessResult } from '../types.js' */
import { contenders } from '../support/contenders.js';
import { meanHit } from './statistics.js';

/**
 * @typedef {object} Line
 * @property {ContenderName} name
 * @property {string} label
 * @property {string} color
 * @property {boolean} [isOurs]
 * @property {string} [dash] The pattern of a dashed line.
 *
 * @typedef {Line & { points: { size: number, micros: number }[] }} Series
 * @typedef {{ x: (size: number) => number, y: (micros: number) => number, range: readonly [number, number] }} Scales
 * @typedef {{ line: string, text: string, color: string, isOurs: boolean, y: number }} DrawnSeries
 */

/**
 * The lines of the chart. Their colors are medium tones, legible on white and on black, whatever a page's theme is.
 *
 * @type {readonly Line[]}
 */
const lines = [
  { name: 'byHand', label: 'Express by hand, app.all', color: '#d4663a' },
  { name: 'routerByHand', label: 'Express by hand, Router', color: '#b58a1b' },
  { name: 'expressFileRouting', label: contenders.expressFileRouting.label, color: '#8f6fd6' },
  { name: 'fsRoutes', label: 'fsRoutes', color: '#2a9d5c', isOurs: true },
  { name: 'bare', label: 'bare function', color: '#7d8792', dash: '2 4' },
];
const gray = '#7d8792';

const width = 780;
const height = 400;
const area = { left: 64, right: 530, top: 56, bottom: 350 };
const lineHeight = 19;

/**
 * Draws the cost per hit against the number of routes on Express 5, both on logarithmic axes, as an SVG.
 *
 * @param {readonly InProcessResult[]} results
 */
export function drawChart(results) {
  const express5Results = results.filter(({ major }) => major === 5);
  const series = lines.flatMap((line) => createSeries(line, express5Results));
  const scales = createScales(series.flatMap(({ points }) => points));
  const drawn = series.map((line) => drawSeries(line, scales));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    '<title id="title">CPU time per request against the number of routes, on Express 5</title>',
    `<g font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif" font-size="13" fill="${gray}">`,
    `<text x="${area.left - 48}" y="24" font-size="15" font-weight="600">CPU time per request, by number of routes</text>`,
    `<text x="${area.left - 48}" y="42">µs on Express 5, hits spread evenly over the tree; both axes logarithmic</text>`,
    ...drawAxes(scales, express5Results),
    ...drawn.map(({ line }) => line),
    ...drawLabels(drawn),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/**
 * Returns the series of a line, or none if its contender was not measured.
 *
 * @param {Line} line
 * @param {readonly InProcessResult[]} results
 * @returns {Series[]}
 */
function createSeries(line, results) {
  const points = results.flatMap(({ size, micros: { [line.name]: own } }) =>
    own === undefined ? [] : [{ size, micros: meanHit(own) }],
  );
  return points.length > 0 ? [{ ...line, points }] : [];
}

/**
 * @param {Series['points']} points
 * @returns {Scales}
 */
function createScales(points) {
  const sizes = points.map(({ size }) => size);
  const top = Math.max(...points.map(({ micros }) => micros));
  const bottom = Math.min(...points.map(({ micros }) => micros));
  const range = /** @type {const} */ ([Math.min(20, bottom * 0.8), top * 1.15]);
  return {
    x: createScale([Math.min(...sizes), Math.max(...sizes)], [area.left, area.right]),
    y: createScale(range, [area.bottom, area.top + 8]),
    range,
  };
}

/**
 * Returns a function that maps values to coordinates on a logarithmic axis.
 *
 * @param {readonly [number, number]} values The lowest and the highest value.
 * @param {readonly [number, number]} coordinates The coordinates of these values.
 * @returns {(value: number) => number}
 */
function createScale([low, high], [start, end]) {
  return (value) => start + ((end - start) * Math.log(value / low)) / Math.log(high / low);
}

/**
 * @param {Scales} scales
 * @param {readonly InProcessResult[]} results
 */
function drawAxes({ x, y, range }, results) {
  const [low, high] = range;
  const ticks = [2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter((tick) => tick >= low && tick <= high);
  const rows = ticks.map((tick) => {
    const at = round(y(tick));
    const grid = `<path d="M${area.left} ${at}H${area.right}" stroke="${gray}" stroke-opacity=".25"/>`;
    return `${grid}<text x="${area.left - 10}" y="${round(at + 4.5)}" text-anchor="end">${tick}</text>`;
  });
  const columns = results.map(
    ({ size }) => `<text x="${round(x(size))}" y="${area.bottom + 22}" text-anchor="middle">${size}</text>`,
  );
  const middle = (area.left + area.right) / 2;
  return [...rows, ...columns, `<text x="${middle}" y="${area.bottom + 42}" text-anchor="middle">routes</text>`];
}

/**
 * @param {Series} series
 * @param {Scales} scales
 * @returns {DrawnSeries}
 */
function drawSeries({ points, label, color, dash, isOurs = false }, { x, y }) {
  const places = points.map(({ size, micros }) => ({ cx: round(x(size)), cy: round(y(micros)), micros }));
  const stroke = `stroke="${color}" stroke-width="${isOurs ? 3.5 : 2}"${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}`;
  const dots = places.map(({ cx, cy }) => `<circle cx="${cx}" cy="${cy}" r="${isOurs ? 4.5 : 3.5}"/>`);
  const line = places.map(({ cx, cy }) => `${cx} ${cy}`).join('L');
  const path = `<path d="M${line}" fill="none" stroke-linejoin="round" ${stroke}/>`;
  const { cy, micros } = places.at(-1) ?? { cy: NaN, micros: NaN };
  return {
    line: `<g fill="${color}">${path}${dash === undefined ? dots.join('') : ''}</g>`,
    text: `${label}: ${micros.toFixed(micros >= 100 ? 0 : 1)} µs`,
    color,
    isOurs,
    y: cy,
  };
}

/**
 * Draws a label at the end of each line. Labels that would overlap are moved apart.
 *
 * @param {readonly DrawnSeries[]} drawn
 */
function drawLabels(drawn) {
  const labels = drawn.toSorted((a, b) => a.y - b.y).map((series) => ({ ...series, labelY: series.y }));
  for (let pass = 0; pass < 50; pass++) {
    for (const [index, label] of labels.entries()) {
      const above = labels[index - 1];
      if (above === undefined) continue;
      const overlap = lineHeight - (label.labelY - above.labelY);
      if (overlap <= 0) continue;
      above.labelY -= overlap / 2;
      label.labelY += overlap / 2;
    }
  }
  return labels.map(({ text, color, isOurs, y, labelY }) => {
    const leader = `<path d="M${area.right + 7} ${y}L${area.right + 17} ${round(labelY)}" stroke="${color}"/>`;
    const weight = isOurs ? ' font-weight="700"' : '';
    return `${leader}<text x="${area.right + 21}" y="${round(labelY + 4.5)}" fill="${color}"${weight}>${text}</text>`;
  });
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

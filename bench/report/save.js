/** @import { Part, Results } from '../types.js' */
import fs from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { reportHttp } from '../http/report.js';
import { reportInProcess } from '../in-process/report.js';
import { reportMemory } from '../memory/report.js';
import { reportStartUp } from '../start-up/report.js';
import { readJson } from '../support/read-json.js';
import { drawChart } from './chart.js';

/** The version whose results the chart and the README quote. Results of another version are saved beside them. */
const newestLts = '24';
const [major] = process.versions.node.split('.');
const isNewestLts = major === newestLts;
const name = isNewestLts ? 'results' : `results-node-${major}`;

const files = {
  json: fileURLToPath(new URL(`../${name}.json`, import.meta.url)),
  markdown: fileURLToPath(new URL(`../${name}.md`, import.meta.url)),
  svg: fileURLToPath(new URL('../../docs/cost-by-routes.svg', import.meta.url)),
};

/** @type {{ [P in Part]: (results: Results[P]) => string }} */
const reports = {
  'in-process': reportInProcess,
  'start-up': reportStartUp,
  memory: reportMemory,
  http: reportHttp,
};

/**
 * The results of each part, with the conditions under which they were measured.
 *
 * @typedef {{ date: string, node: string, cpu: string, command: string }} Conditions
 * @typedef {{ [P in Part]?: Conditions & { results: Results[P] } }} SavedResults
 */

/**
 * Returns the report of a part, in Markdown.
 *
 * @template {Part} P
 * @param {P} part
 * @param {Results[P]} results
 */
export function reportPart(part, results) {
  return reports[part](results);
}

/**
 * Saves the results of the parts that were measured, keeps those of the others, and writes all reports anew.
 *
 * @param {Partial<Results>} measured
 * @param {string} command
 */
export function saveResults(measured, command) {
  const saved = /** @type {SavedResults} */ (fs.existsSync(files.json) ? readJson(files.json) : {});
  const conditions = { date: new Date().toISOString().slice(0, 10), node: process.version, cpu: cpu(), command };
  for (const [part, results] of Object.entries(measured)) Object.assign(saved, { [part]: { ...conditions, results } });
  fs.writeFileSync(files.json, `${JSON.stringify(saved, roundNumbers, 2)}\n`);
  writeReports(saved);
}

/** @param {SavedResults} saved */
function writeReports(saved) {
  const sections = [
    reportSaved('in-process', saved),
    reportSaved('start-up', saved),
    reportSaved('memory', saved),
    reportSaved('http', saved),
  ].filter((section) => section !== undefined);
  const where = isNewestLts ? '' : ` on Node.js ${major}`;
  const about = 'Written by the benchmark: see [README.md](README.md). Ratios hold; times move with the machine.';
  const head = `# What it costs${where}\n\n${about}`;
  fs.writeFileSync(files.markdown, `${[head, ...sections].join('\n\n')}\n`);
  const inProcess = saved['in-process'];
  if (isNewestLts && inProcess !== undefined) fs.writeFileSync(files.svg, drawChart(inProcess.results));
}

/**
 * @template {Part} P
 * @param {P} part
 * @param {SavedResults} saved
 */
function reportSaved(part, saved) {
  const entry = saved[part];
  if (entry === undefined) return undefined;
  const { results, date, node, cpu: model, command } = entry;
  return `${reportPart(part, results)}\n\n${date}, Node.js ${node}, ${model}: \`${command}\``;
}

function cpu() {
  return `${os.availableParallelism()} × ${os.cpus()[0]?.model.trim() ?? os.arch()}`;
}

/**
 * Rounds numbers to four digits, because those after the third are noise.
 *
 * @param {string} _key
 * @param {unknown} value
 */
function roundNumbers(_key, value) {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}

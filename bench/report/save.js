import fs from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { reportHttp } from '../http/report.js';
import { reportInProcess } from '../in-process/report.js';
import { reportMemory } from '../memory/report.js';
import { reportStartUp } from '../start-up/report.js';
import { chart } from './chart.js';

/** Its results are the ones that the chart and the README are about; those of another are saved beside them. */
const newestLts = '24';
const [major] = process.versions.node.split('.');
const isNewestLts = major === newestLts;
const name = isNewestLts ? 'results' : `results-node-${major}`;

const files = {
  json: fileURLToPath(new URL(`../${name}.json`, import.meta.url)),
  markdown: fileURLToPath(new URL(`../${name}.md`, import.meta.url)),
  svg: fileURLToPath(new URL('../../docs/cost-by-routes.svg', import.meta.url)),
};

export const reports = {
  'in-process': reportInProcess,
  'start-up': reportStartUp,
  memory: reportMemory,
  http: reportHttp,
};

/**
 * Writes what was measured over what was there, part by part, and draws everything anew.
 *
 * @param {Record<string, object[]>} measured results by part
 * @param {string} command
 */
export function save(measured, command) {
  const all = fs.existsSync(files.json) ? JSON.parse(fs.readFileSync(files.json, 'utf8')) : {};
  const conditions = { date: new Date().toISOString().slice(0, 10), node: process.version, cpu: cpu(), command };
  for (const [part, results] of Object.entries(measured)) all[part] = { ...conditions, results };
  fs.writeFileSync(files.json, `${JSON.stringify(all, shorter, 2)}\n`);
  draw(all);
}

/** The documents, from results that were saved. */
function draw(all) {
  const parts = Object.keys(reports).filter((part) => part in all);
  const sections = parts.map((part) => `${reports[part](all[part].results)}\n\n${conditionsOf(all[part])}`);
  const where = isNewestLts ? '' : ` on Node.js ${major}`;
  const about = 'Written by the benchmark: see [README.md](README.md). Ratios hold; times move with the machine.';
  const head = `# What it costs${where}\n\n${about}`;
  fs.writeFileSync(files.markdown, `${[head, ...sections].join('\n\n')}\n`);
  if (isNewestLts && 'in-process' in all) fs.writeFileSync(files.svg, chart(all['in-process'].results));
}

function conditionsOf({ date, node, cpu: model, command }) {
  return `${date}, Node.js ${node}, ${model}: \`${command}\``;
}

function cpu() {
  return `${os.availableParallelism()} × ${os.cpus()[0]?.model.trim() ?? os.arch()}`;
}

/** Digits after the third are noise. */
function shorter(_key, value) {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value;
}

/**
 * A developer's day, as a script: it measures how soon `watch: true` shows an edit, and what edits leave behind.
 *
 * @import { Edit } from './edits.js'
 */
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { quantile } from '../report/statistics.js';
import { formatTable } from '../report/table.js';
import { createTree } from '../support/route-tree.js';
import { eventFiles, openEvents } from './connections.js';
import { makeRandomEdits, moveMiddleware, rewriteFiles } from './correctness.js';
import { edits, typescriptEdits } from './edits.js';
import { Project } from './project.js';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '20' },
    edits: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '40' },
    save: { type: 'boolean', default: false },
  },
});
const times = Number(values.times);
const editCount = Number(values.edits);
const rounds = Number(values.rounds);

/** The pause between edits: people do not save faster. */
const pauseMs = 150;
/** The edits that are made before memory is measured. */
const warmUpEdits = 50;

/** @param {number} value */
const formatMs = (value) => `${value.toFixed(0)} ms`;
/** @param {number} bytes */
const formatMegabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * Makes each kind of edit `times` times. Resolves to the rows of a table, and to the milliseconds of all edits.
 *
 * @param {Project} project
 * @param {readonly Edit[]} kinds
 */
async function measureEdits(project, kinds) {
  const rows = [];
  const all = [];
  for (const { label, pathname, edit, isNew } of kinds) {
    const taken = [];
    for (let n = 1; n <= times; n += 1) {
      taken.push(
        await project.measureEditMs(
          () => edit(project, n),
          pathname,
          (answer) => isNew(answer, n),
        ),
      );
      await pause(pauseMs);
    }
    all.push(...taken);
    rows.push([label, ...formatQuantiles(taken)]);
  }
  return { rows, all };
}

/** @param {readonly number[]} taken */
function formatQuantiles(taken) {
  return [formatMs(quantile(taken, 0.5)), formatMs(quantile(taken, 0.9))];
}

/**
 * @param {readonly Edit[]} kinds
 * @returns {Record<string, string>}
 */
function filesOf(kinds) {
  return Object.fromEntries(kinds.flatMap(({ files = {} }) => Object.entries(files)));
}

async function reportSession() {
  const plain = await Project.start({ ...eventFiles, ...filesOf(edits) });
  const tsx = await Project.start(filesOf(typescriptEdits), ['--import', 'tsx']);
  const events = await openEvents(plain);
  const first = await measureEdits(plain, edits);
  const isAlive = await events.isAlive('last');
  const second = await measureEdits(tsx, typescriptEdits);
  events.close();
  plain.stop();
  tsx.stop();
  const rows = [...first.rows, ...second.rows, ['all of them', ...formatQuantiles([...first.all, ...second.all])]];
  return [
    formatTable(['from the save to the first new answer', 'median', '9 of 10 within'], rows),
    `After ${first.all.length} edits the stream of events that was opened before them is ${isAlive ? 'alive' : 'DEAD'}; all requests came over ${plain.sockets.size} connection.`,
  ].join('\n\n');
}

/**
 * @param {string} file
 * @param {(n: number) => string} textOf
 */
async function measureMemory(file, textOf) {
  const project = await Project.start({ [file]: textOf(0) });
  const pathname = `/${file.replace(/\.\w+$/, '')}`;
  /** @param {number} n */
  const edit = (n) =>
    project.measureEditMs(
      () => project.write(file, textOf(n)),
      pathname,
      (answer) => answer === `200 ${n}`,
    );
  for (let n = 1; n <= warmUpEdits; n += 1) await edit(n);
  const before = await project.memory();
  for (let n = warmUpEdits + 1; n <= warmUpEdits + editCount; n += 1) await edit(n);
  const after = await project.memory();
  project.stop();
  const perEdit = (after.heapUsed - before.heapUsed) / editCount;
  return [
    formatMegabytes(before.heapUsed),
    formatMegabytes(after.heapUsed),
    `${(perEdit / 1024).toFixed(1)} KB`,
    formatMegabytes(before.rss),
    formatMegabytes(after.rss),
  ];
}

async function reportMemory() {
  // Two kilobytes, as a route file of fifty lines has.
  const filler = `\n// ${'x'.repeat(2000)}\n`;
  const commonJs = await measureMemory('api/a.cjs', (n) => `module.exports = (req, res) => res.json(${n});${filler}`);
  const esModule = await measureMemory('api/a.js', (n) => `export default (req, res) => res.json(${n});${filler}`);
  const rows = [
    ['a CommonJS file of 2 KB', ...commonJs],
    ['an ES module of 2 KB', ...esModule],
  ];
  return formatTable([`${editCount} edits of`, 'heap before', 'after', 'per edit', 'RSS before', 'after'], rows);
}

/** @param {number} size */
async function reportLargeTree(size) {
  /** @type {Record<string, string>} */
  const files = { 'lib/leaf.js': 'export const leaf = 0;' };
  for (const { file } of createTree(size)) {
    const leaf = `${'../'.repeat(file.split('/').length)}lib/leaf.js`;
    files[`api/${file}`] = `import { leaf } from '${leaf}';\nexport default (req, res) => res.json(leaf);\n`;
  }
  const project = await Project.start(files);
  await pause(5000);
  const idleMs = await project.measureCpuMsPerSecond(10);
  /** @param {number} n */
  const textOf = (n) => `export default (req, res) => res.json(${n});\n`;
  const { rows } = await measureEdits(project, [
    {
      label: `${size} files: one of them`,
      pathname: '/api/area0/thing0/create',
      edit: (project, n) => project.write('api/area0/thing0/create.js', textOf(n)),
      isNew: (answer, n) => answer === `200 ${n}`,
    },
    {
      label: `${size} files: one added`,
      pathname: '/api/added',
      edit(project, n) {
        if (n > 1) project.remove('api/added.js');
        project.write('api/added.js', textOf(n));
      },
      isNew: (answer, n) => answer === `200 ${n}`,
    },
  ]);
  project.stop();
  return [
    formatTable(['a large folder', 'median', '9 of 10 within'], rows),
    `While nothing changes, the process with ${size} files takes ${idleMs.toFixed(0)} ms of a processor's time per second.`,
  ].join('\n\n');
}

async function reportCorrectness() {
  const outcomes = [await makeRandomEdits(rounds), await rewriteFiles(rounds)];
  const head = ['what is served, compared with the disk', 'edits', 'rounds with a stale answer after 2 s', 'slowest'];
  const rows = outcomes.map(({ label, edits, lostRounds, slowestMs }) => [
    label,
    String(edits),
    String(lostRounds),
    formatMs(slowestMs),
  ]);
  return [formatTable(head, rows), await moveMiddleware(rounds * 8)].join('\n\n');
}

const parts = [await reportSession(), await reportMemory(), await reportLargeTree(5000), await reportCorrectness()];
const report = `Node.js ${process.version}, \`npm run bench:watch\`.\n\n${parts.join('\n\n')}\n`;
process.stdout.write(report);
if (values.save) fs.writeFileSync(new URL('results.md', import.meta.url), `# Watching\n\n${report}`);

/** The developer's day, as a script: what `watch: true` takes to show an edit, and what edits leave behind. */
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { table } from '../report/table.js';
import { createTree, writeTree } from '../support/route-tree.js';
import { eventFiles, openEvents } from './connections.js';
import { guardMoves, randomEdits, rewrites } from './correctness.js';
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

/** Nobody saves faster. */
const betweenEdits = 150;

const ms = (value) => `${value.toFixed(0)} ms`;
const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

/** @param {readonly import('./edits.js').Edit[]} kinds */
async function timeEdits(project, kinds) {
  const rows = [];
  const all = [];
  for (const { what, pathname, edit, isNew } of kinds) {
    const taken = [];
    for (let n = 1; n <= times; n += 1) {
      taken.push(
        await project.timeOf(
          () => edit(project, n),
          pathname,
          (answer) => isNew(answer, n),
        ),
      );
      await pause(betweenEdits);
    }
    taken.sort((a, b) => a - b);
    all.push(...taken);
    rows.push([what, ms(quantile(taken, 0.5)), ms(quantile(taken, 0.9))]);
  }
  return { rows, all };
}

async function session() {
  const plain = await new Project(Object.assign({ ...eventFiles }, ...edits.map(({ files }) => files))).start();
  const tsx = await new Project(Object.assign({}, ...typescriptEdits.map(({ files }) => files))).start([
    '--import',
    'tsx',
  ]);
  const events = await openEvents(plain);
  const first = await timeEdits(plain, edits);
  const isAlive = await events.isAlive('last');
  const second = await timeEdits(tsx, typescriptEdits);
  events.close();
  plain.stop();
  tsx.stop();
  const all = [...first.all, ...second.all].sort((a, b) => a - b);
  const rows = [...first.rows, ...second.rows, ['all of them', ms(quantile(all, 0.5)), ms(quantile(all, 0.9))]];
  return [
    table(['from the save to the first new answer', 'median', '9 of 10 within'], rows),
    `After ${first.all.length} edits the stream of events that was opened before them is ${isAlive ? 'alive' : 'DEAD'}; all requests came over ${plain.sockets.size} connection.`,
  ].join('\n\n');
}

/** @param {string} file @param {(n: number) => string} text */
async function memoryOf(file, text) {
  const project = await new Project({ [file]: text(0) }).start();
  const pathname = `/${file.replace(/\.\w+$/, '')}`;
  const edit = (n) =>
    project.timeOf(
      () => project.write(file, text(n)),
      pathname,
      (answer) => answer === `200 ${n}`,
    );
  for (let n = 1; n <= 50; n += 1) await edit(n);
  const before = await project.memory();
  for (let n = 51; n <= 50 + editCount; n += 1) await edit(n);
  const after = await project.memory();
  project.stop();
  const perEdit = (after.heapUsed - before.heapUsed) / editCount;
  return [mb(before.heapUsed), mb(after.heapUsed), `${(perEdit / 1024).toFixed(1)} KB`, mb(before.rss), mb(after.rss)];
}

async function memory() {
  // Two kilobytes, as of a route file of fifty lines.
  const filler = `\n// ${'x'.repeat(2000)}\n`;
  const rows = [
    [
      'a CommonJS file of 2 KB',
      ...(await memoryOf('api/a.cjs', (n) => `module.exports = (req, res) => res.json(${n});${filler}`)),
    ],
    [
      'an ES module of 2 KB',
      ...(await memoryOf('api/a.js', (n) => `export default (req, res) => res.json(${n});${filler}`)),
    ],
  ];
  return table([`${editCount} edits of`, 'heap before', 'after', 'per edit', 'RSS before', 'after'], rows);
}

async function largeTree(size) {
  const project = new Project({ 'lib/leaf.js': 'export const leaf = 0;' });
  const text = "import { leaf } from 'LEAF';\nexport default (req, res) => res.json(leaf);\n";
  writeTree(project.at('api'), createTree(size), ({ file }) =>
    text.replace('LEAF', `${'../'.repeat(file.split('/').length)}lib/leaf.js`),
  );
  await project.start();
  await pause(5000);
  const idle = await project.processorTime(10);
  const route = 'api/area0/thing0/create.js';
  const one = await timeEdits(project, [
    {
      what: `${size} files: one of them`,
      pathname: '/api/area0/thing0/create',
      edit: (project, n) => project.write(route, `export default (req, res) => res.json(${n});\n`),
      isNew: (answer, n) => answer === `200 ${n}`,
    },
    {
      what: `${size} files: one added`,
      pathname: '/api/added',
      edit(project, n) {
        if (n > 1) project.remove('api/added.js');
        project.write('api/added.js', `export default (req, res) => res.json(${n});\n`);
      },
      isNew: (answer, n) => answer === `200 ${n}`,
    },
  ]);
  project.stop();
  return [
    table(['a large folder', 'median', '9 of 10 within'], one.rows),
    `While nothing changes, the process with ${size} files takes ${idle.toFixed(0)} ms of a processor's time per second.`,
  ].join('\n\n');
}

async function correctness() {
  const rows = [await randomEdits(rounds), await rewrites(rounds)];
  return [
    table(
      ['what is served, compared with the disk', 'edits', 'rounds with a stale answer after 2 s', 'slowest'],
      rows.map(([what, count, lost, slowest]) => [what, String(count), String(lost), ms(slowest)]),
    ),
    await guardMoves(rounds * 8),
  ].join('\n\n');
}

const parts = [await session(), await memory(), await largeTree(5000), await correctness()];
const report = `Node.js ${process.version}, \`npm run bench:watch\`.\n\n${parts.join('\n\n')}\n`;
process.stdout.write(report);
if (values.save) fs.writeFileSync(new URL('results.md', import.meta.url), `# Watching\n\n${report}`);

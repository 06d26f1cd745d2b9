/**
 * Measures what the command line takes on a tree of 5,000 files beside the start of Node.js: `npm run bench:cli`.
 *
 * It is wall time, as a person waits for it, of one process after the other: the program and an empty one in turns.
 *
 * @import { Format } from '../types.js'
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median } from '../report/statistics.js';
import { createTree, sources, writeTree } from '../support/route-tree.js';
import { createTemporaryFolder } from '../support/temporary-folder.js';

const size = 5000;
const rounds = Number(process.argv[2] ?? 9);
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** @type {readonly { label: string, format: Format, extension: string }[]} */
const trees = [
  { label: 'CommonJS', format: 'cjs', extension: 'cjs' },
  { label: 'ES modules', format: 'esm', extension: 'mjs' },
];

/**
 * Runs node and returns the milliseconds that it takes.
 *
 * @param {readonly string[]} args
 * @param {string} cwd
 */
function measureMs(args, cwd) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, maxBuffer: 1 << 26, encoding: 'utf8' });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`node ${args.join(' ')} exited with ${status}: ${stderr}`);
  return ms;
}

/**
 * Writes a tree, and returns its folder and the URL of its last route.
 *
 * @param {(typeof trees)[number]} options
 */
function createFolder({ format, extension }) {
  const folder = createTemporaryFolder();
  const tree = createTree(size);
  writeTree(folder, tree, sources[format], ({ file }) => path.join('api', file.replace(/js$/, extension)));
  return { folder, url: tree.at(-1)?.url('7') ?? '/' };
}

/**
 * @param {readonly number[]} times
 * @param {readonly number[]} emptyTimes
 */
function summarize(times, emptyTimes) {
  /** @param {(values: readonly number[]) => number} pick */
  const over = (pick) => `${(pick(times) - pick(emptyTimes)).toFixed(0).padStart(5)} ms`;
  const fastest = over((values) => Math.min(...values));
  return [`median ${over(median)}`, `fastest ${fastest}`, `over node -e 0 (${median(emptyTimes).toFixed(0)} ms)`];
}

process.stdout.write(`${size} files, ${rounds} rounds, Node ${process.versions.node}\n`);
for (const tree of trees) {
  const { folder, url } = createFolder(tree);
  const commands = [
    { name: 'list', args: ['list', 'api'] },
    { name: 'list --no-load', args: ['list', 'api', '--no-load'] },
    { name: 'match', args: ['match', 'api', 'GET', url] },
    { name: 'check', args: ['check', 'api'] },
  ];
  for (const { name, args } of commands) {
    /** @type {number[]} */
    const times = [];
    /** @type {number[]} */
    const emptyTimes = [];
    for (let round = 0; round <= rounds; round += 1) {
      const emptyMs = measureMs(['-e', '0'], folder);
      const ms = measureMs([program, ...args], folder);
      // The first round does not count: it brings the files into the cache of the disk.
      if (round === 0) continue;
      emptyTimes.push(emptyMs);
      times.push(ms);
    }
    process.stdout.write(`${[tree.label.padEnd(10), name.padEnd(14), ...summarize(times, emptyTimes)].join('  ')}\n`);
  }
}

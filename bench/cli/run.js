/**
 * What the command line takes on a tree of 5,000 files over the start of Node: `npm run bench:cli`.
 *
 * Wall time, as a person waits for it, of one process after the other: the program and an empty one in turns.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTree, writeTree } from '../support/route-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const size = 5000;
const rounds = Number(process.argv[2] ?? 9);
const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const extensions = { CommonJS: 'cjs', 'ES modules': 'mjs' };
const sources = {
  CommonJS: ({ file }) => `module.exports = function handler(req, res) {\n  res.end('${file}');\n};\n`,
  'ES modules': ({ file }) => `export default function handler(req, res) {\n  res.end('${file}');\n}\n`,
};

function milliseconds(args, cwd) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, maxBuffer: 1 << 26 });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return time;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function createFolder(kind) {
  const folder = temporaryFolder();
  const tree = createTree(size);
  const nameOf = ({ file }) => path.join('api', file.replace(/js$/, extensions[kind]));
  writeTree(folder, tree, sources[kind], nameOf);
  return { folder, url: tree.at(-1).url('7') };
}

/** @returns {string[]} */
function told(times, empty) {
  const over = (pick) => `${(pick(times) - pick(empty)).toFixed(0).padStart(5)} ms`;
  const fastest = (values) => Math.min(...values);
  return [`median ${over(median)}`, `fastest ${over(fastest)}`, `over node -e 0 (${median(empty).toFixed(0)} ms)`];
}

process.stdout.write(`${size} files, ${rounds} rounds, Node ${process.versions.node}\n`);
for (const kind of Object.keys(sources)) {
  const { folder, url } = createFolder(kind);
  const commands = {
    list: ['list', 'api'],
    'list --no-load': ['list', 'api', '--no-load'],
    match: ['match', 'api', 'GET', url],
    check: ['check', 'api'],
  };
  for (const [name, args] of Object.entries(commands)) {
    const times = [];
    const empty = [];
    for (let round = 0; round <= rounds; round += 1) {
      const [start, time] = [milliseconds(['-e', '0'], folder), milliseconds([program, ...args], folder)];
      // The first warms the disk's cache.
      if (round > 0) [empty, times].forEach((list, index) => list.push([start, time][index]));
    }
    process.stdout.write(`${[kind.padEnd(10), name.padEnd(14), ...told(times, empty)].join('  ')}\n`);
  }
}

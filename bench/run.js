/**
 * The benchmark of the project: see README.md.
 *
 * @import { Part, Results } from './types.js'
 */
import { runInProcess } from './in-process/run.js';
import { runMemory } from './memory/run.js';
import { readOptions, usage } from './options.js';
import { reportPart, saveResults } from './report/save.js';
import { runStartUp } from './start-up/run.js';
import { installPeers } from './support/install-peers.js';

const args = process.argv.slice(2);
const options = readOptions(args);

/** @param {string} text */
const onProgress = (text) => void process.stderr.write(`${text}\n`);

/** @type {{ [P in Part]: () => Promise<Results[P]> }} */
const runners = {
  'in-process': () => runInProcess(options.inProcess, options.names, onProgress),
  'start-up': () => runStartUp(options.startUp, onProgress),
  memory: () => runMemory(options.memory, onProgress),
  // Its HTTP client is one of the peers, which may have to be installed first.
  http: async () => (await import('./http/run.js')).runHttp(options.http, onProgress),
};

/** @type {Partial<Results>} */
const measured = {};

/**
 * @template {Part} P
 * @param {P} part
 */
async function measurePart(part) {
  const results = await runners[part]();
  measured[part] = results;
  process.stdout.write(`${reportPart(part, results)}\n\n`);
}

async function measure() {
  installPeers();
  for (const part of options.only) await measurePart(part);
  if (options.save) saveResults(measured, ['npm run bench --', ...args].join(' '));
}

if (options.help) process.stdout.write(`${usage}\n`);
else await measure();

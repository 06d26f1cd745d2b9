/** The project's benchmark: see README.md. */
import { readOptions, usage } from './options.js';
import { runInProcess } from './in-process/run.js';
import { runMemory } from './memory/run.js';
import { reports, save } from './report/save.js';
import { runStartUp } from './start-up/run.js';
import { installPeers } from './support/install-peers.js';

const args = process.argv.slice(2);
const options = readOptions(args);
const onProgress = (text) => process.stderr.write(`${text}\n`);

const parts = {
  'in-process': () => runInProcess(options.inProcess, options.names, onProgress),
  'start-up': () => runStartUp(options.startUp, onProgress),
  memory: () => runMemory(options.memory, onProgress),
  // Its client is one of the peers, which may have to be installed first.
  http: async () => (await import('./http/run.js')).runHttp(options.http, onProgress),
};

async function measure() {
  installPeers();
  const measured = {};
  for (const part of options.only) {
    measured[part] = await parts[part]();
    process.stdout.write(`${reports[part](measured[part])}\n\n`);
  }
  if (options.save) save(measured, ['npm run bench --', ...args].join(' '));
}

if (options.help) process.stdout.write(`${usage}\n`);
else await measure();

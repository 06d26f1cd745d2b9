import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { contenders } from '../support/contenders.js';
import { hitKinds } from '../support/route-tree.js';
import { batchSize } from './requests.js';

const kinds = [...hitKinds, 'miss'];

/** In a slice of fewer requests the hits would not be spread over the tree. */
const fewestBatches = 2;

/** Rounds that do not count: what was compiled for one contender is compiled anew when others come. */
const roundsBefore = 2;

const nodeFlags = ['--disable-warning=ExperimentalWarning'];

class Worker {
  #child;

  constructor(setting) {
    const file = fileURLToPath(new URL('worker.js', import.meta.url));
    this.#child = fork(file, [JSON.stringify(setting)], {
      execArgv: nodeFlags,
      env: { ...process.env, NODE_ENV: 'production' },
    });
  }

  ask(message) {
    return new Promise((resolve, reject) => {
      const onExit = (code) => reject(new Error(`A worker ended with ${code}.`));
      this.#child.once('exit', onExit);
      this.#child.once('message', ({ result, error }) => {
        this.#child.off('exit', onExit);
        if (error === undefined) resolve(result);
        else reject(new Error(error));
      });
      this.#child.send(message);
    });
  }

  close() {
    this.#child.removeAllListeners('exit');
    this.#child.kill();
  }
}

/**
 * Up to this size all contenders are in one process and share what the compiler made of Express and Node.js.
 * Larger trees would push each other out of the caches: there, those that hold little share a process.
 */
const largestShared = 100;

/** @returns {string[][]} names of contenders, by process */
function processesFor(names, size) {
  if (size <= largestShared) return [names];
  const light = names.filter((name) => contenders[name].isLight);
  const heavy = names.filter((name) => !contenders[name].isLight);
  return [light, ...heavy.map((name) => [name])].filter((group) => group.length > 0);
}

/**
 * @param {object} setting what a worker is told, and
 * @param {readonly string[]} setting.names of contenders
 * @returns {Promise<{ contender: string, kind: string, slices: number[] }[]>} microseconds per request
 */
export async function measureInProcess({ names, sliceMs, rounds, warmUp, onNote, ...setting }) {
  const workers = [];
  try {
    const runs = [];
    for (const group of processesFor(names, setting.size)) {
      const worker = new Worker(setting);
      workers.push(worker);
      for (const name of group) runs.push(...(await prepare(name, worker, onNote)));
    }
    for (const run of runs) await warm(run, sliceMs, warmUp);
    for (let round = -roundsBefore; round < rounds; round++) {
      for (const run of inOrder(runs, round + roundsBefore)) {
        const micros = await slice(run);
        if (round >= 0) run.slices.push(micros);
      }
    }
    return runs.map(({ contender, kind, slices }) => ({ contender, kind, slices }));
  } finally {
    for (const worker of workers) worker.close();
  }
}

async function prepare(contender, worker, onNote) {
  const wrong = await worker.ask({ command: 'prepare', contender });
  for (const [kind, what] of Object.entries(wrong)) {
    if (!contenders[contender].isPeer) throw new Error(`${contenders[contender].label}, ${kind}: ${what}`);
    onNote(`${contenders[contender].label} is left out of '${kind}': ${what}`);
  }
  return kinds
    .filter((kind) => !(kind in wrong))
    .map((kind) => ({ contender, kind, worker, batches: fewestBatches, slices: [] }));
}

function slice({ worker, contender, kind, batches }) {
  return worker.ask({ command: 'slice', contender, kind, batches });
}

/** Until the code is compiled; then how many requests fit into a slice is known, too. */
async function warm(run, sliceMs, { requests, cpuMs }) {
  let done = 0;
  let spent = 0;
  while (done < requests && spent < cpuMs * 1000) {
    const micros = await slice(run);
    done += run.batches * batchSize;
    spent += run.batches * batchSize * micros;
    run.batches = Math.max(fewestBatches, Math.round((sliceMs * 1000) / (micros * batchSize)));
  }
}

/** Contenders of one kind follow each other; who comes first changes, and so does the direction. */
function inOrder(runs, round) {
  return kinds.flatMap((kind) => {
    const ofKind = runs.filter((run) => run.kind === kind);
    const rotated = [...ofKind.slice(round % ofKind.length), ...ofKind.slice(0, round % ofKind.length)];
    return round % 2 === 0 ? rotated : rotated.reverse();
  });
}

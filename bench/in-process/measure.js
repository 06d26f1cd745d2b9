/** @import { ContenderName, Kind, Slice, WarmUp, WorkerCommand, WorkerReply, WorkerSetting, WrongAnswers } from '../types.js' */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nodeFlags, productionEnv } from '../support/child.js';
import { contenders } from '../support/contenders.js';
import { hitKinds } from '../support/route-tree.js';
import { batchSize } from './requests.js';

/** @type {readonly Kind[]} */
const kinds = [...hitKinds, 'miss'];

/** The fewest batches of a slice: with fewer requests, the hits would not be spread over the tree. */
const minBatches = 2;

/** The number of rounds that do not count: V8 compiles the code of one contender anew when others run. */
const warmUpRounds = 2;

class Worker {
  #child;

  /** @param {WorkerSetting} setting */
  constructor(setting) {
    const file = fileURLToPath(new URL('worker.js', import.meta.url));
    this.#child = fork(file, [JSON.stringify(setting)], { execArgv: nodeFlags, env: productionEnv });
  }

  /**
   * Creates the app of a contender and checks its answers.
   *
   * @param {ContenderName} contender
   */
  async prepare(contender) {
    return /** @type {WrongAnswers} */ (await this.#send({ command: 'prepare', contender }));
  }

  /**
   * Resolves to microseconds per request.
   *
   * @param {Slice} slice
   */
  async measure({ contender, kind, batches }) {
    return /** @type {number} */ (await this.#send({ command: 'slice', contender, kind, batches }));
  }

  /**
   * @param {WorkerCommand} command
   * @returns {Promise<unknown>}
   */
  #send(command) {
    return new Promise((resolve, reject) => {
      /** @param {number | null} code */
      const onExit = (code) => reject(new Error(`A worker exited with ${code}.`));
      this.#child.once('exit', onExit);
      this.#child.once('message', (message) => {
        this.#child.off('exit', onExit);
        const reply = /** @type {WorkerReply} */ (message);
        if ('error' in reply) reject(new Error(reply.error));
        else resolve(reply.result);
      });
      this.#child.send(command);
    });
  }

  close() {
    this.#child.removeAllListeners('exit');
    this.#child.kill();
  }
}

/**
 * The largest tree for which all contenders are in one process, where they share what V8 compiled of Express and
 * Node.js. Larger trees would push each other's data out of the caches: there, only the contenders that hold little
 * share a process.
 */
const maxSharedSize = 100;

/**
 * Returns the contenders of each process.
 *
 * @param {readonly ContenderName[]} names
 * @param {number} size
 */
function groupByProcess(names, size) {
  if (size <= maxSharedSize) return [names];
  const light = names.filter((name) => contenders[name].isLight);
  const heavy = names.filter((name) => !contenders[name].isLight);
  return [light, ...heavy.map((name) => [name])].filter((group) => group.length > 0);
}

/** @typedef {{ contender: ContenderName, kind: Kind, worker: Worker, batches: number, slices: number[] }} Run */

/**
 * Resolves to the microseconds per request in each slice, by contender and kind.
 *
 * @param {WorkerSetting} setting
 * @param {object} options
 * @param {readonly ContenderName[]} options.names
 * @param {number} options.sliceMs
 * @param {number} options.rounds
 * @param {WarmUp} options.warmUp
 * @param {(note: string) => void} options.onNote Receives what was left out, and why.
 */
export async function measureInProcess(setting, { names, sliceMs, rounds, warmUp, onNote }) {
  /** @type {Worker[]} */
  const workers = [];
  try {
    /** @type {Run[]} */
    const runs = [];
    for (const group of groupByProcess(names, setting.size)) {
      const worker = new Worker(setting);
      workers.push(worker);
      for (const name of group) runs.push(...(await prepare(name, worker, onNote)));
    }
    for (const run of runs) await runWarmUp(run, sliceMs, warmUp);
    for (let round = -warmUpRounds; round < rounds; round++) {
      for (const run of orderOf(runs, round + warmUpRounds)) {
        const micros = await run.worker.measure(run);
        if (round >= 0) run.slices.push(micros);
      }
    }
    return runs.map(({ contender, kind, slices }) => ({ contender, kind, slices }));
  } finally {
    for (const worker of workers) worker.close();
  }
}

/**
 * Prepares a contender, and returns a run for each kind that it answers rightly.
 *
 * @param {ContenderName} contender
 * @param {Worker} worker
 * @param {(note: string) => void} onNote
 * @returns {Promise<Run[]>}
 * @throws if a contender that is not another library answers a kind wrongly
 */
async function prepare(contender, worker, onNote) {
  const wrong = await worker.prepare(contender);
  const { label, isPeer } = contenders[contender];
  for (const [kind, problem] of Object.entries(wrong)) {
    if (!isPeer) throw new Error(`${label}, ${kind}: ${problem}`);
    onNote(`${label} is left out of '${kind}': ${problem}`);
  }
  return kinds
    .filter((kind) => !(kind in wrong))
    .map((kind) => ({ contender, kind, worker, batches: minBatches, slices: [] }));
}

/**
 * Sends requests until the code is compiled, and sets how many batches fit into a slice.
 *
 * @param {Run} run
 * @param {number} sliceMs
 * @param {WarmUp} warmUp
 */
async function runWarmUp(run, sliceMs, { requests, cpuMs }) {
  let sentRequests = 0;
  let spentMicros = 0;
  while (sentRequests < requests && spentMicros < cpuMs * 1000) {
    const micros = await run.worker.measure(run);
    sentRequests += run.batches * batchSize;
    spentMicros += run.batches * batchSize * micros;
    run.batches = Math.max(minBatches, Math.round((sliceMs * 1000) / (micros * batchSize)));
  }
}

/**
 * Returns the runs in the order of a round. Contenders of one kind follow each other; each round has another
 * contender first, and the direction changes.
 *
 * @param {readonly Run[]} runs
 * @param {number} round
 */
function orderOf(runs, round) {
  return kinds.flatMap((kind) => {
    const ofKind = runs.filter((run) => run.kind === kind);
    const rotated = [...ofKind.slice(round % ofKind.length), ...ofKind.slice(0, round % ofKind.length)];
    return round % 2 === 0 ? rotated : rotated.reverse();
  });
}

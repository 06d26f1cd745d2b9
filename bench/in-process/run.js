/** @import { ContenderName, InProcessProfile, InProcessResult, Kind, Major, OnProgress } from '../types.js' */
import { lowerQuartile, median } from '../report/statistics.js';
import { createAppFolder } from '../support/app-folder.js';
import { hasTracingOption } from '../support/own-package.js';
import { createTree, observedSource, writeTreePair } from '../support/route-tree.js';
import { measureInProcess } from './measure.js';

/**
 * Measures the CPU time of requests to each contender.
 *
 * @param {InProcessProfile} profile
 * @param {readonly ContenderName[]} names
 * @param {OnProgress} onProgress
 */
export async function runInProcess(profile, names, onProgress) {
  /** @type {InProcessResult[]} */
  const results = [];
  for (const major of profile.majors) {
    for (const size of profile.sizes) {
      onProgress(`in process: Express ${major}, ${size} routes`);
      results.push(await measure(profile, { major, size, names }));
    }
  }
  return results;
}

/**
 * @param {InProcessProfile} profile
 * @param {{ major: Major, size: number, names: readonly ContenderName[] }} subject
 * @returns {Promise<InProcessResult>}
 */
async function measure({ generations, rounds, sliceMs, warmUp }, { major, size, names }) {
  const appFolder = createAppFolder(major);
  const supported = names.filter((name) => name !== 'fsRoutesTracing' || hasTracingOption(appFolder));
  const setting = { appFolder, major, size, ...writeTreePair(appFolder, createTree(size), observedSource) };
  /** @type {Set<string>} */
  const notes = new Set();
  const options = {
    names: supported,
    rounds,
    sliceMs,
    warmUp,
    onNote: (/** @type {string} */ note) => void notes.add(note),
  };
  /** @type {SlicesOfRun[]} */
  const runs = [];
  for (let generation = 0; generation < generations; generation++) {
    runs.push(...(await measureInProcess(setting, options)));
  }
  return { major, size, micros: summarize(runs), notes: [...notes] };
}

/** @typedef {{ contender: ContenderName, kind: Kind, slices: number[] }} SlicesOfRun */

/**
 * Returns one figure for each contender and kind. In a generation of processes it is the lower quartile, because other
 * processes on the machine only ever add time. Generations differ either way, by what the compiler happened to do, and
 * on a busy machine by what ran beside one of them: of the generations it is the median, the lower of two.
 *
 * @param {readonly SlicesOfRun[]} runs
 */
function summarize(runs) {
  /** @type {InProcessResult['micros']} */
  const micros = {};
  for (const { contender, kind } of runs) {
    const alike = runs.filter((run) => run.contender === contender && run.kind === kind);
    (micros[contender] ??= {})[kind] = median(alike.map(({ slices }) => lowerQuartile(slices)));
  }
  return micros;
}

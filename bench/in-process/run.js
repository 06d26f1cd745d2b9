import path from 'node:path';
import { createAppFolder } from '../support/app-folder.js';
import { hasTracingOption } from '../support/our-options.js';
import { createTree, fileWithoutCatchAll, writeTree } from '../support/route-tree.js';
import { lowerQuartile } from '../report/statistics.js';
import { measureInProcess } from './measure.js';

/** @param {{ sizes: number[], majors: number[], generations: number, rounds: number, sliceMs: number, warmUp: object }} profile */
export async function runInProcess(profile, names, onProgress) {
  const results = [];
  for (const major of profile.majors) {
    for (const size of profile.sizes) {
      onProgress(`in process: Express ${major}, ${size} routes`);
      results.push(await measureOne(profile, { major, size, names }));
    }
  }
  return results;
}

/** @returns microseconds per request, by contender and kind */
async function measureOne({ generations, rounds, sliceMs, warmUp }, { major, size, names }) {
  const appFolder = createAppFolder(major);
  const known = names.filter((name) => name !== 'fsRoutesTracing' || hasTracingOption(appFolder));
  const setting = { appFolder, major, size, ...writeTrees(appFolder, size), names: known };
  const notes = new Set();
  const onNote = (note) => notes.add(note);
  const found = [];
  for (let generation = 0; generation < generations; generation++) {
    found.push(...(await measureInProcess({ ...setting, rounds, sliceMs, warmUp, onNote })));
  }
  return { major, size, micros: summary(found), notes: [...notes] };
}

/**
 * Each generation of processes has its lower quartile: what others do on the machine only ever adds time.
 * Generations differ by what the compiler happened to do, either way, and on a busy machine by who ran
 * beside one of them: of them it is the median, the lower of two.
 */
function summary(found) {
  const micros = {};
  for (const { contender, kind } of found) {
    const alike = found.filter((run) => run.contender === contender && run.kind === kind);
    const quartiles = alike.map(({ slices }) => lowerQuartile(slices)).sort((a, b) => a - b);
    (micros[contender] ??= {})[kind] = quartiles[Math.floor((quartiles.length - 1) / 2)];
  }
  return micros;
}

function writeTrees(appFolder, size) {
  const tree = createTree(size);
  const routeFolder = path.join(appFolder, 'api');
  const folderWithoutCatchAlls = path.join(appFolder, 'api-without-catch-alls');
  writeTree(routeFolder, tree, source);
  writeTree(folderWithoutCatchAlls, tree, source, fileWithoutCatchAll);
  return { routeFolder, folderWithoutCatchAlls };
}

/** What answers is the worker's, so that it can tell which file was reached. */
function source({ file }) {
  return `module.exports = function handler(req, res) {\n  globalThis.answer(req, res, '${file}');\n};\n`;
}

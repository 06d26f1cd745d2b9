/** @import { ContenderName, MemoryProfile, MemoryResult, MemorySetting, MemoryUse, OnProgress } from '../types.js' */
import path from 'node:path';
import { lowerQuartile } from '../report/statistics.js';
import { createAppFolder } from '../support/app-folder.js';
import { runScript } from '../support/child.js';
import { createTree, observedSource, writeTree } from '../support/route-tree.js';

const script = new URL('measure-once.js', import.meta.url);
// V8 would drop bytecode that is not used for a while, and routes would seem to take less.
const flags = ['--expose-gc', '--no-flush-bytecode'];
/** @type {readonly ContenderName[]} */
const measuredContenders = ['fsRoutes', 'byHand', 'routerByHand'];
const smallSize = 10;

/**
 * Measures the bytes per route on Express 5.
 *
 * @param {MemoryProfile} profile
 * @param {OnProgress} onProgress
 */
export async function runMemory({ sizes, rounds }, onProgress) {
  /** @type {MemoryResult[]} */
  const results = [];
  const appFolder = createAppFolder(5);
  const smallRouteFolder = path.join(appFolder, 'small');
  writeTree(smallRouteFolder, createTree(smallSize), observedSource);
  for (const size of sizes) {
    onProgress(`memory: ${size} routes`);
    const routeFolder = path.join(appFolder, `api-${size}`);
    writeTree(routeFolder, createTree(size), observedSource);
    for (const contender of measuredContenders) {
      const setting = { contender, size, appFolder, routeFolder, smallSize, smallRouteFolder };
      results.push({ contender, size, ...(await measure(setting, rounds)) });
    }
  }
  return results;
}

/**
 * @param {MemorySetting} setting
 * @param {number} rounds
 * @returns {Promise<MemoryUse>}
 */
async function measure(setting, rounds) {
  /** @type {MemoryUse[]} */
  const uses = [];
  for (let round = 0; round < rounds; round++) {
    uses.push(/** @type {MemoryUse} */ (await runScript(script, setting, flags)));
  }
  return {
    start: lowerQuartile(uses.map(({ start }) => start)),
    requests: lowerQuartile(uses.map(({ requests }) => requests)),
  };
}

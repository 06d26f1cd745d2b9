import path from 'node:path';
import { createAppFolder } from '../support/app-folder.js';
import { runFresh } from '../support/child.js';
import { createTree, writeTree } from '../support/route-tree.js';
import { lowerQuartile } from '../report/statistics.js';

const script = new URL('measure-once.js', import.meta.url);
const measured = ['fsRoutes', 'byHand', 'routerByHand'];
const smallSize = 10;

const source = ({ file }) =>
  `module.exports = function handler(req, res) {\n  globalThis.answer(req, res, '${file}');\n};\n`;

/** Bytes per route on Express 5, by contender: after start-up, and when every route has answered once. */
export async function runMemory({ sizes, rounds }, onProgress) {
  const results = [];
  const appFolder = createAppFolder(5);
  const smallRouteFolder = path.join(appFolder, 'small');
  writeTree(smallRouteFolder, createTree(smallSize), source);
  for (const size of sizes) {
    onProgress(`memory: ${size} routes`);
    const routeFolder = path.join(appFolder, `api-${size}`);
    writeTree(routeFolder, createTree(size), source);
    const setting = { size, rounds, appFolder, routeFolder, smallSize, smallRouteFolder };
    for (const contender of measured) results.push({ contender, size, ...(await measure({ contender, ...setting })) });
  }
  return results;
}

async function measure({ rounds, ...setting }) {
  const found = [];
  // Bytecode that is not used for a while would be thrown away, and mistaken for what a route takes less.
  const flags = ['--expose-gc', '--no-flush-bytecode'];
  for (let round = 0; round < rounds; round++) found.push(await runFresh(script, setting, flags));
  return {
    start: lowerQuartile(found.map(({ start }) => start)),
    requests: lowerQuartile(found.map((f) => f.requests)),
  };
}

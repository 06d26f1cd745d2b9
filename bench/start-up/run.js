import fs from 'node:fs';
import path from 'node:path';
import { createAppFolder } from '../support/app-folder.js';
import { runFresh } from '../support/child.js';
import { createTree, fileWithoutCatchAll, writeTree } from '../support/route-tree.js';
import { lowerQuartile } from '../report/statistics.js';
import { ways } from './ways.js';

const script = new URL('measure-once.js', import.meta.url);

const sources = {
  cjs: ({ file }) => `module.exports = function handler(req, res) {\n  res.end('${file}');\n};\n`,
  esm: ({ file }) => `export default function handler(req, res) {\n  res.end('${file}');\n}\n`,
};

/** @param {{ sizes: number[], rounds: number, ways?: string[] }} profile */
export async function runStartUp({ sizes, rounds, ways: wanted = Object.keys(ways) }, onProgress) {
  const results = [];
  const appFolder = createAppFolder(5);
  for (const format of Object.keys(sources)) {
    for (const size of sizes) {
      onProgress(`start-up: ${format}, ${size} routes`);
      results.push({ format, size, ms: await measure({ appFolder, format, size, rounds, wanted }) });
    }
  }
  return results;
}

/** Milliseconds per 1000 routes, by way. */
async function measure({ appFolder, format, size, rounds, wanted }) {
  const folders = writeTrees(appFolder, format, size);
  const names = wanted.filter((name) => ways[name].formats.includes(format));
  const times = Object.fromEntries(names.map((name) => [name, []]));
  // The first round only brings the files into the cache of the disk.
  for (let round = -1; round < rounds; round++) {
    for (const way of round % 2 === 0 ? names : [...names].reverse()) {
      const routeFolder = way === 'expressFileRouting' ? folders.withoutCatchAlls : folders.routes;
      const { ms } = await runFresh(script, { way, format, size, appFolder, routeFolder }, [
        '--experimental-import-meta-resolve',
      ]);
      if (round >= 0) times[way].push((ms * 1000) / size);
    }
  }
  return Object.fromEntries(names.map((name) => [name, lowerQuartile(times[name])]));
}

function writeTrees(appFolder, format, size) {
  const folder = path.join(appFolder, `${format}-${size}`);
  const routes = path.join(folder, 'api');
  const withoutCatchAlls = path.join(folder, 'api-without-catch-alls');
  const tree = createTree(size);
  writeTree(routes, tree, sources[format]);
  // Express 5 refuses what express-file-routing makes of a catch-all.
  writeTree(withoutCatchAlls, tree, sources[format], fileWithoutCatchAll);
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ type: format === 'esm' ? 'module' : 'commonjs' }),
  );
  return { routes, withoutCatchAlls };
}

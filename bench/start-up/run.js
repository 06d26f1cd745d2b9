/** @import { Format, OnProgress, StartUpProfile, StartUpResult, StartUpSetting, VariantName } from '../types.js' */
import fs from 'node:fs';
import path from 'node:path';
import { lowerQuartile } from '../report/statistics.js';
import { createAppFolder } from '../support/app-folder.js';
import { runScript } from '../support/child.js';
import { createTree, sources, writeTreePair } from '../support/route-tree.js';
import { variantNames, variants } from './variants.js';

const script = new URL('measure-once.js', import.meta.url);
// With it, `import.meta.resolve` takes the file that imports as its second argument.
const flags = ['--experimental-import-meta-resolve'];

/** @type {readonly Format[]} */
const formats = ['cjs', 'esm'];

/**
 * Measures the CPU time until all files of a tree are loaded.
 *
 * @param {StartUpProfile} profile
 * @param {OnProgress} onProgress
 */
export async function runStartUp({ sizes, rounds, variants: names = variantNames }, onProgress) {
  /** @type {StartUpResult[]} */
  const results = [];
  const appFolder = createAppFolder(5);
  for (const format of formats) {
    for (const size of sizes) {
      onProgress(`start-up: ${format}, ${size} routes`);
      const available = names.filter((name) => variants[name].formats.includes(format));
      results.push({ format, size, ms: await measure({ appFolder, format, size, rounds, names: available }) });
    }
  }
  return results;
}

/**
 * Resolves to milliseconds per 1000 routes.
 *
 * @param {{ appFolder: string, format: Format, size: number, rounds: number, names: readonly VariantName[] }} options
 */
async function measure({ appFolder, format, size, rounds, names }) {
  const { routeFolder, folderWithoutCatchAlls } = writeFolders(appFolder, format, size);
  const runs = names.map((variant) => ({
    variant,
    // Express 5 refuses what express-file-routing makes of a catch-all.
    routeFolder: variant === 'expressFileRouting' ? folderWithoutCatchAlls : routeFolder,
    times: /** @type {number[]} */ ([]),
  }));
  // The first round does not count: it brings the files into the cache of the disk.
  for (let round = -1; round < rounds; round++) {
    for (const run of round % 2 === 0 ? runs : runs.toReversed()) {
      const ms = await measureOnce({ variant: run.variant, format, size, appFolder, routeFolder: run.routeFolder });
      if (round >= 0) run.times.push((ms * 1000) / size);
    }
  }
  return Object.fromEntries(runs.map(({ variant, times }) => [variant, lowerQuartile(times)]));
}

/** @param {StartUpSetting} setting */
async function measureOnce(setting) {
  const { ms } = /** @type {{ ms: number }} */ (await runScript(script, setting, flags));
  return ms;
}

/**
 * @param {string} appFolder
 * @param {Format} format
 * @param {number} size
 */
function writeFolders(appFolder, format, size) {
  const folder = path.join(appFolder, `${format}-${size}`);
  const folders = writeTreePair(folder, createTree(size), sources[format]);
  const type = format === 'esm' ? 'module' : 'commonjs';
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type }));
  return folders;
}

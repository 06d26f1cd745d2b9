/**
 * A fresh process that loads a tree by one variant, and prints the milliseconds of CPU time that this took. By the
 * clock it takes about as long on an idle machine, and any time on a busy one.
 *
 * @import { Handler } from 'express'
 * @import { AppRequire, StartUpSetting } from '../types.js'
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readSetting } from '../support/child.js';
import { createTree } from '../support/route-tree.js';
import { variants } from './variants.js';

const { variant, format, size, appFolder, routeFolder } = /** @type {StartUpSetting} */ (readSetting());
const app = path.join(appFolder, 'app.js');
/** @type {AppRequire} */
const require = createRequire(app);

const routes = createTree(size)
  .sort((a, b) => (a.file < b.file ? -1 : 1))
  .map(({ file, expressPath }) => ({ file: path.join(routeFolder, file), expressPath: `/api${expressPath(5)}` }));

/**
 * @param {string} name
 * @returns {Promise<unknown>}
 */
async function load(name) {
  if (format === 'esm') return importFile(import.meta.resolve(name, pathToFileURL(app)));
  const exported = /** @type {object} */ (require(name));
  return { default: exported, ...exported };
}

/** @param {string} file */
async function importRoute(file) {
  return /** @type {{ default: Handler }} */ (await importFile(pathToFileURL(file).href));
}

/**
 * @param {string} url
 * @returns {Promise<unknown>}
 */
function importFile(url) {
  return import(url);
}

const loadAll = await variants[variant].prepare({ load, importRoute, require, routes, routeFolder, format });
const start = process.cpuUsage();
await loadAll();
const { user, system } = process.cpuUsage(start);
process.stdout.write(JSON.stringify({ ms: (user + system) / 1000 }));

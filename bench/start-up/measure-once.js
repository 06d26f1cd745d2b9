/**
 * A fresh process that starts in one way, and prints the milliseconds of CPU time that this took. By the
 * clock it takes about as long on a machine that does nothing else, and any time on one that does.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTree } from '../support/route-tree.js';
import { ways } from './ways.js';

const { way, format, size, appFolder, routeFolder } = JSON.parse(process.argv[2]);
const app = path.join(appFolder, 'app.js');
const require = createRequire(app);

const routes = createTree(size)
  .sort((a, b) => (a.file < b.file ? -1 : 1))
  .map(({ file, expressPath }) => ({ file: path.join(routeFolder, file), expressPath: `/api${expressPath(5)}` }));

async function load(name) {
  if (format === 'cjs') return { default: require(name), ...require(name) };
  return import(import.meta.resolve(name, pathToFileURL(app)));
}

const loadRoute = (file) => import(pathToFileURL(file));

const start = await ways[way].prepare({ load, loadRoute, require, routes, routeFolder, format });
const begin = process.cpuUsage();
await start();
const { user, system } = process.cpuUsage(begin);
process.stdout.write(JSON.stringify({ ms: (user + system) / 1000 }));

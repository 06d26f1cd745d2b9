/**
 * A fresh process that prints how many bytes per route a contender holds, beside the loaded handlers.
 *
 * @import { Express, Request } from 'express'
 * @import { AppRequire, MemorySetting, MemoryUse, TreeRoute } from '../types.js'
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createExchange, nextTurn } from '../in-process/requests.js';
import { readSetting } from '../support/child.js';
import { contenders } from '../support/contenders.js';
import { createTree } from '../support/route-tree.js';

const { contender, size, appFolder, routeFolder, smallSize, smallRouteFolder } = /** @type {MemorySetting} */ (
  readSetting()
);
const { gc } = globalThis;
if (gc === undefined) throw new Error('Run node with --expose-gc.');
/** @type {AppRequire} */
const require = createRequire(path.join(appFolder, 'app.js'));

let answers = 0;

/**
 * @param {object} _req
 * @param {{ end: (text: string) => unknown }} res
 */
function answer(_req, res) {
  res.end('ok');
  answers += 1;
}
// Every route file calls it.
Object.assign(globalThis, { answer });

/**
 * @param {Request} req
 * @returns {never}
 */
function refuse(req) {
  throw new Error(`No route answered ${req.url}.`);
}

/**
 * @param {string} folder
 * @param {readonly TreeRoute[]} tree
 */
async function createApp(folder, tree) {
  const setting = {
    require,
    major: /** @type {const} */ (5),
    tree,
    routeFolder: folder,
    folderWithoutCatchAlls: folder,
  };
  const app = await contenders[contender].createApp({ ...setting, answer });
  return app.use(refuse);
}

/**
 * @param {Express} app
 * @param {readonly TreeRoute[]} tree
 */
async function requestEveryRoute(app, tree) {
  for (const route of tree) {
    const { req, res } = createExchange(`/api${route.url('k1x')}`);
    answers = 0;
    app(req, res);
    while (answers === 0) await nextTurn();
  }
}

/** @param {NodeJS.GCFunction} collectGarbage */
async function measureHeap(collectGarbage) {
  for (let time = 0; time < 4; time++) {
    await pause(10);
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

// The compiled code is there once, and not per route: a small tree brings all of it into use.
const smallTree = createTree(smallSize);
const smallApp = await createApp(smallRouteFolder, smallTree);
for (let time = 0; time < 20; time++) await requestEveryRoute(smallApp, smallTree);

const tree = createTree(size);
// Handlers are compiled when they are first called, which is not a cost of the router.
for (const { file } of tree) {
  const handler = /** @type {typeof answer} */ (require(path.join(routeFolder, file)));
  handler({}, { end: () => undefined });
}
const before = await measureHeap(gc);
const app = await createApp(routeFolder, tree);
const afterStart = await measureHeap(gc);
await requestEveryRoute(app, tree);
const afterRequests = await measureHeap(gc);
// The small app is used to the end, so that its code is not collected in between.
await requestEveryRoute(smallApp, smallTree);
/** @type {MemoryUse} */
const use = { start: (afterStart - before) / size, requests: (afterRequests - before) / size };
process.stdout.write(JSON.stringify(use));

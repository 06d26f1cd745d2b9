/** A fresh process that prints what a way of serving a tree holds, in bytes per route, over the loaded handlers. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { createExchange } from '../in-process/requests.js';
import { contenders } from '../support/contenders.js';
import { createTree } from '../support/route-tree.js';

const { contender, size, appFolder, routeFolder, smallSize, smallRouteFolder } = JSON.parse(process.argv[2]);
const require = createRequire(path.join(appFolder, 'app.js'));
let answers = 0;

globalThis.answer = function answer(_req, res) {
  res.end('ok');
  answers += 1;
};

async function createApp(folder, tree) {
  const setting = { require, major: 5, tree, routeFolder: folder, folderWithoutCatchAlls: folder };
  const app = await contenders[contender].app(setting);
  return app.use((req) => {
    throw new Error(`Nobody answered ${req.url}`);
  });
}

async function askEveryRoute(app, tree) {
  for (const route of tree) {
    const { req, res } = createExchange(`/api${route.url('k1x')}`);
    answers = 0;
    app(req, res);
    while (answers === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function heapUsed() {
  for (let time = 0; time < 4; time++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

// What the code itself takes, compiled, is there once and not per route: a small tree has it all in use.
const smallTree = createTree(smallSize);
const smallApp = await createApp(smallRouteFolder, smallTree);
for (let time = 0; time < 20; time++) await askEveryRoute(smallApp, smallTree);

const tree = createTree(size);
// Handlers are compiled when they are first called: that is theirs.
for (const { file } of tree) require(path.join(routeFolder, file))({}, { end() {} });
const before = await heapUsed();
const app = await createApp(routeFolder, tree);
const afterStart = await heapUsed();
await askEveryRoute(app, tree);
const afterRequests = await heapUsed();
await askEveryRoute(smallApp, smallTree);
process.stdout.write(
  JSON.stringify({ start: (afterStart - before) / size, requests: (afterRequests - before) / size }),
);

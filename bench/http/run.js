import path from 'node:path';
import { createAppFolder } from '../support/app-folder.js';
import { createTree, fileWithoutCatchAll, writeTree } from '../support/route-tree.js';
import { load } from './load.js';
import { startNext } from './start-next.js';
import { startServer } from './start-server.js';

const measured = ['byHand', 'fsRoutes', 'expressFileRouting', 'bare'];

/** More files take `next build` long, and no number of them changes its place. */
const largestForNext = 10;

/** Requests per second by contender, on Express 5. */
export async function runHttp({ sizes, rounds, seconds }, onProgress) {
  const results = [];
  for (const size of sizes) {
    onProgress(`HTTP: ${size} routes`);
    results.push({ size, perSecond: await measure({ size, rounds, seconds }) });
  }
  return results;
}

async function measure({ size, rounds, seconds }) {
  const tree = createTree(size);
  const appFolder = createAppFolder(5);
  const servers = [];
  try {
    const folders = writeTrees(appFolder, tree);
    for (const name of measured) servers.push(await startServer(name, { size, appFolder, ...folders }));
    if (size <= largestForNext) servers.push(await startNext(tree));
    for (const server of servers) await check(server, tree);
    return await inRounds(servers, urlsOf(tree), { rounds, seconds });
  } finally {
    for (const { close } of servers) close();
  }
}

function writeTrees(appFolder, tree) {
  const source = ({ file }) => `module.exports = function handler(req, res) {\n  res.end('${file}');\n};\n`;
  const routeFolder = path.join(appFolder, 'api');
  const folderWithoutCatchAlls = path.join(appFolder, 'api-without-catch-alls');
  writeTree(routeFolder, tree, source);
  writeTree(folderWithoutCatchAlls, tree, source, fileWithoutCatchAll);
  return { routeFolder, folderWithoutCatchAlls };
}

/** Without catch-alls, which express-file-routing does not have on Express 5. */
const asked = (tree) => tree.filter(({ kind }) => kind !== 'catch-all');

function urlsOf(tree) {
  return asked(tree).map((route, index) => `/api${route.url(`k${index}x`)}`);
}

async function check({ name, origin }, tree) {
  for (const route of asked(tree)) {
    const answer = await fetch(`${origin}/api${route.url('k1x')}`);
    const text = await answer.text();
    const expected = name === 'bare' ? 'bare' : route.file;
    if (text !== expected) throw new Error(`${name}: ${route.file} was answered with ${answer.status} ${text}`);
  }
}

/** The upper quartile of the rounds: what others do on the machine only ever takes away. */
async function inRounds(servers, urls, { rounds, seconds }) {
  for (const { origin } of servers) await load(origin, urls, Math.min(seconds, 2));
  const found = Object.fromEntries(servers.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, origin } of round % 2 === 0 ? servers : [...servers].reverse()) {
      found[name].push(await load(origin, urls, seconds));
    }
  }
  const upperQuartile = (values) => [...values].sort((a, b) => b - a)[Math.floor(values.length / 4)];
  return Object.fromEntries(Object.entries(found).map(([name, values]) => [name, upperQuartile(values)]));
}

/** @import { ContenderName, HttpProfile, HttpResult, OnProgress, RunningServer, TreeRoute } from '../types.js' */
import { quantile } from '../report/statistics.js';
import { createAppFolder } from '../support/app-folder.js';
import { createTree, sources, writeTreePair } from '../support/route-tree.js';
import { measureRequestsPerSecond } from './load.js';
import { startNext } from './start-next.js';
import { startServer } from './start-server.js';

/** @type {readonly ContenderName[]} */
const measuredContenders = ['byHand', 'fsRoutes', 'expressFileRouting', 'bare'];

/** The largest tree for Next.js: with more files `next build` is slow, and its place in the order stays the same. */
const maxSizeForNext = 10;
const maxWarmUpSeconds = 2;

/**
 * Measures the requests per second on Express 5.
 *
 * @param {HttpProfile} profile
 * @param {OnProgress} onProgress
 */
export async function runHttp({ sizes, rounds, seconds }, onProgress) {
  /** @type {HttpResult[]} */
  const results = [];
  for (const size of sizes) {
    onProgress(`HTTP: ${size} routes`);
    results.push({ size, perSecond: await measure(size, rounds, seconds) });
  }
  return results;
}

/**
 * @param {number} size
 * @param {number} rounds
 * @param {number} seconds
 */
async function measure(size, rounds, seconds) {
  const tree = createTree(size);
  const appFolder = createAppFolder(5);
  // express-file-routing has no catch-alls on Express 5.
  const routes = tree.filter(({ kind }) => kind !== 'catch-all');
  const urls = routes.map((route, index) => `/api${route.url(`k${index}x`)}`);
  /** @type {RunningServer[]} */
  const servers = [];
  try {
    const folders = writeTreePair(appFolder, tree, sources.cjs);
    for (const contender of measuredContenders) {
      servers.push(await startServer({ contender, size, appFolder, ...folders }));
    }
    if (size <= maxSizeForNext) servers.push(await startNext(tree));
    for (const server of servers) await checkAnswers(server, routes);
    return await measureInRounds(servers, urls, { rounds, seconds });
  } finally {
    for (const { close } of servers) close();
  }
}

/**
 * @param {RunningServer} server
 * @param {readonly TreeRoute[]} routes
 * @throws if a route is not answered by its own file
 */
async function checkAnswers({ name, origin }, routes) {
  for (const route of routes) {
    const response = await fetch(`${origin}/api${route.url('k1x')}`);
    const text = await response.text();
    const expected = name === 'bare' ? 'bare' : route.file;
    if (text !== expected) throw new Error(`${name}: ${route.file} was answered with ${response.status} ${text}`);
  }
}

/**
 * Resolves to the upper quartile of the rounds: other processes on the machine only ever take requests away.
 *
 * @param {readonly RunningServer[]} servers
 * @param {readonly string[]} urls
 * @param {{ rounds: number, seconds: number }} options
 */
async function measureInRounds(servers, urls, { rounds, seconds }) {
  const runs = servers.map(({ name, origin }) => ({ name, origin, perSecond: /** @type {number[]} */ ([]) }));
  for (const { origin } of runs) await measureRequestsPerSecond(origin, urls, Math.min(seconds, maxWarmUpSeconds));
  for (let round = 0; round < rounds; round++) {
    for (const { origin, perSecond } of round % 2 === 0 ? runs : runs.toReversed()) {
      perSecond.push(await measureRequestsPerSecond(origin, urls, seconds));
    }
  }
  return Object.fromEntries(runs.map(({ name, perSecond }) => [name, upperQuartile(perSecond)]));
}

/** @param {readonly number[]} values */
function upperQuartile(values) {
  return -quantile(
    values.map((value) => -value),
    0.25,
  );
}

/**
 * A process that holds the apps of one or more contenders and sends slices of requests to them.
 *
 * The time is the CPU time of the process: it leaves out what other processes take of the machine, and includes V8's
 * threads, which collect garbage meanwhile.
 *
 * @import { IncomingMessage, ServerResponse } from 'node:http'
 * @import { Express, NextFunction, Request, Response } from 'express'
 * @import { ContenderName, Kind, Slice, TreeRoute, WorkerCommand, WorkerReply, WorkerSetting } from '../types.js'
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { readSetting } from '../support/child.js';
import { contenders } from '../support/contenders.js';
import { createTree } from '../support/route-tree.js';
import { checkAnswers } from './check-answers.js';
import { batchSize, createExchange, nextTurn, UrlWalk } from './requests.js';

/** @typedef {{ app: Express, walks: Record<Kind, UrlWalk> }} PreparedApp */

const setting = /** @type {WorkerSetting} */ (readSetting());
const tree = createTree(setting.size);
/** @type {Map<ContenderName, PreparedApp>} */
const apps = new Map();

let answers = 0;
let isMiss = false;
/** @type {string[] | undefined} */
let files;

/**
 * @param {IncomingMessage} _req
 * @param {ServerResponse} res
 * @param {string} file
 */
function answer(_req, res, file) {
  files?.push(file);
  res.end('ok');
  answers += 1;
}
// Every route file calls it.
Object.assign(globalThis, { answer });

/**
 * @param {Request} req
 * @param {Response} res
 * @param {NextFunction} next
 */
function answerBare(req, res, next) {
  if (isMiss) next();
  else answer(req, res, 'bare');
}

/**
 * @param {Request} req
 * @param {Response} res
 */
function notFound(req, res) {
  res.statusCode = 404;
  answer(req, res, 'final handler');
}

/** @param {ContenderName} name */
async function createApp(name) {
  const require = createRequire(path.join(setting.appFolder, 'app.js'));
  const app = await contenders[name].createApp({ ...setting, require, tree, answer: answerBare });
  return app.use(notFound);
}

/** @returns {Record<Kind, UrlWalk>} */
function createWalks() {
  /** @param {TreeRoute['kind']} kind */
  const walkOf = (kind) =>
    new UrlWalk(
      tree
        .filter((route) => route.kind === kind)
        .map(
          ({ url }) =>
            (salt) =>
              `/api${url(salt)}`,
        ),
    );
  const misses = tree.map(({ file }, index) => (/** @type {string} */ salt) => {
    const folder = file.split('/').slice(0, 2).join('/');
    // Half of the misses leave the tree at their last segment, half at the first.
    return index % 2 === 0 ? `/api/${folder}/${salt}/unknown` : `/api/unknown/${salt}`;
  });
  return {
    static: walkOf('static'),
    'one param': walkOf('one param'),
    'two params': walkOf('two params'),
    'catch-all': walkOf('catch-all'),
    miss: new UrlWalk(misses),
  };
}

/** @param {ContenderName} contender */
async function prepare(contender) {
  const app = await createApp(contender);
  apps.set(contender, { app, walks: createWalks() });
  return checkAnswers({
    app,
    tree,
    contender,
    onKind: (miss) => (isMiss = miss),
    recordFiles: (list) => (files = list),
  });
}

/**
 * Resolves to the microseconds of CPU time per request. Some requests that do not count are first: those of other
 * contenders have pushed the data of this one out of the caches.
 *
 * @param {Slice} slice
 */
async function runSlice({ contender, kind, batches }) {
  const prepared = apps.get(contender);
  if (prepared === undefined) throw new Error(`${contender} has not been prepared.`);
  const { app, walks } = prepared;
  isMiss = kind === 'miss';
  await runBatches(app, walks[kind], Math.ceil(batches / 2));
  const start = process.cpuUsage();
  await runBatches(app, walks[kind], batches);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / (batches * batchSize);
}

/**
 * @param {Express} app
 * @param {UrlWalk} walk
 * @param {number} batches
 */
async function runBatches(app, walk, batches) {
  for (let batch = 0; batch < batches; batch++) {
    answers = 0;
    for (let index = 0; index < batchSize; index++) {
      const { req, res } = createExchange(walk.next());
      app(req, res);
    }
    do await nextTurn();
    while (answers < batchSize);
  }
}

/**
 * @param {WorkerCommand} command
 * @returns {Promise<WorkerReply>}
 */
async function replyTo(command) {
  try {
    return { result: command.command === 'prepare' ? await prepare(command.contender) : await runSlice(command) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (/** @type {WorkerCommand} */ command) => {
  void replyTo(command).then((reply) => process.send?.(reply));
});

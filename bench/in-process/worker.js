/**
 * A process that holds the apps of one or more contenders and answers slices of requests to them.
 *
 * The time is the CPU time of the process: what other processes take of the machine does not count, and
 * V8's threads, which collect garbage meanwhile, do.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { contenders } from '../support/contenders.js';
import { createTree, hitKinds } from '../support/route-tree.js';
import { checkAnswers } from './check-answers.js';
import { batchSize, createExchange, UrlWalk } from './requests.js';

const setting = JSON.parse(process.argv[2]);
const tree = createTree(setting.size);
const state = { answers: 0, files: /** @type {string[] | undefined} */ (undefined) };
const apps = new Map();

/** What every route file calls. */
globalThis.answer = function answer(_req, res, file) {
  state.files?.push(file);
  res.end('ok');
  state.answers += 1;
};

/** What the bare function does: nothing but answer, or go on. */
function bareAnswer(req, res, next) {
  if (setting.missing) next();
  else globalThis.answer(req, res, 'bare');
}

function notFound(_req, res) {
  state.files?.push('final handler');
  res.statusCode = 404;
  res.end('not found');
  state.answers += 1;
}

async function createApp(name) {
  const require = createRequire(path.join(setting.appFolder, 'app.js'));
  const app = await contenders[name].app({ ...setting, require, tree, answer: bareAnswer });
  app.use(notFound);
  return app;
}

function createWalks() {
  const urlsOf = (routes) => routes.map((route) => (salt) => `/api${route.url(salt)}`);
  const walks = Object.fromEntries(
    hitKinds.map((kind) => [kind, new UrlWalk(urlsOf(tree.filter((route) => route.kind === kind)))]),
  );
  // Half of them leave the tree only at their last segment, half at the first.
  const misses = tree.map(({ file }, index) => (salt) => {
    const folder = file.split('/').slice(0, 2).join('/');
    return index % 2 === 0 ? `/api/${folder}/${salt}/unknown` : `/api/unknown/${salt}`;
  });
  return { ...walks, miss: new UrlWalk(misses) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Some requests go first that do not count: those of other contenders have pushed ours out of the caches.
 *
 * @returns {Promise<number>} microseconds per request
 */
async function runSlice({ contender, kind, batches }) {
  const { app, walks } = apps.get(contender);
  setting.missing = kind === 'miss';
  await runBatches(app, walks[kind], Math.ceil(batches / 2));
  const start = process.cpuUsage();
  await runBatches(app, walks[kind], batches);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / (batches * batchSize);
}

async function runBatches(app, walk, batches) {
  for (let batch = 0; batch < batches; batch++) {
    state.answers = 0;
    for (let index = 0; index < batchSize; index++) {
      const { req, res } = createExchange(walk.next());
      app(req, res);
    }
    do await turn();
    while (state.answers < batchSize);
  }
}

async function prepare({ contender }) {
  apps.set(contender, { app: await createApp(contender), walks: createWalks() });
  setting.missing = false;
  const { app } = apps.get(contender);
  return checkAnswers({ app, tree, contender, state, turn, onMiss: (is) => (setting.missing = is) });
}

process.on('message', async ({ command, ...rest }) => {
  try {
    const result = command === 'prepare' ? await prepare(rest) : await runSlice(rest);
    process.send({ result });
  } catch (error) {
    process.send({ error: error.stack ?? String(error) });
  }
});

/** Checks that what is served is what is on the disk, and that a folder stays closed while its middleware is saved. */
import { setTimeout as pause } from 'node:timers/promises';
import { editAtRandom, filesToEdit, pathsToAsk } from '../../__tests__/support/random-edits.js';
import { Project } from './project.js';

const editsPerRound = 90;
const rewrittenFiles = 50;
/** The time after which an edit that does not show counts as lost. */
const lostAfterMs = 2000;
const maxWaitMs = 5 * lostAfterMs;

/** @typedef {{ label: string, edits: number, lostRounds: number, slowestMs: number }} Outcome */

/**
 * Makes edits of all kinds at once. After each round, it compares the answers with those of a fresh start.
 *
 * @param {number} rounds
 * @returns {Promise<Outcome>}
 */
export async function makeRandomEdits(rounds) {
  const project = await Project.start(filesToEdit());
  const times = [];
  for (let seed = 1; seed <= rounds; seed += 1) {
    await editAtRandom(project.folder, seed, editsPerRound);
    times.push(await measureUntilFresh(project));
  }
  project.stop();
  return summarize('edits of all kinds, against a fresh start', rounds * editsPerRound, times);
}

/**
 * Resolves to the milliseconds until the answers are those of a fresh start, and stay so while that server starts.
 *
 * @param {Project} project
 */
async function measureUntilFresh(project) {
  const start = performance.now();
  let expected = /** @type {string | undefined} */ (undefined);
  const fresh = project.getAllAfterFreshStart(pathsToAsk()).then((answers) => (expected = answers));
  // A fresh start is slow: the answers meanwhile are kept, and compared afterwards.
  const answers = [];
  let latest;
  do {
    latest = { answer: await project.getAll(pathsToAsk()), ms: performance.now() - start };
    answers.push(latest);
    await pause(20);
  } while (expected === undefined || (latest.answer !== expected && latest.ms < maxWaitMs));
  await fresh;
  const firstRight = answers.findLastIndex(({ answer }) => answer !== expected) + 1;
  return answers[firstRight]?.ms ?? Infinity;
}

/**
 * Removes and writes files, and does so again 80 to 95 ms later: watchers easily lose events of this pattern.
 *
 * @param {number} rounds
 * @returns {Promise<Outcome>}
 */
export async function rewriteFiles(rounds) {
  const names = Array.from({ length: rewrittenFiles }, (_, n) => `n${n}`);
  /** @param {number} value */
  const textOf = (value) => `module.exports = (req, res) => res.json(${value});\n`;
  const project = await Project.start(Object.fromEntries(names.map((name) => [`api/${name}.cjs`, textOf(0)])));
  /**
   * @param {string} name
   * @param {number} value
   */
  const rewrite = (name, value) => {
    project.remove(`api/${name}.cjs`);
    project.write(`api/${name}.cjs`, textOf(value));
  };
  const times = [];
  for (let round = 1; round <= rounds; round += 1) {
    await Promise.all(
      names.map(async (name, n) => {
        await pause(n * 5);
        rewrite(name, 2 * round);
        await pause(80 + (n % 16));
        rewrite(name, 2 * round + 1);
      }),
    );
    const start = performance.now();
    const paths = names.map((name) => `/api/${name}`);
    const expected = paths.map((pathname) => `${pathname} 200 ${2 * round + 1}`).join('\n');
    while ((await project.getAll(paths)) !== expected && performance.now() - start < maxWaitMs) await pause(20);
    times.push(performance.now() - start);
  }
  project.stop();
  return summarize('files removed and written twice, 80 to 95 ms apart', rounds * rewrittenFiles * 2, times);
}

/**
 * @param {string} label
 * @param {number} edits
 * @param {readonly number[]} times Milliseconds until the edits of a round showed.
 * @returns {Outcome}
 */
function summarize(label, edits, times) {
  const lostRounds = times.filter((ms) => ms > lostAfterMs).length;
  return { label, edits, lostRounds, slowestMs: Math.max(0, ...times) };
}

/**
 * Moves middleware that refuses all requests away and back, 30 to 300 ms later, while its folder is requested. Resolves
 * to a sentence with the number of requests that passed it.
 *
 * @param {number} rounds
 */
export async function moveMiddleware(rounds) {
  const middleware = 'api/in/_middleware.js';
  const project = await Project.start({
    [middleware]: 'export default (req, res) => res.status(401).json(null);\n',
    'api/in/a.js': 'export default (req, res) => res.json(null);\n',
  });
  const state = { isDone: false, requests: 0, passed: 0 };
  const clients = Array.from({ length: 4 }, async () => {
    while (!state.isDone) {
      if ((await project.getAll(['/api/in/a'])).includes(' 200 ')) state.passed += 1;
      state.requests += 1;
    }
  });
  for (let round = 0; round < rounds; round += 1) {
    project.move(middleware, 'away.js');
    await pause(30 + ((round * 37) % 271));
    project.move('away.js', middleware);
    await pause(100);
  }
  state.isDone = true;
  await Promise.all(clients);
  project.stop();
  return `A folder's _middleware was moved away and back ${rounds} times, while ${state.requests} requests asked for a route of the folder: ${state.passed} of them passed it.`;
}

/** Whether what is served is what is on the disk, and whether middleware that is saved leaves its folder open. */
import { setTimeout as pause } from 'node:timers/promises';
import { editAtRandom, filesToEdit, pathsToAsk } from '../../__tests__/support/random-edits.js';
import { Project } from './project.js';

const editsPerRound = 90;
const rewrittenFiles = 50;
/** An edit that does not show after so long is lost. */
const lostAfterMs = 2000;

/** Edits of all kinds at once: after each round, the answers are compared with those of a fresh start. */
export async function randomEdits(rounds) {
  const project = await new Project(filesToEdit()).start();
  let lost = 0;
  let slowest = 0;
  for (let seed = 1; seed <= rounds; seed += 1) {
    await editAtRandom(project.folder, seed, editsPerRound);
    const end = performance.now();
    let expected;
    const fresh = project.askFreshStart(pathsToAsk()).then((answers) => (expected = answers));
    // Fresh starts take a while: what was answered meanwhile is compared then.
    const answers = [];
    do {
      const answer = await project.askAll(pathsToAsk());
      answers.push({ answer, after: performance.now() - end });
      await pause(20);
    } while (expected === undefined || (answers.at(-1).answer !== expected && answers.at(-1).after < 5 * lostAfterMs));
    await fresh;
    const right = answers.findLastIndex(({ answer }) => answer !== expected) + 1;
    const took = answers[right]?.after ?? Infinity;
    if (took > lostAfterMs) lost += 1;
    slowest = Math.max(slowest, took);
  }
  project.stop();
  return ['edits of all kinds, against a fresh start', rounds * editsPerRound, lost, slowest];
}

/** Files are removed and written, and once more 80 to 95 ms later: a pattern of which events are easily lost. */
export async function rewrites(rounds) {
  const names = Array.from({ length: rewrittenFiles }, (_, n) => `n${n}`);
  const text = (value) => `module.exports = (req, res) => res.json(${value});\n`;
  const project = await new Project(Object.fromEntries(names.map((name) => [`api/${name}.cjs`, text(0)]))).start();
  const rewrite = (name, value) => {
    project.remove(`api/${name}.cjs`);
    project.write(`api/${name}.cjs`, text(value));
  };
  let lost = 0;
  let slowest = 0;
  for (let round = 1; round <= rounds; round += 1) {
    await Promise.all(
      names.map(async (name, n) => {
        await pause(n * 5);
        rewrite(name, 2 * round);
        await pause(80 + (n % 16));
        rewrite(name, 2 * round + 1);
      }),
    );
    const end = performance.now();
    const paths = names.map((name) => `/api/${name}`);
    const expected = paths.map((pathname) => `${pathname} 200 ${2 * round + 1}`).join('\n');
    while ((await project.askAll(paths)) !== expected && performance.now() - end < 5 * lostAfterMs) await pause(20);
    const took = performance.now() - end;
    if (took > lostAfterMs) lost += 1;
    slowest = Math.max(slowest, took);
  }
  project.stop();
  return ['files removed and written twice, 80 to 95 ms apart', rounds * rewrittenFiles * 2, lost, slowest];
}

/** Moves middleware that refuses everything away and back, 30 to 300 ms later, while its folder is asked. */
export async function guardMoves(rounds) {
  const guard = 'api/in/_middleware.js';
  const project = await new Project({
    [guard]: 'export default (req, res) => res.status(401).json(null);\n',
    'api/in/a.js': 'export default (req, res) => res.json(null);\n',
  }).start();
  let isDone = false;
  let asked = 0;
  let open = 0;
  const askers = Array.from({ length: 4 }, async () => {
    for (; !isDone; asked += 1) if ((await project.askAll(['/api/in/a'])).includes(' 200 ')) open += 1;
  });
  for (let round = 0; round < rounds; round += 1) {
    project.move(guard, 'away.js');
    await pause(30 + ((round * 37) % 271));
    project.move('away.js', guard);
    await pause(100);
  }
  isDone = true;
  await Promise.all(askers);
  project.stop();
  return `A folder's _middleware was moved away and back ${rounds} times, while ${asked} requests asked for a route of the folder: ${open} of them passed it.`;
}

import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { WatchedProject, type Answer } from '../../support/watched-project.js';

const guard = 'export default (req, res, next) => (req.get("key") ? next() : res.status(401).send("closed"));\n';
const route = 'export default (req, res) => res.send("open");\n';
const files = {
  'api/in/_middleware.js': guard,
  'api/in/a.js': route,
  'api/in/deep/b.js': route,
  'api/out.js': 'export default (req, res) => res.send("out");\n',
};
const closing = `import express from 'express';
import { fsRoutes } from 'express-pages-api';
const router = fsRoutes('./api', { watch: true });
const app = express().use('/api', router);
app.get('/close', async (req, res) => res.json((await router.close()) ?? null));
app.use((error, req, res, next) => res.status(error.status ?? 500).send('failed'));
const server = app.listen(0, () => process.send(server.address().port));
`;
const guarded = ['/api/in/a', '/api/in/deep/b'];
const isOpen = ({ text }: Answer) => text === 'open';
const isClosed = ({ status }: Answer) => status === 401;

type Change = (project: WatchedProject) => void;

/** The time for which middleware may be missing before that may count as certain, with some time to spare. */
const shortMs = 450;
const maxRepeats = 20;

interface TimedAnswer extends Answer {
  readonly takenMs: number;
}

/** Collects the answers to requests that are repeated while something is done. */
async function answersDuring(project: WatchedProject, work: () => Promise<void>): Promise<TimedAnswer[]> {
  const answers: TimedAnswer[] = [];
  let isDone = false;
  const askers = guarded.map(async (pathname) => {
    while (!isDone) {
      const startedAt = performance.now();
      const answer = await project.get(pathname);
      answers.push({ ...answer, takenMs: performance.now() - startedAt });
      await pause(1);
    }
  });
  await work().finally(() => (isDone = true));
  await Promise.all(askers);
  return answers;
}

/**
 * Repeats an attempt that depends on time until this machine is fast enough for it.
 *
 * @param attempt returns `true` if it was fast enough
 */
async function untilFastEnough(attempt: () => Promise<boolean>): Promise<void> {
  for (let repeats = 0; repeats < maxRepeats; repeats += 1) if (await attempt()) return;
  throw new Error('This machine is too slow for this test, which depends on time.');
}

/** Removes the middleware, restores it before that may count as certain, and returns the answers meanwhile. */
async function answersWhileMissing(project: WatchedProject, remove: Change, restore: Change): Promise<Answer[]> {
  let answers: TimedAnswer[] = [];
  await untilFastEnough(async () => {
    let absentMs = Infinity;
    answers = await answersDuring(project, async () => {
      const startedAt = performance.now();
      remove(project);
      await pause(250);
      restore(project);
      absentMs = performance.now() - startedAt;
      await pause(100);
    });
    for (const pathname of guarded) await project.getUntil(pathname, isClosed);
    // A busy server may not notice it at all: then all requests are answered as before, and at once.
    const isNoticed = answers.some((answer) => answer.takenMs > 100 || !isClosed(answer));
    return isNoticed && absentMs < shortMs;
  });
  return answers;
}

const own = 'api/in/_middleware.js';
const momentary: readonly (readonly [what: string, remove: Change, restore: Change])[] = [
  ['is moved out and back', (p) => p.move(own, 'moved.js'), (p) => p.move('moved.js', own)],
  ['is renamed and back, as by an editor', (p) => p.move(own, `${own}~`), (p) => p.move(`${own}~`, own)],
  ['is removed and written', (p) => p.remove(own), (p) => p.write(own, guard)],
  ['is emptied and written', (p) => p.write(own, ''), (p) => p.write(own, guard)],
  [
    'gets another extension, in two steps',
    (p) => p.move(fs.existsSync(p.at(own)) ? own : 'api/in/_middleware.mjs', 'moved.js'),
    (p) => p.move('moved.js', 'api/in/_middleware.mjs'),
  ],
  [
    'is a folder for a moment',
    (p) => {
      p.remove(own);
      fs.mkdirSync(p.at(own));
    },
    (p) => {
      p.remove(own);
      p.write(own, guard);
    },
  ],
  [
    'is a link to nothing for a moment',
    (p) => {
      p.remove(own);
      fs.symlinkSync('nothing', p.at(own));
    },
    (p) => {
      p.remove(own);
      p.write(own, guard);
    },
  ],
  ['is moved away with its folder', (p) => p.move('api/in', 'moved'), (p) => p.move('moved', 'api/in')],
  ['is moved away with all routes', (p) => p.move('api', 'moved'), (p) => p.move('moved', 'api')],
  [
    'is the last to be written when its folder is built again',
    (p) => {
      p.remove('api/in');
      p.write('api/in/a.js', route);
      p.write('api/in/deep/b.js', route);
    },
    (p) => p.write(own, guard),
  ],
];

describe('the routes of a folder never answer without its middleware', () => {
  it.concurrent.each(momentary)('while it %s', async (_what, remove, restore) => {
    const project = await new WatchedProject(files).serve();
    const answers = await answersWhileMissing(project, remove, restore);
    expect(answers.filter(isOpen)).toEqual([]);
    expect(answers).toContainEqual(expect.objectContaining({ status: 401, text: 'closed' }));
  });

  it.concurrent('while it is away twice, and back for no time in between', async () => {
    const project = await new WatchedProject(files).serve();
    await untilFastEnough(async () => {
      const absences: number[] = [];
      const answers = await answersDuring(project, async () => {
        for (let times = 0; times < 3; times += 1) {
          const startedAt = performance.now();
          project.move(own, 'moved.js');
          await pause(250);
          project.move('moved.js', own);
          absences.push(performance.now() - startedAt);
        }
      });
      for (const pathname of guarded) await project.getUntil(pathname, isClosed);
      const isConclusive = Math.max(...absences) < shortMs;
      if (isConclusive) expect(answers.filter(isOpen)).toEqual([]);
      return isConclusive;
    });
  });

  it.concurrent('while it takes long to load', async () => {
    const project = await new WatchedProject(files).serve();
    const answers = await answersDuring(project, async () => {
      project.write(
        own,
        `await new Promise((resolve) => setTimeout(resolve, 500));\n${guard.replace('closed', 'new')}`,
      );
      await pause(800);
    });
    expect(answers.filter(isOpen)).toEqual([]);
    expect((await project.getUntil('/api/in/a', ({ text }) => text === 'new')).text).toBe('new');
  });

  it.concurrent('in a new folder whose middleware is the last file to be written', async () => {
    const project = await new WatchedProject({ 'api/out.js': files['api/out.js'] }).serve();
    let count = 0;
    await untilFastEnough(async () => {
      const folder = `api/new-${(count += 1)}`;
      const startedAt = performance.now();
      project.write(`${folder}/a.js`, route);
      await pause(150);
      const asked = project.get(`/${folder}/a`);
      await pause(50);
      project.write(`${folder}/_middleware.js`, guard);
      const absentMs = performance.now() - startedAt;
      const { text } = await asked;
      if (absentMs < shortMs) expect(text).not.toBe('open');
      return absentMs < shortMs && text === 'closed';
    });
  });
});

describe('if middleware is missing', () => {
  it.concurrent(
    'requests wait until that is certain; then the folder answers without it, and a line says so',
    async () => {
      const project = await new WatchedProject(files).start();
      project.remove(own);
      expect(await project.getUntil('/api/in/a', isOpen)).toEqual({ status: 200, text: 'open' });
      expect(project.stderr).toBe(
        '[express-pages-api] in/_middleware.js was removed: the routes of its folder now answer without it.\n',
      );
      project.write(own, guard);
      expect((await project.getUntil('/api/in/a', isClosed)).text).toBe('closed');
    },
  );

  it.concurrent('it does not count as removed while another file takes long to load', async () => {
    await untilFastEnough(async () => {
      const project = await new WatchedProject(files).start({ env: { DEBUG: 'express-pages-api' } });
      const startedAt = performance.now();
      project.move(own, 'moved.js');
      await project.printed('1 changed');
      project.write('api/out.js', `await new Promise((resolve) => setTimeout(resolve, 700));\n${files['api/out.js']}`);
      await pause(200);
      project.move('moved.js', own);
      const absentMs = performance.now() - startedAt;
      expect(await project.getUntil('/api/in/a', isClosed)).toEqual({ status: 401, text: 'closed' });
      await project.end();
      const isConclusive = absentMs < shortMs;
      if (isConclusive) expect(project.stderr).not.toContain('removed');
      return isConclusive;
    });
  });

  it.concurrent('other folders answer meanwhile', async () => {
    const project = await new WatchedProject(files).serve();
    await untilFastEnough(async () => {
      const startedAt = performance.now();
      project.remove(own);
      const opened = project.getUntil('/api/in/a', isOpen).then(() => 'in');
      await pause(100);
      const answered = project.get('/api/out').then(({ text }) => text);
      const first = await Promise.race([opened, answered]);
      const takenMs = performance.now() - startedAt;
      await opened;
      project.write(own, guard);
      await project.getUntil('/api/in/a', isClosed);
      return first === 'out' && takenMs < shortMs;
    });
  });

  it.concurrent('a new folder answers when it is certain that it has none', async () => {
    const project = await new WatchedProject(files).start();
    project.replace('api/new/deep/a.js', route);
    expect(await project.getUntil('/api/new/deep/a', isOpen)).toEqual({ status: 200, text: 'open' });
    expect(project.stderr).toBe('');
  });

  it.concurrent('requests that wait when the Router is closed fail, and do not hang', async () => {
    await untilFastEnough(async () => {
      const project = await new WatchedProject({ ...files, 'closing.mjs': closing }).start({ main: 'closing.mjs' });
      const startedAt = performance.now();
      project.remove(own);
      await pause(150);
      const asked = guarded.map((pathname) => project.get(pathname));
      await pause(50);
      await project.get('/close');
      const takenMs = performance.now() - startedAt;
      const answers = await Promise.all(asked);
      await project.end();
      if (takenMs < shortMs) expect(answers.filter(isOpen)).toEqual([]);
      return answers.every(({ status }) => status === 503);
    });
  });
});

import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { editAtRandom, filesToEdit, pathsToAsk } from '../../support/random-edits.js';
import { endServedProjects, WatchedProject, type Answer } from '../../support/watched-project.js';

/** Returns a route file of the same size for every value. */
const answer = (value: number) => `export default (req, res) => res.json(${value});`;
const is =
  (value: unknown) =>
  ({ text }: Answer): boolean =>
    text === JSON.stringify(value);
const right = (value: unknown): Answer => ({ status: 200, text: JSON.stringify(value) });

/** The time within which answers must be right. It is long for busy machines; `npm run bench:watch` measures it. */
const timeLimitMs = 30_000;

afterEach(endServedProjects);

describe('what is served is what a fresh start would serve', () => {
  it.each([1, 2, 3])('after edits of all kinds at once (seed %d)', async (seed) => {
    const project = await new WatchedProject(filesToEdit()).serve();
    await editAtRandom(project.folder, seed, 60);
    const expected = await project.answersOfFreshStart(pathsToAsk());
    const end = Date.now() + timeLimitMs;
    let answers: Answer[];
    do {
      await pause(50);
      answers = await Promise.all(pathsToAsk().map((pathname) => project.get(pathname)));
    } while (JSON.stringify(answers) !== JSON.stringify(expected) && Date.now() < end);
    expect(answers).toEqual(expected);
  });

  it('after a file is removed and written, and again at the moment that events are not reported', async () => {
    const names = Array.from({ length: 10 }, (_, n) => `r${n}`);
    const project = await new WatchedProject(
      Object.fromEntries(names.map((name) => [`api/${name}.js`, answer(0)])),
    ).serve();
    const rewrite = (name: string, value: number) => {
      project.remove(`api/${name}.js`);
      project.write(`api/${name}.js`, answer(value));
    };
    for (let value = 1; value <= 3; value += 1) {
      await Promise.all(
        names.map(async (name, n) => {
          await pause(n * 7);
          rewrite(name, value * 2);
          await pause(80 + n);
          rewrite(name, value * 2 + 1);
        }),
      );
      for (const name of names) {
        const expected = value * 2 + 1;
        expect(await project.getUntil(`/api/${name}`, is(expected))).toEqual(right(expected));
      }
    }
  });
});

describe('an edit shows', () => {
  it('although the system reports nothing; a line says so, once', async () => {
    const project = new WatchedProject({
      'lib/leaf.mjs': 'export const leaf = 1;',
      'api/a.js': "import { leaf } from '../lib/leaf.mjs'; export default (req, res) => res.json(leaf);",
      'api/in/b.js': answer(1),
    });
    project.install();
    const thread = project.at('node_modules/express-pages-api/dist/watch-thread.js');
    const text = fs.readFileSync(thread, 'utf8');
    const withoutReports = text.replace(
      /import \{ watch \} from "(?:node:)?fs";/,
      'const watch = () => { throw new Error("ENOSPC: System limit for number of file watchers reached"); };',
    );
    expect(withoutReports).not.toBe(text);
    fs.writeFileSync(thread, withoutReports);
    await project.start();
    await project.printed('ENOSPC');

    project.write('lib/leaf.mjs', 'export const leaf = 2;');
    expect(await project.getUntil('/api/a', is(2))).toEqual(right(2));
    project.write('api/new.js', answer(3));
    expect(await project.getUntil('/api/new', is(3))).toEqual(right(3));
    project.move('api/in', 'api/out');
    expect(await project.getUntil('/api/out/b', is(1))).toEqual(right(1));
    expect((await project.get('/api/in/b')).status).toBe(404);
    project.write('api/out/b.js', answer(4));
    expect(await project.getUntil('/api/out/b', is(4))).toEqual(right(4));
    expect(project.stderr).toBe(
      '[express-pages-api] Some changes show up to a second late: ENOSPC: System limit for number of file watchers reached. On Linux, raise fs.inotify.max_user_watches.\n',
    );
  });

  it('of a file that keeps its size and its time, as of `cp -p` and `rsync -t`', async () => {
    const project = await new WatchedProject({ 'api/a.js': answer(0) }).serve();
    const { atime, mtime } = fs.statSync(project.at('api/a.js'));
    for (let value = 1; value <= 5; value += 1) {
      project.write('api/a.js', answer(value));
      fs.utimesSync(project.at('api/a.js'), atime, mtime);
      expect(await project.getUntil('/api/a', is(value))).toEqual(right(value));
    }
  });

  it('of a file that is written while it is loading', async () => {
    const project = await new WatchedProject({ 'api/a.js': answer(0) }).serve();
    // By the time that it runs, its text has been read.
    project.write(
      'api/a.js',
      `import fs from 'node:fs';
       fs.writeFileSync(new URL(import.meta.url.replace(/\\?.*/, '')), ${JSON.stringify(answer(2))});
       ${answer(1)}`,
    );
    expect(await project.getUntil('/api/a', is(2))).toEqual(right(2));
  });

  it('of a route that is added while others are loading', async () => {
    const project = await new WatchedProject({ 'api/a.js': answer(0) }).serve();
    project.write(
      'api/a.js',
      `import fs from 'node:fs';
       fs.writeFileSync(new URL('./b.js', import.meta.url), ${JSON.stringify(answer(2))});
       await new Promise((resolve) => setTimeout(resolve, 300));
       ${answer(1)}`,
    );
    expect(await project.getUntil('/api/b', is(2))).toEqual(right(2));
    expect(await project.get('/api/a')).toEqual(right(1));
  });

  it('of a folder that was missing while a file that imports from it was loading, and came back unchanged', async () => {
    const project = await new WatchedProject({
      'lib/leaf.mjs': 'export const leaf = 1;',
      'api/a.js': answer(0),
    }).serve();
    project.write(
      'api/a.js',
      `import fs from 'node:fs';
       const isFirst = globalThis.hasRun !== true;
       globalThis.hasRun = true;
       if (isFirst) fs.renameSync('lib', 'away');
       const loading = import('../lib/leaf.mjs');
       await loading.catch(() => undefined);
       if (isFirst) fs.renameSync('away', 'lib');
       const { leaf } = await loading;
       export default (req, res) => res.json(leaf);`,
    );
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
  });

  it('of a module that a route file required while nothing was edited', async () => {
    const project = await new WatchedProject({
      'lib/leaf.cjs': 'exports.leaf = 0;',
      'api/a.cjs': "module.exports = (req, res) => res.json(require('../lib/' + req.query.name).leaf);",
    }).serve();
    expect(await project.get('/api/a?name=leaf.cjs')).toEqual(right(0));
    await pause(100);
    project.write('lib/leaf.cjs', 'exports.leaf = 1;');
    expect(await project.getUntil('/api/a?name=leaf.cjs', is(1))).toEqual(right(1));
  });

  it('of a module that has changed while the only route file that imports it was gone', async () => {
    const uses = "import { leaf } from '../lib/leaf.mjs'; export default (req, res) => res.json(leaf);";
    const project = await new WatchedProject({ 'lib/leaf.mjs': 'export const leaf = 0;', 'api/a.js': uses }).serve();
    expect(await project.get('/api/a')).toEqual(right(0));
    project.move('api/a.js', 'a.js');
    expect((await project.getUntil('/api/a', ({ status }) => status === 404)).status).toBe(404);
    project.write('lib/leaf.mjs', 'export const leaf = 1;');
    await pause(200);
    project.move('a.js', 'api/a.js');
    expect(await project.getUntil('/api/a', is(1))).toEqual(right(1));
  });

  it.each(['file', 'dir'] as const)('of a link to a %s that gets another target', async (kind) => {
    const project = new WatchedProject({ 'one/a.js': answer(1), 'two/a.js': answer(2), 'api/b.js': answer(0) });
    const target = (name: string) => project.at(kind === 'file' ? `${name}/a.js` : name);
    const link = project.at(kind === 'file' ? 'api/link.js' : 'api/link');
    const pathname = kind === 'file' ? '/api/link' : '/api/link/a';
    fs.symlinkSync(target('one'), link);
    await project.serve();
    expect(await project.get(pathname)).toEqual(right(1));
    for (const [name, value] of [
      ['two', 2],
      ['one', 1],
    ] as const) {
      fs.rmSync(link);
      fs.symlinkSync(target(name), link);
      expect(await project.getUntil(pathname, is(value))).toEqual(right(value));
    }
    project.write('one/a.js', answer(3));
    expect(await project.getUntil(pathname, is(3))).toEqual(right(3));
  });
});

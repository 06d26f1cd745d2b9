import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { NextFunction, Request, Response } from 'express';
import { defaultIgnore, fsRoutes, type FsRouter, type FsRoutesOptions } from '../../lib/index.js';
import { answers } from '../fixtures/express-file-routing/different-answers.js';
import { refusals, routes } from '../fixtures/express-file-routing/different-files.js';
import { folder, identical, readmeCatchAll, type Asked } from '../fixtures/express-file-routing/folder.js';
import { run } from '../support/child-process.js';
import { readDocument } from '../support/markdown-app.js';
import { listen } from '../support/raw-request.js';
import { routeFolder } from '../support/route-folder.js';

interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, unknown>;
  readonly body?: string;
}

interface Way {
  /** Whether the app parses JSON before the routes. */
  readonly parse?: boolean;
  readonly mount?: string;
  /** Whether the app is handed to `createRouter`, there. */
  readonly wrap?: boolean;
  /** `routerOptions`, there. */
  readonly options?: FsRoutesOptions;
}

interface Task {
  readonly folder: string;
  readonly way: Way;
  readonly asked: readonly Asked[];
}

/** Parts of the response that are not of the app's making. */
const ofTheConnection = ['date', 'connection', 'keep-alive', 'transfer-encoding'];

function readRequest(asked: Asked) {
  const [, method, path, content = ''] = /^(\w+) (\S+) ?(.*)$/.exec(asked)!;
  const body = content.startsWith('{') ? content : undefined;
  const headers = {
    cookie: 'session=s',
    ...(content === 'authorized' && { authorization: 'Bearer a' }),
    ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  return { method: method!, path: path!, headers, body };
}

/** The answers of express-file-routing itself, on Express 4 (or on 5, under the name `express`). */
async function askOriginal(tasks: readonly Task[], expressName = 'express4'): Promise<Answer[][]> {
  const script = fileURLToPath(new URL('../fixtures/express-file-routing/answer.mjs', import.meta.url));
  const given = tasks.map(({ asked, ...task }) => ({ ...task, requests: asked.map(readRequest) }));
  const args = ['--disable-warning=ExperimentalWarning', script, expressName, JSON.stringify(given)];
  const { code, stdout, stderr } = await run(process.execPath, args, path.dirname(script));
  if (code !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as Answer[][]).map((answers) => answers.map(comparable));
}

async function askOurs({ folder, way, asked }: Task): Promise<Answer[]> {
  const app = express();
  if (way.parse) app.use(express.json());
  app.use(way.mount ?? '/', await started(folder, way.options));
  app.use((error: Error & { status?: number }, _req: Request, res: Response, _next: NextFunction) => {
    res.status(error.status ?? 500).json(error.message);
  });
  const server = await listen(app);
  const answers: Answer[] = [];
  for (const { method, path, headers, body } of asked.map(readRequest)) {
    const content = { headers, body: body === undefined ? undefined : Buffer.from(body) };
    const { status, headers: sent, body: text } = await server.request(method, path, content);
    answers.push(comparable({ status, headers: sent, body: text }));
  }
  await server.close();
  return answers;
}

async function started(folder: string, options?: FsRoutesOptions): Promise<FsRouter> {
  const router = fsRoutes(folder, options);
  await router.ready;
  return router;
}

function comparable({ headers, ...answer }: Answer): Answer {
  if (headers === undefined) return answer;
  const kept = Object.entries(headers).filter(([name]) => !ofTheConnection.includes(name));
  return { ...answer, headers: Object.fromEntries(kept) };
}

const same: Task = { folder: path.join(routeFolder(folder), 'routes'), way: { parse: true }, asked: identical };
const differences = [...refusals, ...routes, ...answers];
const others: Task[] = differences.map(({ files, asked }) => ({
  folder: routeFolder({ 'package.json': '{ "type": "commonjs" }', ...files }),
  way: {},
  asked: [asked],
}));
/** Not `/api//posts`, which Express 4 itself takes for `/api/posts`, and Express 5 does not. */
const atApi = identical.filter((asked) => !asked.includes(' //')).map((asked) => asked.replace(' /', ' /api/'));
const ways: [string, Task][] = [
  ['mounted at a path', { ...same, way: { parse: true, mount: '/api' }, asked: atApi }],
  ['of createRouter(app)', { ...same, way: { parse: true, wrap: true } }],
  ['with strict', { ...same, way: { parse: true, options: { strict: true } } }],
  ['with caseSensitive', { ...same, way: { parse: true, options: { caseSensitive: true } } }],
];
const counts = { identical: 0, different: 0 };
let there: Answer[][];
let here: Answer[];

beforeAll(async () => {
  there = await askOriginal([same, ...others]);
  here = await askOurs(same);
});
afterAll(() => {
  process.stdout.write(
    `express-file-routing 3.1.0: ${counts.identical} of ${identical.length} answers identical, ` +
      `${counts.different} of ${differences.length} other, as listed\n`,
  );
});

describe('a folder written for express-file-routing', () => {
  it.each(identical.map((asked, index) => ({ asked, index })))('is answered as there: $asked', ({ index }) => {
    expect(here[index]).toEqual(there[0]![index]);
    counts.identical += 1;
  });

  it.each(differences.map((difference, index) => ({ ...difference, index })))(
    'is another: $row, $asked',
    async ({ index, there: expectedThere, here: expectedHere }) => {
      expect(there[index + 1]![0]).toMatchObject(expectedThere);
      if (typeof expectedHere === 'string') {
        await expect(started(others[index]!.folder)).rejects.toMatchObject({ code: expectedHere });
      } else {
        const [answer] = await askOurs(others[index]!);
        expect(answer).toMatchObject(expectedHere);
        expect(answer).not.toEqual(there[index + 1]![0]);
      }
      counts.different += 1;
    },
  );

  it.each(ways)('is answered as there: all of it, %s', async (_, task) => {
    const [original] = await askOriginal([task]);
    expect(await askOurs(task)).toEqual(original);
  });

  it('may have a catch-all, on Express 5 too', async () => {
    const task = {
      ...same,
      folder: routeFolder({ 'users/[...catchall].mjs': readmeCatchAll }),
      asked: ['GET /users/a'],
    };
    const [onExpress5] = await askOriginal([task], 'express');
    expect(onExpress5).toEqual([{ fails: expect.stringContaining('Missing parameter name') }]);
    expect(await askOurs(task)).toMatchObject([{ status: 200 }]);
  });

  it('has a row in the guide for everything that is another, and no other row', () => {
    const guide = readDocument('docs/migrate-from-express-file-routing.md');
    const rows = [...guide.matchAll(/^\| (.+?) \|/gm)].map(([, cell]) => cell!);
    const headings = ['---', 'in the folder', 'request'];
    expect(rows.filter((row) => !headings.includes(row)).sort()).toEqual(
      [...new Set(differences.map(({ row }) => row))].sort(),
    );
  });
});

/** The last column of the guide's tables, where it is more than a name. */
describe('what the guide says to do', () => {
  const answer = (name: string) => `exports.get = (req, res) => res.json(['${name}', req.params.path ?? null]);`;
  const pass = 'exports.default = (req, res, next) => next();';

  it.each<[string, Record<string, string>, FsRoutesOptions, Asked, Answer]>([
    ['[[...path]].js', { 'a/[[...path]].js': answer('a') }, {}, 'GET /a/', { body: '["a",null]' }],
    ['[[...path]].js', { '[[...path]].js': answer('a') }, {}, 'GET /', { body: '["a",null]' }],
    [
      'default: next()',
      { 'a/[id].js': answer('one') + pass, 'a/[...path].js': answer('all').replace('get', 'post') },
      {},
      'POST /a/1',
      { body: '["all",["1"]]' },
    ],
    [
      'ignore',
      { '.hidden/a.js': answer('known') },
      { ignore: defaultIgnore.filter((glob) => !glob.startsWith('.')) },
      'GET /.hidden/a',
      { body: '["known",null]' },
    ],
    [
      'extensions',
      { 'a.jsx': answer('jsx'), 'b.js': answer('js') },
      { extensions: ['.jsx', '.js'] },
      'GET /a',
      { body: '["jsx",null]' },
    ],
    ['extensions', { 'a.cjs': answer('cjs') }, { extensions: ['.js', '.mjs', '.ts'] }, 'GET /a', { status: 404 }],
  ])('works: %s', async (_, files, options, asked, expected) => {
    const folder = routeFolder({ 'package.json': '{ "type": "commonjs" }', ...files });
    expect(await askOurs({ folder, way: { options }, asked: [asked] })).toMatchObject([expected]);
  });
});
